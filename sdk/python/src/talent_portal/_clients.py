"""The two clients: one sends and waits, the other awaits; whatever else there is to a call is in `_course`."""

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from time import sleep
from typing import Any, Generic, Self, TypeVar

import anyio
import httpx

from talent_portal._calls import Call, next_page
from talent_portal._course import Course, Plan, Reply, Secret, Settings, carried_out, course

Answer = TypeVar("Answer")
Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)
SIGNED = frozenset({"signature", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "code", "state"})


class MaskSigned(logging.Filter):
    """Takes signatures out of the addresses that httpx writes to its log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, masked."""
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(one) if isinstance(one, httpx.URL) else one for one in record.args)
        return True


def _masked(url: httpx.URL) -> httpx.URL:
    if not SIGNED & {name.lower() for name in url.params}:
        return url
    return url.copy_with(
        params=[(name, "hidden" if name.lower() in SIGNED else value) for name, value in url.params.multi_items()]
    )


logging.getLogger("httpx").addFilter(MaskSigned())


def settings_of(base_url: str | None, api_key: str | None, token: str | None, **more: Any) -> Settings:
    """What a client was told, or finds in the environment. Raises ValueError without an address, or for two secrets."""
    address = base_url or os.environ.get("TALENT_PORTAL_URL", "")
    if not address.startswith(("http://", "https://")):
        raise ValueError("Say where the portal is: base_url='https://…', or TALENT_PORTAL_URL.")
    if api_key and token:
        raise ValueError("Give a key or a token, not both.")
    if not api_key and not token:
        api_key = os.environ.get("TALENT_PORTAL_API_KEY")
    return Settings(address.rstrip("/"), Secret(api_key) if api_key else None, Secret(token) if token else None, **more)


class Base(ABC, Generic[Http]):
    """What both clients are: settings, and connections to use or to make."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        token: str | None = None,
        timeout: float = 30.0,
        total_timeout: float = 120.0,
        max_retries: int = 2,
        http: Http | None = None,
    ) -> None:
        """`base_url` and `api_key` may stand in `TALENT_PORTAL_URL` and `TALENT_PORTAL_API_KEY` instead.

        `timeout` is for each attempt, `total_timeout` for a call with all its attempts and pauses (seconds). `http` is
        httpx's client, if you have one of your own, with proxies or certificates; it stays yours to close.
        Raises ValueError without an address, or with both a key and a token.
        """
        self._settings = settings_of(
            base_url, api_key, token, timeout=timeout, total_timeout=total_timeout, max_retries=max_retries
        )
        self._http: Http = http or self._connections()
        self._is_ours = http is None

    def with_token(self, token: str) -> Self:
        """The same client as the person that a token of `auth.login` or `candidate_auth.login` is for."""
        other = type(self)(base_url=self._settings.base_url, token=token, http=self._http)
        other._settings = replace(self._settings, api_key=None, token=Secret(token))
        return other

    @staticmethod
    @abstractmethod
    def _connections() -> Http: ...

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings.base_url}>"


class Client(Base[httpx.Client]):
    """A connection to a portal, safe to share between threads. `with` closes it."""

    def run(self, call: Call[Answer]) -> Answer:
        """Carry out a call."""
        return self._drive(course(call, self._settings))

    def follow(self, plan: Plan[Answer]) -> Answer:
        """Carry out several calls that are one thing to do."""
        return self._drive(carried_out(plan, self._settings))

    def iterate(self, call: Call[Any], items: str) -> Iterator[Any]:
        """Everything in a list, page after page, as it is asked for."""
        following: Call[Any] | None = call
        while following is not None:
            answer = self.run(following)
            yield from answer[items]
            following = next_page(following, answer, items)

    def close(self) -> None:
        """End the connections."""
        if self._is_ours:
            self._http.close()

    def _drive(self, going: Course[Answer]) -> Answer:
        reply: Reply = None
        while True:
            try:
                step = going.send(reply)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if isinstance(step, httpx.Request):
                reply = self._send(step)
            else:
                sleep(step)
                reply = None

    def _send(self, request: httpx.Request) -> Reply:
        try:
            return self._http.send(request, follow_redirects=False)
        except httpx.TransportError as error:
            return error

    @staticmethod
    def _connections() -> httpx.Client:
        return httpx.Client()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(Base[httpx.AsyncClient]):
    """The same for `await`. `async with` closes it."""

    async def run(self, call: Call[Answer]) -> Answer:
        """Carry out a call."""
        return await self._drive(course(call, self._settings))

    async def follow(self, plan: Plan[Answer]) -> Answer:
        """Carry out several calls that are one thing to do."""
        return await self._drive(carried_out(plan, self._settings))

    async def iterate(self, call: Call[Any], items: str) -> AsyncIterator[Any]:
        """Everything in a list, page after page, as it is asked for."""
        following: Call[Any] | None = call
        while following is not None:
            answer = await self.run(following)
            for item in answer[items]:
                yield item
            following = next_page(following, answer, items)

    async def close(self) -> None:
        """End the connections."""
        if self._is_ours:
            await self._http.aclose()

    async def _drive(self, going: Course[Answer]) -> Answer:
        reply: Reply = None
        while True:
            try:
                step = going.send(reply)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if isinstance(step, httpx.Request):
                reply = await self._send(step)
            else:
                await anyio.sleep(step)
                reply = None

    async def _send(self, request: httpx.Request) -> Reply:
        try:
            return await self._http.send(request, follow_redirects=False)
        except httpx.TransportError as error:
            return error

    @staticmethod
    def _connections() -> httpx.AsyncClient:
        return httpx.AsyncClient()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

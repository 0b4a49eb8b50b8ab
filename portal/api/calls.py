"""A blueprint for JSON calls: flask-openapi's, which remembers what each call answers."""

from collections.abc import Callable
from typing import Any

from flask_openapi.blueprint import APIBlueprint
from pydantic import BaseModel

Call = Callable[..., Any]


class Calls(APIBlueprint):
    """The calls of one feature: `calls = Calls("jobs_api", __name__, "Jobs")`, below `/api`.

    `@calls.get("/jobs", JobList)` stands above `@allows(…)`; what it answers is a model, for 200 or for `status`.
    An id in the rule (`<sid(job):job_id>`) comes into the view by its name.
    """

    def __init__(self, name: str, import_name: str, tag: str, *, url_prefix: str = "/api") -> None:
        super().__init__(name, import_name, url_prefix=url_prefix, abp_tags=[{"name": tag}])

    def call(self, method: str, rule: str, answer: type[BaseModel], **about: Any) -> Any:
        """Register a view. `status` is that of its answer; `answers` adds others by status."""
        status = about.pop("status", 200)
        answers = {status: answer, **about.pop("answers", {})}
        register = getattr(super(), method)

        def decorate(view: Call) -> Any:
            view.answers = answers  # type: ignore[attr-defined]
            return register(rule, responses=answers, **about)(view)

        return decorate

    def get(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that changes nothing."""
        return self.call("get", rule, answer, **about)

    def post(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that makes something, or does something."""
        return self.call("post", rule, answer, **about)

    def put(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that changes what is sent."""
        return self.call("put", rule, answer, **about)

    def delete(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that takes something away."""
        return self.call("delete", rule, answer, **about)

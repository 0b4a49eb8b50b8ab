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
        """Register a view. `status` is that of its answer; `answers` adds others by status.

        `or_form` is the JSON schema of a form that is taken in the body's place (`multipart/form-data`).
        """
        status = about.pop("status", 200)
        answers = {status: answer, **about.pop("answers", {})}
        register = getattr(super(), method)
        form = about.pop("or_form", None)

        def decorate(view: Call) -> Any:
            view.answers = answers  # type: ignore[attr-defined]
            if form is not None:
                about["request_body"] = _either(view.__annotations__["body"], form)
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

    def patch(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that moves something, or changes a part of it."""
        return self.call("patch", rule, answer, **about)

    def delete(self, rule: str, answer: Any = None, **about: Any) -> Any:
        """A call that takes something away."""
        return self.call("delete", rule, answer, **about)


def file_answer(*media_types: str) -> dict[str, Any]:
    """The documentation of an answer that is a file."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"description": "The file.", "content": {name: binary for name in media_types}}


def _either(body: type[BaseModel], form: dict[str, Any]) -> dict[str, Any]:
    whole = {"$ref": f"#/components/schemas/{body.__name__}"}
    return {
        "required": True,
        "content": {"application/json": {"schema": whole}, "multipart/form-data": {"schema": form}},
    }

"""Write the parts of the Python client that follow from the portal's OpenAPI document and from `names.json`.

    python sdk/generate_python.py

The output is committed; `tests/sdk_python/test_generated.py` says when it is out of date.
"""

import json
import keyword
import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SDK = Path(__file__).resolve().parent
PACKAGE = SDK / "python" / "src" / "talent_portal"
Schema = dict[str, Any]
HEAD = '"""{} Written by `sdk/generate_python.py`: change that, or `sdk/names.json`."""\n\n'
# What a resource has besides its calls is written by hand.
BESIDES = {"storage": "StorageFiles", "candidates": "CandidateFiles"}
# Not in every client the same; see `_portal.py`.
APART = "jobs"
ABOUT = {
    "auth": "Signing in as somebody of the company.",
    "candidate_auth": "Signing in as a candidate.",
    "portal_accounts": "The accounts of candidates, for admins.",
    "clients": "The companies that are recruited for, and their users.",
    "jobs": "The jobs of the company.",
    "openings": "Jobs by numbered pages: for a candidate those that one can apply for.",
    "candidates": "People, and how far they are with each job.",
    "interviews": "Interviews, from planning to the decision.",
    "matching": "Who fits which job, and why.",
    "applications": "Applying for a candidate: here, and by the forms of other sites.",
    "resumes": "A candidate's CVs.",
    "cover_letters": "A candidate's templates of letters.",
    "saved_answers": "A candidate's answers to questions that come again and again.",
    "conversations": "Conversations with people, and their messages.",
    "integrations": "Connections to other systems, and what these delivered.",
    "notifications": "What somebody is told.",
    "dashboard": "The figures of the first page.",
    "analytics": "Events and metrics.",
    "governance": "Who may do what, and who did it.",
    "roles": "Roles and their permissions.",
    "ingestion": "Jobs that come from elsewhere, many at once.",
    "storage": "Files, by addresses that are signed for one file.",
    "webhooks": "Endpoints that are told of events, and what was sent to them.",
    "ats_events": "Events of other systems, as these would send them.",
    "inbound": "Messages that come in, as the gateway of a channel would send them.",
}
PRIMITIVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
MOMENTS = {"date-time": "str | datetime", "date": "str | date"}


def names() -> dict[str, dict[str, str]]:
    """The calls by resource and method: `names()["jobs"]["list"]` is `GET /api/jobs`."""
    found: dict[str, dict[str, str]] = json.loads((SDK / "names.json").read_text())
    return found


@dataclass
class Operation:
    """One call of the document, as the client needs it."""

    verb: str
    path: str
    about: Schema
    schemas: dict[str, Schema]

    @property
    def path_names(self) -> list[str]:
        """The names in the path, in order."""
        return re.findall(r"{(\w+)}", self.path)

    def parameters(self, place: str) -> list[Schema]:
        """The parameters of the path, query or header."""
        return [one for one in self.about.get("parameters", ()) if one["in"] == place]

    @property
    def is_keyed(self) -> bool:
        """Whether a repeated `Idempotency-Key` does nothing more."""
        return any(one["name"] == "Idempotency-Key" for one in self.parameters("header"))

    @property
    def body(self) -> tuple[str | None, Schema] | None:
        """The media type of the body (None: the caller says which of several) and its schema."""
        content = self.about.get("requestBody", {}).get("content", {})
        if not content:
            return None
        kind = "application/json" if "application/json" in content else next(iter(content))
        return kind if len(content) == 1 or kind == "application/json" else None, content[kind]["schema"]

    @property
    def answer(self) -> tuple[str, Schema]:
        """How the answer is read (`Call.reads`), and its schema."""
        code, response = min((code, one) for code, one in self.about["responses"].items() if code < "400")
        if code.startswith("3"):
            return "location", {}
        content = response["content"]
        if "application/json" not in content:
            return "file", {}
        schema: Schema = content["application/json"]["schema"]
        properties = set(self.resolved(schema).get("properties", ()))
        if properties == {"success"}:
            return "nothing", {}
        if properties == {"success", "data"}:
            return "data", self.resolved(schema)["properties"]["data"]
        return "json", schema

    @property
    def pages(self) -> tuple[str, Schema] | None:
        """The field that holds what a page of a list has, and what each is; None if it is no list of pages."""
        asked = {one["name"] for one in self.parameters("query")}
        told = self.resolved(self.answer[1]).get("properties", {})
        if not ({"cursor"} <= asked and "next" in told) and not {"page", "per_page"} <= asked & set(told):
            return None
        ((name, schema),) = ((n, s) for n, s in told.items() if s.get("type") == "array")
        return name, schema["items"]

    def resolved(self, schema: Schema) -> Schema:
        """The schema itself where it is named."""
        return self.schemas[named(schema)] if "$ref" in schema else schema


def named(schema: Schema) -> str:
    """The name of a schema that is referred to."""
    return str(schema["$ref"]).rpartition("/")[2]


@dataclass
class Types:
    """The types that the calls need, in Python's words. A nested schema is collected when it is met."""

    schemas: dict[str, Schema]
    wanted: dict[str, bool] = field(default_factory=dict)
    """Schemas to be written; whether they are sent."""

    def name_of(self, schema: str) -> str:
        """The name of a type: what a call gives is called for what it is, unless something else is called that."""
        if found := re.fullmatch(r"Listing_(\w+?)(?:Out)?_", schema):
            return f"{found[1]}List"
        short = schema.removesuffix("Out")
        return schema if short in self.schemas else short

    def of(self, schema: Schema, *, sent: bool, prefix: str = "") -> str:
        """The annotation for a schema."""
        if "$ref" in schema:
            self._want(named(schema), sent)
            return prefix + self.name_of(named(schema))
        if "properties" in schema and "title" in schema:
            self.schemas.setdefault(schema["title"], schema)
            return self.of({"$ref": schema["title"]}, sent=sent, prefix=prefix)
        if "anyOf" in schema:
            kinds = [self.of(one, sent=sent, prefix=prefix) for one in schema["anyOf"]]
            return " | ".join(dict.fromkeys(" | ".join(kinds).split(" | "))) if "[" not in str(kinds) else union(kinds)
        if "const" in schema or "enum" in schema:
            return f"Literal[{', '.join(map(repr, schema.get('enum') or [schema['const']]))}]"
        return self._plain(schema, sent=sent, prefix=prefix)

    def _plain(self, schema: Schema, *, sent: bool, prefix: str) -> str:
        if schema.get("type") == "array":
            item = self.of(schema["items"], sent=sent, prefix=prefix) if schema.get("items") else "Any"
            return f"Sequence[{item}]" if sent else f"list[{item}]"
        if schema.get("type") == "object":
            value = schema.get("additionalProperties")
            held = self.of(value, sent=sent, prefix=prefix) if isinstance(value, dict) and value else "Any"
            return f"Mapping[str, {held}]" if sent else f"dict[str, {held}]"
        if sent and schema.get("format") in MOMENTS:
            return MOMENTS[schema["format"]]
        return PRIMITIVES.get(schema.get("type", ""), "Any")

    def _want(self, name: str, sent: bool) -> None:
        if name in self.wanted:
            is_one = "enum" in self.schemas[name]
            assert is_one or self.wanted[name] == sent, (
                f"{name} is both sent and received: give each a shape of its own"
            )
            return
        assert self.name_of(name) not in map(self.name_of, self.wanted), f"{name} would have another's name"
        self.wanted[name] = sent
        for one in self.schemas[name].get("properties", {}).values():
            self.of(one, sent=sent)
        if "items" in self.schemas[name]:
            self.of(self.schemas[name]["items"], sent=sent)

    def written(self) -> str:
        """The module of types: enumerations, then shapes, then names for lists."""
        parts: tuple[list[str], list[str], list[str]] = ([], [], [])
        for name in sorted(self.wanted):
            schema, sent = self.schemas[name], self.wanted[name]
            if "properties" in schema or schema.get("type") == "object":
                parts[1].append(self._shape(name, schema, sent))
            else:
                place = parts[0] if "enum" in schema else parts[2]
                place.append(f"{self.name_of(name)} = {self.of(schema, sent=sent)}")
        return (
            HEAD.format("What calls take and give.")
            + "from __future__ import annotations\n\n"
            + "from collections.abc import Mapping, Sequence\nfrom datetime import date, datetime\n"
            + "from typing import Any, Literal, NotRequired, TypedDict\n\n"
            + "\n\n".join("\n".join(part) for part in parts)
        )

    def _shape(self, name: str, schema: Schema, sent: bool) -> str:
        required = set(schema.get("required", ()))
        lines = [f"class {self.name_of(name)}(TypedDict):", *docstring([schema.get("description", "")])]
        for one, about in schema.get("properties", {}).items():
            kind = self.of(about, sent=sent)
            lines.append(f"    {safe(one)}: {kind if one in required else f'NotRequired[{kind}]'}")
            lines += docstring([about.get("description", "")])
        return "\n".join([*lines, "    pass"] if len(lines) == 1 else lines) + "\n\n"


def union(kinds: list[str]) -> str:
    """Several annotations as one, each once."""
    return " | ".join(dict.fromkeys(kinds))


def safe(name: str) -> str:
    """A field's name as Python can say it; `to_json` takes the underscore away again."""
    assert not name.endswith("_"), name
    return f"{name}_" if keyword.iskeyword(name) else name


def argument(name: str) -> str:
    """A query's word as an argument: in snake_case."""
    return safe(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())


def docstring(paragraphs: list[str], *, indent: int = 4) -> list[str]:
    """A docstring's lines."""
    said = [" ".join(one.split()) for text in paragraphs for one in text.replace("<br/>", "\n\n").split("\n\n")]
    wrapped = ["\n".join(textwrap.wrap(one.replace("\\", "\\\\"), 116 - indent - 3)) for one in said if one]
    if not wrapped:
        return []
    text = "\n\n".join(wrapped)
    return textwrap.indent(f'"""{text}{chr(10) if len(wrapped) > 1 or chr(10) in text else ""}"""', " " * indent).split(
        "\n"
    )


def iterator_name(method: str) -> str:
    """What walks through all pages of `list`, `list_users`, `get_matches`: `iterate`, `iterate_users`, …"""
    return re.sub(r"^(list|get)(?=_|$)", "iterate", method)


@dataclass
class Method:
    """One method of a resource, for one of the two clients."""

    name: str
    operation: Operation
    types: Types
    is_async: bool

    def written(self) -> str:
        """The method, and the one that walks through its pages."""
        reads, schema = self.operation.answer
        told = {"nothing": "None", "location": "str", "file": "File"}
        answer = told.get(reads) or self.types.of(schema, sent=False, prefix="types.")
        go = "await self._client" if self.is_async else "self._client"
        ahead = "async " if self.is_async else ""
        returned = f"{'' if reads == 'nothing' else 'return '}{go}.run({self._call(leave_out=None)})"
        text = self._method(ahead + "def", self.name, answer, returned, leave_out=None)
        if self.operation.pages is None:
            return text
        items, item = self.operation.pages
        kind = f"{'Async' if self.is_async else ''}Iterator[{self.types.of(item, sent=False, prefix='types.')}]"
        left_out = "cursor" if any(one["name"] == "cursor" for one in self.operation.parameters("query")) else "page"
        walk = f"return self._client.iterate({self._call(leave_out=left_out)}, {items!r})"
        return text + self._method("def", iterator_name(self.name), kind, walk, leave_out=left_out)

    def _method(self, define: str, name: str, answer: str, last: str, *, leave_out: str | None) -> str:
        about = self.operation.about
        said = [
            about.get("summary", ""),
            about.get("description", ""),
            f"`{self.operation.verb} {self.operation.path}`",
        ]
        if leave_out:
            said = [f"Everything that `{self.name}` gives, page after page, as it is asked for."]
        lines = [f"    {define} {name}({', '.join(self._arguments(leave_out))}) -> {answer}:"]
        return "\n".join([*lines, *docstring(said, indent=8), f"        {last}"]) + "\n\n"

    def _arguments(self, leave_out: str | None) -> list[str]:
        kinds = {one["name"]: one["schema"].get("type") for one in self.operation.parameters("path")}
        path = [f"{name}: {'int' if kinds[name] == 'integer' else 'str | int'}" for name in self.operation.path_names]
        words, optional = [], []
        for one in self.operation.parameters("query"):
            if one["name"] == leave_out:
                continue
            kind = self.types.of(one["schema"], sent=True, prefix="types.").removesuffix(" | None")
            if one.get("required"):
                words.append(f"{argument(one['name'])}: {kind}")
            else:
                optional.append(f"{argument(one['name'])}: {kind} | None = None")
        body = self._body_arguments()
        found = ["self", *path, *(body if self._takes_bytes else [])]
        if not self._takes_bytes and set(self.operation.path_names) & self._body_names:
            found.append("/")  # both may be given then
        found += ["*", *words, *optional, "options: Options | None = None"]
        return found if self._takes_bytes else found + body

    @property
    def _takes_bytes(self) -> bool:
        body = self.operation.body
        return body is not None and "properties" not in self.operation.resolved(body[1])

    @property
    def _body_names(self) -> set[str]:
        body = self.operation.body
        return set(self.operation.resolved(body[1]).get("properties", ())) if body else set()

    def _body_arguments(self) -> list[str]:
        body = self.operation.body
        if body is None:
            return []
        if self._takes_bytes:
            return ["content: bytes"] + ([] if body[0] else ["content_type: str"])
        kind = self.types.of(body[1], sent=True, prefix="types.")
        return [f"**body: Unpack[{kind}]"]

    def _call(self, *, leave_out: str | None) -> str:
        operation = self.operation
        path = re.sub(r"{(\w+)}", r"{part(\1)}", operation.path)
        words = [repr(operation.verb), f'f"{path}"' if "{" in path else repr(path)]
        query = [one["name"] for one in operation.parameters("query") if one["name"] != leave_out]
        if query:
            words.append("query={" + ", ".join(f"{name!r}: {argument(name)}" for name in query) + "}")
        if self._takes_bytes and operation.body:
            words += [
                "content=content",
                f"content_type={operation.body[0]!r}" if operation.body[0] else "content_type=content_type",
            ]
        elif operation.body:
            words.append("json=body")
        if operation.is_keyed:
            words.append("keyed=True")
        if operation.answer[0] != "json":
            words.append(f"reads={operation.answer[0]!r}")
        return f"Call({', '.join([*words, 'options=options'])})"


def class_name(resource: str, is_async: bool) -> str:
    """`cover_letters` → `CoverLetters`, `AsyncCoverLetters`."""
    return ("Async" if is_async else "") + "".join(word.capitalize() for word in resource.split("_"))


def resources(document: Schema, types: Types, *, is_async: bool) -> str:
    """The module of resources for one of the two clients."""
    mark = "Async" if is_async else ""
    text, opened = "", ""
    for resource, methods in names().items():
        name = class_name(resource, is_async)
        text += f"class {name}({mark}{BESIDES.get(resource, 'Resource')}):\n"
        text += f'    """{ABOUT[resource]}"""\n\n'
        for method, call in methods.items():
            verb, path = call.split(" ")
            about = document["paths"][path][verb.lower()]
            text += Method(method, Operation(verb, path, about, types.schemas), types, is_async).written()
        if resource != APART:
            opened += f"    @cached_property\n    def {resource}(self) -> {name}:\n"
            opened += f'        """{ABOUT[resource]}"""\n        return {name}(self)\n\n'
    files = sorted({f"{mark}{one}" for one in ("Resource", *BESIDES.values())})
    return (
        HEAD.format("The calls, by resource.")
        + f"from collections.abc import {mark}Iterator, Sequence\n"
        + "from datetime import date, datetime\nfrom functools import cached_property\n"
        + "from typing import Literal, Unpack\n\nfrom talent_portal import types\n"
        + "from talent_portal._calls import Call, File, Options, part\n"
        + f"from talent_portal._clients import {mark}Client\nfrom talent_portal._files import {', '.join(files)}\n\n"
        + f"{text}\nclass {mark}Resources({mark}Client):\n"
        + f'    """A client and its resources, but for `{APART}`."""\n\n{opened}'
    )


def generated(document: Schema) -> dict[Path, str]:
    """The files and what is in them, as the house formats it."""
    types = Types(dict(document["components"]["schemas"]))
    modules = {
        PACKAGE / "_resources.py": resources(document, types, is_async=False),
        PACKAGE / "_async_resources.py": resources(document, types, is_async=True),
    }
    modules[PACKAGE / "types.py"] = types.written()
    return {path: formatted(text, path) for path, text in modules.items()}


def formatted(text: str, path: Path) -> str:
    """The text without imports that it does not need, as `ruff format` writes it."""
    for words in (["check", "--fix", "--quiet", "--select", "F401,I"], ["format"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--stdin-filename", str(path), "-"],
            input=text, cwd=SDK.parent, check=True, capture_output=True, text=True,
        )  # fmt: skip
        text = run.stdout
    return text


def document_of_the_portal() -> Schema:
    """The document of the portal beside this folder, as it would serve it."""
    import os

    sys.path.insert(0, str(SDK.parent))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DATA_DIR=folder, PORTAL_ENV="test")
        from portal import create_app
        from portal.api.document import document_of

        app = create_app()
        with app.app_context():
            found: Schema = json.loads(json.dumps(document_of(app)))
    return found


if __name__ == "__main__":
    for path, text in generated(document_of_the_portal()).items():
        path.write_text(text)

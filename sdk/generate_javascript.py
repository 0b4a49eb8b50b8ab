"""Write the parts of the JavaScript client that follow from the portal's OpenAPI document and from `names.json`.

    python sdk/generate_javascript.py

The output is committed; `tests/sdk_javascript/test_generated.py` says when it is out of date.
"""

import json
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generate_python import ABOUT, Operation, Schema, document_of_the_portal, named, names

PACKAGE = Path(__file__).resolve().parent / "javascript"
HEAD = "/** {} Written by `sdk/generate_javascript.py`: change that, or `sdk/names.json`. */\n\n"
PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
# Written by hand, in `types/index.d.ts`.
BESIDES = {"storage": "StorageFiles", "candidates": "CandidateFiles"}
WIDTH = 120


def camel(name: str) -> str:
    """`job_id` → `jobId`."""
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def pascal(name: str) -> str:
    """`cover_letters` → `CoverLetters`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def iterator_name(method: str) -> str:
    """What walks through all pages of `list`, `listUsers`, `getMatches`; as `src/resource.js` makes it."""
    return re.sub(r"^(list|get)(?=[A-Z]|$)", "iterate", method)


@dataclass
class Call:
    """One call as the JavaScript client has it."""

    name: str
    operation: Operation

    @property
    def content(self) -> str | None:
        """The media type of a body that is bytes or a form, empty if the caller says it; None for JSON."""
        body = self.operation.body
        if body is None or body[0] == "application/json":
            return None
        return body[0] or ""

    @property
    def is_free(self) -> bool:
        """Whether the body is JSON of the caller's own making."""
        body = self.operation.body
        return body is not None and self.content is None and not self.fields

    @property
    def fields(self) -> dict[str, Schema]:
        """The fields of a JSON body."""
        body = self.operation.body
        if body is None or self.content is not None:
            return {}
        found: dict[str, Schema] = self.operation.resolved(body[1]).get("properties", {})
        return found

    @property
    def required(self) -> set[str]:
        """The fields of the body and the words of the query that must be given."""
        body = self.operation.body
        needed = set(self.operation.resolved(body[1]).get("required", ())) if body and self.fields else set()
        return needed | {one["name"] for one in self.operation.parameters("query") if one.get("required")}

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """What may be given by name: name here → (query or body, name in the call)."""
        query = {camel(one["name"]): ("query", one["name"]) for one in self.operation.parameters("query")}
        body = {camel(name): ("body", name) for name in self.fields}
        assert not set(query) & set(body), f"{self.operation.path} has a word in two places"
        return query | body

    def table(self) -> list[Any]:
        """Its entry in `calls.js`."""
        about: dict[str, Any] = {}
        if self.words:
            about["words"] = {name: list(place) for name, place in self.words.items()}
        if self.fields:
            about["body"] = True
        if self.is_free:
            about["free"] = True
        if self.content is not None:
            about["content"] = self.content
        if self.operation.is_keyed:
            about["keyed"] = True
        if self.operation.answer[0] != "json":
            about["reads"] = self.operation.answer[0]
        if self.operation.pages:
            about["items"] = self.operation.pages[0]
        return [self.operation.verb, self.operation.path, about]


@dataclass
class Types:
    """The types that the calls need, in TypeScript's words."""

    schemas: dict[str, Schema]
    wanted: set[str] = field(default_factory=set)

    def name_of(self, schema: str) -> str:
        """The name of a type: what a call gives is called for what it is, unless something else is called that."""
        if found := re.fullmatch(r"Listing_(\w+?)(?:Out)?_", schema):
            return f"{found[1]}List"
        short = schema.removesuffix("Out")
        return schema if short in self.schemas else short

    def of(self, schema: Schema, prefix: str = "") -> str:
        """The annotation for a schema."""
        if "$ref" in schema:
            self._want(named(schema))
            return prefix + self.name_of(named(schema))
        if "properties" in schema and "title" in schema:
            self.schemas.setdefault(schema["title"], schema)
            return self.of({"$ref": schema["title"]}, prefix)
        if "anyOf" in schema:
            return " | ".join(dict.fromkeys(self.of(one, prefix) for one in schema["anyOf"]))
        if "const" in schema or "enum" in schema:
            return " | ".join(json.dumps(one) for one in schema.get("enum") or [schema["const"]])
        if schema.get("type") == "array":
            item = self.of(schema["items"], prefix) if schema.get("items") else "unknown"
            return f"({item})[]" if "|" in item else f"{item}[]"
        if schema.get("type") == "object":
            value = schema.get("additionalProperties")
            return f"Record<string, {self.of(value, prefix) if isinstance(value, dict) and value else 'unknown'}>"
        return PRIMITIVES.get(schema.get("type", ""), "unknown")

    def _want(self, name: str) -> None:
        if name in self.wanted:
            return
        self.wanted.add(name)
        for one in self.schemas[name].get("properties", {}).values():
            self.of(one)
        if "items" in self.schemas[name]:
            self.of(self.schemas[name]["items"])

    def written(self) -> str:
        """`schemas.d.ts`."""
        return HEAD.format("What calls take and give, by the names of the JSON.") + "\n".join(
            self._shape(name) for name in sorted(self.wanted, key=self.name_of)
        )

    def _shape(self, name: str) -> str:
        schema = self.schemas[name]
        said = comment([schema.get("description", "")])
        if "properties" not in schema and schema.get("type") != "object":
            return f"{said}export type {self.name_of(name)} = {self.of(schema)};\n"
        required = set(schema.get("required", ()))
        lines = [
            comment([about.get("description", "")], 2)
            + f"  {key(one)}{'' if one in required else '?'}: {self.of(about)};\n"
            for one, about in schema.get("properties", {}).items()
        ]
        return f"{said}export interface {self.name_of(name)} {{\n{''.join(lines)}}}\n"


def key(name: str) -> str:
    """A property's name, in quotes if it must be."""
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def comment(paragraphs: list[str], indent: int = 0) -> str:
    """A JSDoc comment; nothing for no words."""
    said = [" ".join(one.split()) for text in paragraphs for one in text.replace("<br/>", "\n\n").split("\n\n")]
    lines = [line for one in said if one for line in [*textwrap.wrap(one, WIDTH - indent - 7), ""]][:-1]
    lines = [line.replace("*/", "*\\/") for line in lines]
    if not lines:
        return ""
    pad = " " * indent
    if len(lines) == 1:
        return f"{pad}/** {lines[0]} */\n"
    return f"{pad}/**\n" + "".join(f"{pad} * {line}".rstrip() + "\n" for line in lines) + f"{pad} */\n"


def signatures(call: Call, types: Types) -> str:
    """The declarations of a method, and of the one that walks through its pages."""
    reads, schema = call.operation.answer
    told = {"nothing": "void", "location": "string | null", "file": "DownloadedFile"}
    answer = told.get(reads) or types.of(schema, "schemas.")
    about = call.operation.about
    said = [about.get("summary", ""), about.get("description", ""), f"`{call.operation.verb} {call.operation.path}`"]
    text = comment(said, 2) + f"  {call.name}({arguments(call, types, None)}): Promise<{answer}>;\n"
    if call.operation.pages is None:
        return text
    left = "cursor" if "cursor" in call.words else "page"
    item = types.of(call.operation.pages[1], "schemas.")
    walk = f"Everything that `{call.name}` gives, page after page, as it is asked for."
    name = iterator_name(call.name)
    return (
        text
        + comment([walk], 2)
        + f"  {name}({arguments(call, types, left)}): AsyncGenerator<{item}, void, undefined>;\n"
    )


def arguments(call: Call, types: Types, left_out: str | None) -> str:
    """The parameters of a method."""
    kinds = {one["name"]: one["schema"].get("type") for one in call.operation.parameters("path")}
    found = [
        f"{camel(one)}: {'number' if kinds[one] == 'integer' else 'string | number'}"
        for one in call.operation.path_names
    ]
    if call.content is not None:
        found += ["content: BodyInit"] + ([] if call.content else ["contentType: string"])
    if call.is_free:
        found.append("body: Record<string, unknown>")
    elif call.words:
        schemas = {one["name"]: one["schema"] for one in call.operation.parameters("query")} | call.fields
        parts = [
            f"{key(name)}{'' if place[1] in call.required else '?'}: {given(types.of(schemas[place[1]], 'schemas.'))}"
            for name, place in call.words.items()
            if name != left_out
        ]
        needed = any(place[1] in call.required for place in call.words.values())
        found.append(f"words{'' if needed else '?'}: {{ {'; '.join(parts)} }}")
    return ", ".join([*found, "options?: Options"])


def given(kind: str) -> str:
    """What may be given for a field: nothing, too, where null is the same."""
    return f"{kind} | undefined" if "null" in kind else kind


def generated(document: Schema) -> dict[Path, str]:
    """The files and what is in them."""
    types = Types(dict(document["components"]["schemas"]))
    table: dict[str, dict[str, list[Any]]] = {}
    text = ""
    for resource, methods in names().items():
        calls = []
        for method, words in methods.items():
            verb, path = words.split(" ")
            operation = Operation(verb, path, document["paths"][path][verb.lower()], types.schemas)
            calls.append(Call(camel(method), operation))
        table[camel(resource)] = {call.name: call.table() for call in calls}
        besides = f" extends {BESIDES[resource]}" if resource in BESIDES else ""
        body = "\n".join(signatures(call, types) for call in calls)
        text += f"{comment([ABOUT[resource]])}export interface {pascal(resource)}{besides} {{\n{body}}}\n\n"
    opened = "".join(
        comment([ABOUT[one]], 2) + f"  readonly {camel(one)}: {pascal(one)};\n" for one in names() if one != "jobs"
    )
    resources = (
        HEAD.format("The calls, by resource.")
        + 'import type { CandidateFiles, DownloadedFile, Options, StorageFiles } from "./index.js";\n'
        + 'import type * as schemas from "./schemas.js";\n\n'
        + f"{text}/** What every client has; `jobs` differs by who asks. */\n"
        + f"export interface Resources {{\n{opened}}}\n"
    )
    return {
        PACKAGE / "src" / "calls.js": HEAD.format("The calls, by resource and method.") + exported(table),
        PACKAGE / "types" / "resources.d.ts": resources,
        PACKAGE / "types" / "schemas.d.ts": types.written(),
    }


def exported(table: dict[str, dict[str, list[Any]]]) -> str:
    """The table, a call a line."""
    lines = ["export const CALLS = {"]
    for resource, calls in table.items():
        lines.append(f"  {resource}: {{")
        lines += [f"    {name}: {json.dumps(entry)}," for name, entry in calls.items()]
        lines.append("  },")
    return "\n".join([*lines, "};", ""])


if __name__ == "__main__":
    for path, words in generated(document_of_the_portal()).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(words)

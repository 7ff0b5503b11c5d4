"""The OpenAPI document says what the server does: whatever is asked, the answer stands in it.

Questions are drawn from the schemas of the document itself, and from what is near to them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from gestand.surfaces.api.openapi import document
from gestand.surfaces.api.routes import ROUTES
from tests.surfaces.programs import Caller, linde, token_for

DOCUMENT = document()
OPERATIONS = [
    (method, place) for place, asked in DOCUMENT["paths"].items() for method in asked
]
KNOWN = {
    "person": ["customer:1", "customer:9", "applicant:5", "nobody:1"],
    "who": ["applicant:5", "customer:x"],
    "purpose": ["service", "talent pool", "none"],
    "category": ["email", "none"],
}
MANY = {"POST": 25, "GET": 15}


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = linde(tmp_path_factory.mktemp("openapi") / "linde")
    (statement := folder / "privacy" / "statement").mkdir()
    for language in ("nl", "en"):
        text = "# Privacy\n\n## Contact\n\nWrite to us. {#contact.questions}\n"
        (statement / f"{language}.md").write_text(text, "utf-8")
    found = Caller(folder, token_for(folder, acts_for="Mila"))
    for _ in range(2):
        found.post("/api/v1/requests", {"rights": ["access", "erasure"], "person": "customer:1"})
    return found


def drawn(schema: Mapping[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Draw what a schema allows; some names have values that are known, too."""
    if "oneOf" in schema:
        return st.one_of([drawn(one, name) for one in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema["type"]
    if kind == "object":
        must = {n: drawn(s, n) for n, s in schema["properties"].items() if n in schema["required"]}
        rest = {n: drawn(s, n) for n, s in schema["properties"].items() if n not in must}
        return st.fixed_dictionaries(must, optional=rest)
    if kind == "array":
        return st.lists(drawn(schema["items"], name), min_size=schema["minItems"], max_size=3)
    if kind == "integer":
        return st.integers(schema["minimum"], min(schema["maximum"], 20)) | st.integers(
            schema["minimum"], schema["maximum"]
        )
    if kind == "boolean":
        return st.booleans()
    return st.sampled_from(KNOWN[name]) if name in KNOWN else _text(schema)


def _text(schema: Mapping[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date":
        return st.dates().map(str)
    if schema.get("format") == "date-time":
        return st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat())
    if "pattern" in schema:  # of a key
        return st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=9)
    return st.text(min_size=schema.get("minLength", 0), max_size=20)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda few: st.lists(few, max_size=2) | st.dictionaries(st.text(max_size=5), few, max_size=2),
    max_leaves=4,
)


@st.composite
def questions(draw: st.DrawFn, method: str, place: str) -> tuple[str, Any, dict[str, str]]:
    """Draw an address, a body and headers: as the document allows, or with one thing wrong."""
    asked = DOCUMENT["paths"][place][method]
    query, headers = {}, {}
    for one in asked["parameters"]:
        name, schema = one["name"], one["schema"]
        if one["in"] == "path":
            numbers = st.integers(1, 4) | st.integers(0, schema["maximum"])
            place = place.replace(f"{{{name}}}", str(draw(numbers)))
        elif one["required"] or draw(st.booleans()):
            value = draw(drawn(schema, name))
            told = json.dumps(value) if isinstance(value, bool) else str(value)
            (query if one["in"] == "query" else headers)[name] = told
    if draw(st.integers(0, 4)) == 0 and asked["parameters"]:
        query[draw(st.text(max_size=4))] = draw(st.text(max_size=4))
    body = None
    if "requestBody" in asked:
        body = draw(drawn(asked["requestBody"]["content"]["application/json"]["schema"]))
        if draw(st.integers(0, 3)) == 0:
            body = _spoilt(draw, body)
    sent = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in headers.items()}
    return f"{place}?{urlencode(query, quote_via=quote, errors='replace')}", body, sent


def _spoilt(draw: st.DrawFn, body: Any) -> Any:
    if isinstance(body, dict) and body and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(body)) | st.text(max_size=5))
        return {**body, name: draw(ANYTHING)}
    return draw(ANYTHING)


@cache
def checked(method: str, place: str, status: int, kind: str) -> Draft202012Validator:
    """Return what looks whether an answer is as the document has it."""
    answer = DOCUMENT["paths"][place][method]["responses"][str(status)]
    schema = {**answer["content"][kind]["schema"], "components": DOCUMENT["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.parametrize(("method", "place"), OPERATIONS)
def test_whatever_is_asked_the_answer_stands_in_the_document(
    caller: Caller, method: str, place: str
) -> None:
    many = settings(
        max_examples=MANY[method.upper()], derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    @many
    @given(questions(method, place))
    def asked(question: tuple[str, Any, dict[str, str]]) -> None:
        path, body, headers = question
        reply = caller.ask(method.upper(), path, body, **headers)
        assert reply.status < 500, (path, body, reply.told, caller.heard)
        kind = reply.headers["Content-Type"]
        checked(method, place, reply.status, kind).validate(reply.told)

    asked()


def test_the_document_is_a_document_of_openapi_and_of_all_that_is_answered(caller: Caller) -> None:
    assert caller.ask("GET", "/openapi.json").told == json.loads(json.dumps(DOCUMENT))
    (promise,) = caller.get("/api/v1/promises?language=en").told["promises"]
    assert (promise["promise"], promise["verdict"] == "kept") == ("contact.questions", False)
    schema = json.loads((Path(__file__).parent / "openapi-3.1.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(DOCUMENT)))
    assert sorted(OPERATIONS) == sorted((one.method.lower(), one.place) for one in ROUTES)
    names = [DOCUMENT["paths"][place][method]["operationId"] for method, place in OPERATIONS]
    assert len(names) == len({*names})
    for one in ROUTES:
        for schema in (one.body, *one.query.values(), *one.answers.values()):
            Draft202012Validator.check_schema(schema or {})

"""The OpenAPI 3.1 document of the API, made of the table by which the server answers.

Source: https://spec.openapis.org/oas/v3.1.1
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gestand import __version__
from gestand.surfaces.api import schemas as of
from gestand.surfaces.api.problems import JSON, PROBLEM
from gestand.surfaces.api.routes import ROUTES, Route

PLACE = "/openapi.json"

KEY = of.given(
    "A key of your own: the same question under it is done once and answered alike for 30 days.",
    200, 1, pattern="^[!-~]+$",
)  # fmt: skip

_ALWAYS = {
    400: "It is no JSON, or no question of this kind.",
    401: "There is no token that counts.",
    403: "The token has not the scope.",
    406: "JSON is not accepted.",
    422: "Something in it cannot be.",
    429: "Too often: see `Retry-After`.",
    500: "An error of this program, and not of the question.",
    503: "It cannot be told or kept now: ask again.",
}
_WITH_BODY = {413: "It is too large.", 415: "It is not sent as JSON."}
_WITH_CHANGES = {409: "Something else happened meanwhile, or it cannot happen now."}

ABOUT = (
    "What programs of the organisation ask. Each sends a token as `Authorization: Bearer TOKEN`, "
    "which `gestand token` makes, with the scopes that are named with each question:\n\n"
    + of.SCOPES_TEXT
)


def document() -> dict[str, Any]:
    """Return the document as plain values."""
    places: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        places.setdefault(route.place, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.1",
        "info": {"title": "Gestand", "version": __version__, "description": ABOUT},
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "paths": places,
        "components": {
            "schemas": {"Problem": of.PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.means,
        "security": [{"token": [route.scope]}],
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if route.body is not None:
        content = {JSON: {"schema": route.body}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _parameters(route: Route) -> list[dict[str, Any]]:
    number = of.number("Its number.", 0, 10**15 - 1)
    found = [_parameter("path", name, number, must=True) for name in route.parts]
    found += [
        _parameter("query", name, schema, must=name in route.must)
        for name, schema in route.query.items()
    ]
    return found + ([_parameter("header", "Idempotency-Key", KEY)] if route.again else [])


def _parameter(where: str, name: str, schema: of.Schema, *, must: bool = False) -> dict[str, Any]:
    return {"in": where, "name": name, "required": must, "schema": schema}


def problems(route: Route) -> Mapping[int, str]:
    """Return by status why something may not be answered."""
    found = dict(_ALWAYS)
    if route.body is not None:
        found |= _WITH_BODY
    if route.again or route.conflicts:
        found |= _WITH_CHANGES
    return found | ({404: "There is none."} if route.parts or route.may_lack else {})


def _responses(route: Route) -> dict[str, Any]:
    good = {
        str(status): {"description": "So it is.", "content": {JSON: {"schema": schema}}}
        for status, schema in route.answers.items()
    }
    told = {"schema": {"$ref": "#/components/schemas/Problem"}}
    bad = {
        str(status): {"description": why, "content": {PROBLEM: told}}
        for status, why in sorted(problems(route).items())
    }
    return good | bad

"""The pages of the reference about the API, made of the table by which the server answers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gestand.core.programs import SCOPES
from gestand.surfaces.api.openapi import document
from gestand.surfaces.api.routes import ROUTES, Route

_NOTE = (
    "The same for programs: [openapi.json](openapi.json) (OpenAPI 3.1), which a running server "
    "gives at `/openapi.json`. How to use it: [let programs ask](../howto/api.md)."
)


def page() -> str:
    """Return the page of the scopes and the questions."""
    scopes = _table(("scope", "lets a program"), ((f"`{n}`", text) for n, text in SCOPES.items()))
    rows = (
        (f"`{one.method} {one.place}`", f"`{one.scope}`", one.means, ", ".join(_taken(one)))
        for one in ROUTES
    )
    asked = _table(("question", "scope", "what it is", "what it takes"), rows)
    return f"# API\n\n{_NOTE}\n\n{scopes}\n\n{asked}\n"


def whole() -> str:
    """Return the OpenAPI document."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _taken(one: Route) -> list[str]:
    body = one.body or {}
    first = body.get("oneOf", [body])[0]
    names = (*one.query, *first.get("properties", {}), *(["Idempotency-Key"] * one.again))
    return [f"`{name}`" for name in names]


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PAGES = {"api.md": page, "openapi.json": whole}

"""The pages of the reference about the API, made of the table by which the server answers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gestand.core.programs import SCOPES
from gestand.surfaces.acts import ACTS
from gestand.surfaces.api.openapi import document
from gestand.surfaces.api.routes import ROUTES, Route

_NOTE = (
    "The same for programs: [openapi.json](openapi.json) (OpenAPI 3.1), which a running server "
    "gives at `/openapi.json`. How to use it: [let programs ask](../howto/api.md)."
)


_ACTS = (
    "## What officers do on their pages\n\n"
    "A program can do the same, but for what says why not. A test compares this table with the "
    "[pages of officers](../howto/console.md)."
)


def page() -> str:
    """Return the page of the scopes and the questions."""
    scopes = _table(("scope", "lets a program"), ((f"`{n}`", text) for n, text in SCOPES.items()))
    rows = (
        (f"`{one.method} {one.place}`", f"`{one.scope}`", one.means, ", ".join(_taken(one)))
        for one in ROUTES
    )
    asked = _table(("question", "scope", "what it is", "what it takes"), rows)
    return f"# API\n\n{_NOTE}\n\n{scopes}\n\n{asked}\n\n{_ACTS}\n\n{_acts()}\n"


def _acts() -> str:
    places = {one.name: f"`{one.method} {one.place}`" for one in ROUTES}
    rows = (
        (
            one.means,
            ", ".join(f"`{page}`" for page in one.pages),
            ", ".join(f"`gestand {command}`" for command in one.commands) or "none",
            ", ".join(places[name] for name in one.routes) or f"none: {one.why}",
        )
        for one in ACTS
    )
    return _table(("what officers do", "on their page", "by a command", "a program asks"), rows)


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

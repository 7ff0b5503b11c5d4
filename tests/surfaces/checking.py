"""A program that compares whatever it is answered with the document of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from gestand.surfaces.api.openapi import problems
from gestand.surfaces.api.routes import ROUTES
from tests.surfaces.programs import Caller, Reply


@dataclass
class Checking(Caller):
    """A program that looks of each answer whether the document has it, with all that is in it."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        reply, place = super().ask(method, path, body, **headers), path.partition("?")[0]
        (route,) = (r for r in ROUTES if (r.method, bool(r.pattern.fullmatch(place))) == (
            method, True
        ))  # fmt: skip
        if reply.status in route.answers:
            Draft202012Validator(route.answers[reply.status]).validate(reply.told)
        else:
            assert reply.status in problems(route), (path, reply.told)
        return reply

"""Who asks: the token of the environment, or one that `gestand token` made; all else is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from gestand.core.programs import MAY, Program
from gestand.errors import GestandError
from gestand.surfaces.api.limits import Limit
from gestand.surfaces.api.problems import Problem
from gestand.surfaces.tokens import is_same
from gestand.work.keyring import Keyring
from gestand.work.state import State
from gestand.work.tokens import Uses, program_of

WRONG, QUESTIONS = (30, 60), (600, 60)
"""How many wrong tokens of one address, and questions of one program, within how many seconds."""

OF_THE_ENVIRONMENT = Program(0, "of the environment", frozenset({MAY}), date.max)
"""Whoever has the token in GESTAND_API_TOKEN."""


@dataclass
class Door:
    """Lets programs in, each to what its scopes name.

    `token` is that of the environment, and empty where none is set. `keyring` opens own records to
    write how often tokens were used.
    """

    state: State
    token: str
    keyring: Callable[[], AbstractContextManager[Keyring]]
    clock: Callable[[], float]
    uses: Uses = field(default_factory=Uses)
    _wrong: Limit = field(init=False, repr=False)
    _questions: Limit = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._wrong = Limit(*WRONG, self.clock)
        self._questions = Limit(*QUESTIONS, self.clock)

    def program(self, environ: Mapping[str, Any], today: date) -> Program:
        """Return whose token was sent; Problem where it is of nobody, or counts no more.

        A token that counts is let in however many wrong ones came from the same address: behind a
        proxy that is the address of everybody, and a stranger could shut all programs out.
        """
        scheme, _, typed = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        typed = typed.strip()
        if scheme.lower() != "bearer":
            raise self.stranger(environ)
        if self.token and is_same(typed, self.token):
            return OF_THE_ENVIRONMENT  # asked many times a second: no records are opened for it
        found = program_of(self.state, typed)
        why = found.ended(today) if found else ""
        if found is None or why:
            raise self.stranger(environ, why)
        if self.uses.count(found, today):
            with suppress(GestandError):  # no answer waits for its counting: it is written later
                self.write_uses()
        return found

    def write_uses(self) -> None:
        """Write down how often tokens were used since; CannotRun where that cannot be."""
        if self.uses.waits:
            with self.keyring() as keyring:
                self.uses.write(keyring.journal)

    def refuse(self, program: Program, scope: str) -> None:
        """Refuse what no scope of a program names, and all but `may` where it asks too often."""
        if not program.may(scope):
            header = ("WWW-Authenticate", f'Bearer error="insufficient_scope", scope="{scope}"')
            what = f"this token has not the scope `{scope}`"
            raise Problem(HTTPStatus.FORBIDDEN, what, header)
        if scope != MAY:  # that is asked many times a second, and looks nothing up for most
            self._refuse_often(self._questions, str(program.number))

    def stranger(self, environ: Mapping[str, Any], why: str = "") -> Problem:
        """Return that nobody is known by what was sent, and count it."""
        self._refuse_often(self._wrong, _address(environ))
        what = why or "send `Authorization: Bearer TOKEN`"
        return Problem(HTTPStatus.UNAUTHORIZED, what, ("WWW-Authenticate", "Bearer"))

    def _refuse_often(self, limit: Limit, name: str) -> None:
        if (seconds := limit.wait(name)) > 0:
            header = ("Retry-After", str(seconds))
            what = "too often: ask again later"
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, what, header)


def _address(environ: Mapping[str, Any]) -> str:
    return str(environ.get("REMOTE_ADDR", ""))

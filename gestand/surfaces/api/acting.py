"""In whose name a program acts: what their roles do not let them do, no token does for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from gestand.core.acting import is_same
from gestand.core.programs import Program
from gestand.core.request import What
from gestand.core.roles import REMOVES_FACTORS, SEES, Asks, Officer, Role
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.problems import Problem
from gestand.work.people_where import as_looked_up
from gestand.work.rights_kept import Kept

Allows = Callable[[Officer], bool]


def anybody(_officer: Officer) -> bool:
    """Allow whatever no page of officers does: the scopes of a token alone say who may."""
    return True


def refuse_nobody(
    office: Office, program: Program, what: str, allows: Allows = anybody
) -> None:
    """Refuse what a person answers for to a token that acts for nobody, or for whom may not."""
    refuse_unnamed(program, what)
    refuse_role(office, program, what, allows)


def refuse_unnamed(program: Program, what: str) -> None:
    """Refuse what a person answers for to a token that acts for nobody."""
    if not program.acts_for:
        message = f"a person answers for {what}, and this token acts for nobody"
        raise Problem(HTTPStatus.FORBIDDEN, message)


def refuse_role(office: Office, program: Program, what: str, allows: Allows) -> None:
    """Refuse what the roles do not allow of the officer for whom a token acts.

    Without officers.yaml there are no roles. Who does not stand in it any more is no officer.
    """
    officers = office.project.officers
    if officers is None or not program.acts_for:
        return
    who = next((one for one in officers if is_same(one.name, program.acts_for)), None)
    if who is None:
        what = "this token acts for somebody who does not stand in officers.yaml any more"
        raise Problem(HTTPStatus.FORBIDDEN, what)
    if who.where:
        who = as_looked_up(office.open(), who)
    if not allows(who):
        message = f"{what} is not for the roles of whom this token acts for"
        raise Problem(HTTPStatus.FORBIDDEN, message)


def lets(what: What, kept: Kept) -> Allows:
    """Return who may let something happen to a request."""
    return lambda officer: officer.may(what, kept.request, _asks(kept))


def reads(kept: Kept) -> Allows:
    """Return who reads what was written in a request."""
    return lambda officer: officer.reads_words(kept.request, _asks(kept))


def writes_letters(kept: Kept) -> Allows:
    """Return who writes letters about a request."""
    return partial(_has, kept, SEES["letters"])


def removes_factor(kept: Kept) -> Allows:
    """Return who lets the authenticator of who asks be taken away, two of them together."""
    return partial(_has, kept, REMOVES_FACTORS)


def _has(kept: Kept, roles: frozenset[Role], officer: Officer) -> bool:
    return bool(officer.roles_in(kept.request, _asks(kept)) & roles)


def _asks(kept: Kept) -> Asks:
    return Asks(kept.row.kind, kept.row.person)

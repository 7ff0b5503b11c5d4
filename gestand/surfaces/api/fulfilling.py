"""Carry a request out over the API: first what that would do, then exactly that, as on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from gestand.core.calendar import add
from gestand.core.plan.explain import record
from gestand.core.programs import PACKAGE_CODES, REQUESTS_WORDS
from gestand.core.request import GIVES, What
from gestand.core.rights_rules import Right
from gestand.settings import acting_as
from gestand.surfaces.api import schemas_fulfilling as of
from gestand.surfaces.api.acting import (
    lets,
    reads,
    refuse_role,
    refuse_unnamed,
    removes_factor,
)
from gestand.surfaces.api.answers import (
    WORDS,
    asking_stores,
    case_told,
    doing,
    once_asked,
    refuse_without,
    request_of,
)
from gestand.surfaces.api.office import Office, Told
from gestand.surfaces.api.problems import Answer, Asked, Problem
from gestand.wiring.mailing import sender_of
from gestand.work.by_right import Done, Shown, Wish, carried_out, given_anew, settled, shown
from gestand.work.company import Company
from gestand.work.decide import REVIEW_AFTER
from gestand.work.decide import Answer as Decided
from gestand.work.keyring import Keyring
from gestand.work.package_codes import Elsewhere, by_mail, grouped, leads_elsewhere
from gestand.work.people import by_identifier
from gestand.work.portal.second_codes import ask_removal, of_case, remove
from gestand.work.request_steps import NotKnown
from gestand.work.rights_kept import Kept


@dataclass(frozen=True)
class _At:
    """All that carrying a request out needs: the request as it was seen, and what was sent."""

    company: Company
    keyring: Keyring
    seen: Kept
    wish: Wish


def preview(office: Office, asked: Asked) -> Answer:
    """Return what carrying a request out would do; nothing is changed."""
    case = request_of(office, asked.place["number"])
    refuse_role(office, asked.who, "carrying a request out", lets(What.CARRY_OUT, case.kept))
    told = _is_read(office, asked, REQUESTS_WORDS)
    with _at(office, asked) as at:
        terms = office.terms(at.seen)
        found = asking_stores(partial(shown, at.company, at.keyring, at.seen, at.wish, terms))
        return Answer(_shown(found, at, reads=told))


def carry_out(office: Office, asked: Asked) -> Answer:
    """Carry a request out as it was seen, and return what became of it."""
    refuse_unnamed(asked.who, "carrying a request out")

    def act(at: _At) -> Done:
        wished, terms = (at.wish, asked.body["code"]), office.terms(at.seen)
        return carried_out(at.company, at.keyring, at.seen, wished, terms)

    return _given(office, asked, act)


def give_anew(office: Office, asked: Asked) -> Answer:
    """Give the answer to a request once more, under another code."""
    refuse_unnamed(asked.who, "an answer")

    def act(at: _At) -> Done:
        return given_anew(at.company, at.keyring, at.seen, at.wish, office.terms(at.seen))

    return _given(office, asked, act)


def _given(office: Office, asked: Asked, act: Callable[[_At], Done]) -> Answer:
    """Do once what may give an answer to somebody.

    Its code is kept nowhere: under the same key it is told once more for a while.
    """
    case, key = request_of(office, asked.place["number"]), once_asked(asked)
    refuse_role(office, asked.who, "carrying a request out", lets(What.CARRY_OUT, case.kept))
    _refuse_code_without_reason(asked, case.kept.request.right)
    name, fresh = (asked.who.number, asked.key), list[str]()

    def do() -> Told:
        _is_read(office, asked, PACKAGE_CODES)
        with _at(office, asked) as at:
            asking_stores(partial(_refuse_elsewhere, at, asked.body))
            done: Done = asking_stores(partial(act, at))
        if done.code:
            fresh.append(grouped(done.code))
            if key is not None:
                office.codes.keep(name, fresh[0])
        return HTTPStatus.OK, _done(office, done)

    status, told = doing(partial(office.once_apart, asked.who, key, do))
    known = office.codes.of(name) if key is not None else None
    return Answer({**told, "code": fresh[0] if fresh else known}, status)


def decide_on_rows(office: Office, asked: Asked) -> Answer:
    """Write down what somebody decides about rows, and return what carrying out would do then."""
    what, body = "what becomes of rows", asked.body
    refuse_unnamed(asked.who, what)
    kept = request_of(office, asked.place["number"]).kept
    refuse_role(office, asked.who, what, lets(What.CARRY_OUT, kept))

    def do() -> Told:
        until = add(office.day(), REVIEW_AFTER)
        until = date.fromisoformat(body["until"]) if "until" in body else until
        decided = Decided(body["outcome"] == of.REMOVE, until, body["because"])
        with _at(office, asked) as at:
            wished, terms = (at.wish, body["step"], decided), office.terms(at.seen)
            act = partial(settled, at.company, at.keyring, at.seen, wished, terms)
            return HTTPStatus.OK, _shown(asking_stores(act), at, reads=False)

    done = doing(partial(office.once_apart, asked.who, once_asked(asked), do))
    return Answer(*reversed(done))


def show_authenticator(office: Office, asked: Asked) -> Answer:
    """Return how it stands with the authenticator of who asks."""
    case = request_of(office, asked.place["number"])
    with office.opened() as keyring:
        return Answer(_authenticator(office, keyring, case.kept))


def authenticator_step(office: Office, asked: Asked) -> Answer:
    """Ask that the authenticator of who asks be taken away, or confirm that as somebody else."""
    number, body = asked.place["number"], asked.body
    refuse_unnamed(asked.who, "an authenticator")
    kept = request_of(office, number).kept
    refuse_role(office, asked.who, "an authenticator", removes_factor(kept))
    if (body["event"] == of.ASK) != ("why" in body):
        what = f"`why` goes with `{of.ASK}`, and only with that"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)

    def do(keyring: Keyring) -> Told:
        takes = partial(remove, keyring, kept)
        asks = partial(ask_removal, keyring, kept, body.get("why", ""))
        asking_stores(asks if body["event"] == of.ASK else takes)
        return HTTPStatus.OK, _authenticator(office, keyring, kept)

    done = doing(partial(office.once_done, asked.who, once_asked(asked), do))
    return Answer(*reversed(done))


def _authenticator(office: Office, keyring: Keyring, kept: Kept) -> Mapping[str, Any]:
    names = [one.name for one in office.project.officers or ()]
    found = of_case(keyring, kept, names)
    return {
        "has": found is not None, "proven": found is not None and found.is_proven,
        "why": (found and found.why) or None, "asked_by": (found and found.by) or None,
    }  # fmt: skip


def _is_read(office: Office, asked: Asked, scope: str) -> bool:
    """Tell whether a program reads what is somebody's own; the look is written down first."""
    reason = asked.body.get("reason", "")
    if not reason:
        return False
    refuse_without(asked.who, scope, "leave `reason` out")
    kept = request_of(office, asked.place["number"]).kept
    refuse_role(office, asked.who, WORDS, reads(kept))
    office.look(asked.who, asked.place["number"], reason)
    return True


def _refuse_code_without_reason(asked: Asked, right: Right) -> None:
    """Refuse to tell a code that opens somebody's answer to whoever says not why they get it."""
    if right not in GIVES or asked.body.get("way", of.CODE) != of.CODE:
        return
    refuse_without(asked.who, PACKAGE_CODES, f"send `way`: `{of.MAIL}`, and nobody sees the code")
    if not asked.body.get("reason"):
        what = f"the code opens their answer: say `reason`, or send `way`: `{of.MAIL}`"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)


def _refuse_elsewhere(at: _At, body: Mapping[str, Any]) -> None:
    """Refuse a code that goes to somebody else's mailbox or page, to who does not say why.

    With a reason they may be told it themselves: the scope for that was asked, and the look is on
    record. Raises CannotRun where nobody can tell whose the address is.
    """
    if at.wish.by_mail is None or body.get("reason"):
        return
    who = (at.wish.kind, at.wish.text, at.wish.by_identifier)
    what = leads_elsewhere(at.company, who, at.wish.by_mail.page, body.get("address", ""))
    if what:
        message = f"{_ELSEWHERE[what]}, so it takes `reason` and the scope `{PACKAGE_CODES}`"
        raise NotKnown(message)


_ELSEWHERE = {
    Elsewhere.PAGE: "`page` is none of the website that GESTAND_WEBSITE names: whoever has that "
    "page reads the code",
    Elsewhere.ADDRESS: "`address` is none of theirs on file: whoever reads its mail opens their "
    "answer",
}


@contextmanager
def _at(office: Office, asked: Asked) -> Iterator[_At]:
    company = office.open()
    with acting_as(asked.who.who), office.opened() as keyring:
        seen = doing(partial(office.seen, asked.place["number"], asked.body))
        wish = asking_stores(partial(_wish, office, company, keyring, seen, asked.body))
        yield _At(company, keyring, seen, wish)


def _wish(
    office: Office, company: Company, keyring: Keyring, seen: Kept, body: Mapping[str, Any]
) -> Wish:
    """Return what was sent as a wish; NotKnown for what no such request takes."""
    right, languages = seen.request.right, office.languages()
    kind, _, text = (part.strip() for part in body["person"].partition(":"))
    if kind not in company.holdings.subjects:
        message = f"`person` begins with one of {', '.join(company.holdings.subjects)}"
        raise NotKnown(message)
    language = body.get("language", languages[0])
    if language not in languages:
        message = f"`language` is one of {', '.join(languages)}"
        raise NotKnown(message)
    _refuse_what_it_takes_not(right, body)
    if body.get("category", "").partition(":")[0].strip() not in {"", *company.policy.categories}:
        message = "`category` is one of the policy, with its column where it has several"
        raise NotKnown(message)
    goes = None
    if right in GIVES and body.get("way") == of.MAIL:
        about, sender = (seen.row.number, language, body["page"]), sender_of(office.project)
        goes = by_mail(keyring, sender, company.policy, about, body.get("address", ""))
    by = by_identifier(company, kind, text)
    category, value = body.get("category", ""), body.get("value", "")
    return Wish(kind, text, by, language, category, value, goes)


def _refuse_what_it_takes_not(right: Right, body: Mapping[str, Any]) -> None:
    corrects, gives = right is Right.RECTIFICATION, right in GIVES
    mails = gives and body.get("way") == of.MAIL
    rules = (("category", corrects, corrects), ("value", corrects, corrects),
             ("way", gives, False), ("page", mails, mails), ("address", mails, False))  # fmt: skip
    for name, may, must in rules:
        if name in body and not may:
            message = f"`{name}` does not go with this request"
            raise NotKnown(message)
        if must and not body.get(name):
            message = f"`{name}` is missing"
            raise NotKnown(message)


def _shown(found: Shown, at: _At, *, reads: bool) -> Mapping[str, Any]:
    told, erases = found.correction, at.seen.request.right is Right.ERASURE
    yields = at.company.yielding if erases else frozenset[str]()
    return {
        "request": at.seen.row.number,
        "version": at.seen.row.version,
        "code": found.code,
        "steps": [record(one, at.company.promises, yields) for one in found.steps],
        "undo": found.undo and str(found.undo),
        "correction": told and {
            "category": told.category, "column": told.column or None,
            "old": told.old if reads else None,
        },
        "secret_holds": list(found.secret),
        "not_mapped": list(found.unmapped),
        "mails": at.wish.by_mail is not None,
        "to": found.to or None if reads else None,
    }  # fmt: skip


def _done(office: Office, done: Done) -> Mapping[str, Any]:
    mail = done.mail
    return {
        "request": case_told(office, office.as_case(done.kept)), "code": None,
        "mail": mail and mail.stage.value,
    }  # fmt: skip

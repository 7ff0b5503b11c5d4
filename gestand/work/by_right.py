"""Carry a request out for whoever asks: first what that would do, then exactly that.

What an organisation decided is not decided here: the plan of the person is made by the one rule,
and a request that is not ready is refused, as `gestand request --fulfil` refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from gestand.core.calendar import Period
from gestand.core.facts import Person
from gestand.core.handing import Receiver
from gestand.core.mail import Stage
from gestand.core.packages import LIFE, TIMES
from gestand.core.plan.correct import Correction
from gestand.core.plan.steps import Measured
from gestand.core.request import GIVES, NO_IDENTITY, REMOVES, Outcome, State, What
from gestand.core.rights_items import item_of
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun, GestandError
from gestand.settings import now, today
from gestand.work.access import Wanted, give_access
from gestand.work.answer.place import place_for_answer
from gestand.work.brake import release_code
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.corrections import forget_corrections, keep_correction
from gestand.work.decide import Answer, decide
from gestand.work.fulfil import (
    OfAnother,
    fulfil,
    ready,
    refuse_another,
    refuse_to_set_apart,
    saying,
    spared,
    to_erase,
)
from gestand.work.halfway import brought_to_its_end
from gestand.work.handing_over import Handing, Straight, hand_over, place_of_package
from gestand.work.holder import holders
from gestand.work.keyring import Keyring
from gestand.work.linked import linked_people
from gestand.work.mails import Mail
from gestand.work.objections import weigh
from gestand.work.orders import held_in_secret
from gestand.work.package_codes import ByMail, send_code, sent_before
from gestand.work.packages import keep, packages, remove
from gestand.work.people import correction, find_people
from gestand.work.portability import Along, take_along
from gestand.work.portal.lets_in import tend
from gestand.work.put_back import refuse_put_back
from gestand.work.residue.removals import after_run
from gestand.work.rights import NotPossible, Step
from gestand.work.rights_apart import is_apart
from gestand.work.rights_kept import Kept
from gestand.work.suppression import keep_objections, suppress_people
from gestand.work.sweep import Prepared, Request, prepare
from gestand.work.views import forget_who_went
from gestand.work.way_back import undo_period, way_back
from gestand.work.withdrawals import withdraw
from gestand.work.words import people_named

GAVE = frozenset({State.CARRIED_OUT, State.RECIPIENTS_TOLD, State.ANSWERED})
"""The states in which an answer that was made may be given once more."""


class OtherPlan(GestandError):
    """Carrying it out would do something else by now than what was shown."""

    def __init__(self) -> None:
        super().__init__("it would do something else by now: look again, and take the new code")


@dataclass(frozen=True)
class Wish:
    """What was typed: of which kind who asks is, and their key or an identifier.

    A rectification has the `category` that is corrected, with its column where it has several, as
    in `address:street`, and its new `value`. With `by_mail` the code of what is given goes that
    way, and nobody here sees it. `again` is for an answer that was given before. What is taken
    along goes straight to the controller `goes_to` by what sends it, where that is there.
    """

    kind: str
    text: str = field(repr=False)
    by_identifier: bool
    language: str
    category: str = ""
    value: str = field(default="", repr=False)
    by_mail: ByMail | None = field(default=None, repr=False)
    again: bool = False
    goes_to: tuple[Receiver, Callable[[bytes], bytes]] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Shown:
    """What carrying a request out would do: the steps that find rows.

    `code` stands for exactly these on this day. What goes can be brought back for `undo`; None
    where it cannot be, or nothing goes. `correction` is what is corrected. Of the holds with the
    numbers `secret` the person may not be told. A code goes to the address `to`, and a package to
    the controller `receiver`. Nobody looked into the tables that are `unmapped`.
    """

    steps: tuple[Measured, ...]
    code: str
    undo: Period | None
    correction: Correction | None = field(default=None, repr=False)
    secret: tuple[int, ...] = ()
    to: str = field(default="", repr=False)
    receiver: Receiver | None = None
    unmapped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """A request that was carried out; `code` opens what its person fetches, where that is given.

    Where the code went by mail, `mail` says how far that has come.
    """

    kept: Kept
    code: str = field(default="", repr=False)
    mail: Mail | None = None


@dataclass(frozen=True)
class _Acting:
    company: Company
    keyring: Keyring
    seen: Kept
    wish: Wish
    step: Step
    asked: Request
    who: Sequence[Person]

    @property
    def right(self) -> Right:
        return self.seen.request.right


def shown(company: Company, keyring: Keyring, seen: Kept, wish: Wish, terms: Terms) -> Shown:
    """Return what carrying a request out would do; nothing is changed.

    Raises NotPossible where it is not ready, or not of that person, and GestandError where nobody
    can be found or a store cannot be read.
    """
    acting = _acting(company, keyring, seen, wish, terms)
    with prepare(company, acting.asked) as prepared:
        refuse_put_back(prepared.ready.put_back)
        plan, code = prepared.plan, _code(acting, prepared)
    day = acting.asked.as_of
    return Shown(
        tuple(one for one in plan.measured if one.rows),
        code,
        undo_period(company, acting.asked.as_of) if plan.changes else None,
        acting.asked.correction,
        tuple(one.number for one in held_in_secret(company.state, acting.asked.people, day)),
        "" if wish.by_mail is None else wish.by_mail.going.to,
        wish.goes_to and wish.goes_to[0],
        company.unmapped,
    )


def carried_out(
    company: Company, keyring: Keyring, seen: Kept, wished: tuple[Wish, str], terms: Terms
) -> Done:
    """Carry a request out as it was shown, and return what became of it.

    `wished` is what was typed, and the code of what was shown: OtherPlan, with nothing done, where
    that is another one by now. Raises CannotRun where a question is open or a store has to be
    waited for: it is not carried out then.
    """
    wish, code = wished
    known = people_named(wish.kind, wish.text)
    try:
        acting = _acting(company, keyring, seen, wish, terms)
    except (CannotRun, OfAnother) as error:
        step = _step(company, seen, terms, None)
        return Done(brought_to_its_end(company, keyring, seen, (step, known), error))
    if acting.right in REMOVES:
        return _removed(acting, code)
    if _code(acting) != code:
        raise OtherPlan
    if wish.goes_to is not None:
        return Done(_handed(acting, *wish.goes_to))
    if acting.right in GIVES:
        return _given(acting)
    if acting.right is Right.RESTRICTION:
        refuse_to_set_apart(seen)
    return Done(fulfil(keyring, seen, acting.step, acting.who, lambda: _act(acting)))


def given_anew(company: Company, keyring: Keyring, seen: Kept, wish: Wish, terms: Terms) -> Done:
    """Make the answer to a request once more, under another code: the one before counts no more.

    What waits is encrypted under its code, which nobody kept. Raises NotPossible where nothing was
    given by the request, or it is not of that person, and CannotRun as `carried_out` does.
    """
    request, known = seen.request, packages(keyring.journal.state).values()
    gave = request.right in GIVES and request.state in GAVE
    if not gave or all(one.request != request.number for one in known):
        message = f"request {request.number}: no answer was given that could wait for its person"
        raise NotPossible(message)
    acting = _acting(company, keyring, seen, replace(wish, again=True), terms)
    with place_for_answer(keyring.journal.state.folder) as out:
        return Done(seen, *_put_away(acting, out))


def settled(
    company: Company, keyring: Keyring, seen: Kept, wished: tuple[Wish, str, Answer], terms: Terms
) -> Shown:
    """Write down what somebody decides about rows of a plan, and return what would happen then.

    `wished` is what was typed, the step that asks, and the answer to it. Raises CannotRun as
    `decide` does.
    """
    wish, step, answer = wished
    acting = _acting(company, keyring, seen, wish, terms)
    decide(company, acting.asked, step, answer, keyring)
    return shown(company, keyring, seen, wish, terms)


def _removed(acting: _Acting, code: str) -> Done:
    """Erase or correct by one plan: the one whose code was looked at before anything is on record.

    What was written since is asked again by whoever carries it out (`Prepared.answer_again`).
    """
    only = acting.seen.request.categories
    with to_erase(acting.company, acting.asked, only) as (prepared, stays):
        refuse_put_back(prepared.ready.put_back)
        if _code(acting, prepared) != code:
            raise OtherPlan
        erases = acting.right is Right.ERASURE
        step = saying(acting.step, stays) if erases else acting.step
        act = partial(_carry_out, acting, prepared)
        return Done(fulfil(acting.keyring, acting.seen, step, acting.who, act))


def _acting(
    company: Company, keyring: Keyring, seen: Kept, wish: Wish, terms: Terms
) -> _Acting:
    found = tuple(find_people(company, [(wish.kind, wish.text, wish.by_identifier)]))
    people = tuple(linked_people(company, found).people)
    right, day = seen.request.right, today(company.zone)
    linked = people[0] if right in NO_IDENTITY and not seen.row.person else None
    step = _step(company, seen, terms, linked)
    who = (*people, *people_named(wish.kind, wish.text))
    if wish.again:
        refuse_another(keyring.journal.state, seen, who, holders(company, people))
    else:
        ready(keyring, seen, step, who, holders(company, people))
    asked = Request(day, people)
    if right is Right.ERASURE or right in GIVES:
        spare = frozenset(spared(company, seen, {person.kind for person in people}))
        gives = right in GIVES
        asked = replace(asked, erase=not gives, access=gives, spare=spare)
    if right is Right.RECTIFICATION:
        asked = replace(asked, correction=_correction(company, seen, wish, found[0]))
    return _Acting(company, keyring, seen, wish, step, asked, who)


def _step(company: Company, seen: Kept, terms: Terms, linked: Person | None) -> Step:
    day = today(company.zone)
    apart = is_apart(company, seen, day) if seen.request.right in REMOVES else None
    return Step(What.CARRY_OUT, {}, day, terms, linked, apart)


def _correction(company: Company, seen: Kept, wish: Wish, person: Person) -> Correction:
    category = wish.category.partition(":")[0].strip()
    item = item_of(seen.request, category, {})
    if item is None or item.outcome is not Outcome.GRANTED:
        message = f"request {seen.row.number}: `{category}` was not granted"
        raise NotPossible(message)
    return correction(company, person, wish.category, wish.value)


def _code(acting: _Acting, prepared: Prepared | None = None) -> str:
    """Return what stands for what is carried out, for whom, and with which value.

    Of a plan that is carried out as it is, this plan; else the request as it stands: an objection
    or a withdrawal is written down first, and the plan follows from that.
    """
    state, told = acting.company.state, acting.asked.correction
    planned = prepared if acting.right in REMOVES else None
    said = [f"{acting.seen.row.version}" if planned is None else release_code(planned)]
    said += sorted(state.digest(one.kind, one.key) for one in acting.asked.people)
    said += [] if told is None else [told.category, told.column, told.old or "", told.new]
    by_mail, goes_to = acting.wish.by_mail, acting.wish.goes_to
    said += [] if goes_to is None else [goes_to[0].name, goes_to[0].url, goes_to[0].key]
    said += [] if by_mail is None else [by_mail.going.to, by_mail.going.letter.language]
    return state.digest("carrying out", *said)[:16]


def _act(acting: _Acting) -> None:
    """Act on the stores; after a crash it may be done again."""
    company, keyring = acting.company, acting.keyring
    if acting.right is Right.RESTRICTION:
        return  # what is on record of the request sets apart
    if acting.right is Right.MARKETING:
        suppress_people(company, keyring.journal, acting.asked.people)
    if acting.right is Right.WITHDRAWAL:
        withdraw(company, keyring, acting.seen, f"{acting.wish.kind}:{acting.asked.people[0].key}")
    if acting.right is Right.OBJECTION:
        _weigh(acting)
    # What was written down just now changes the plan, so it is made after that.
    with prepare(company, acting.asked) as prepared:
        refuse_put_back(prepared.ready.put_back)
        _carry_out(acting, prepared)


def _weigh(acting: _Acting) -> None:
    request = acting.seen.request
    decided = {name: item_of(request, name, {}) for name in request.purposes}
    upheld = {
        name: f"request {request.number}" if item.outcome is Outcome.GRANTED else ""
        for name, item in decided.items()
        if item is not None
    }
    if left := sorted(request.purposes - upheld.keys()):
        message = f"request {request.number}: nothing was decided on {', '.join(left)}"
        raise NotPossible(message)
    weigh(acting.company, acting.keyring, acting.asked, upheld)


def _carry_out(acting: _Acting, prepared: Prepared) -> None:
    """Carry the plan of the person out, as `gestand apply` does."""
    company, keyring, asked = acting.company, acting.keyring, acting.asked
    keep_objections(company, keyring.journal, asked.people)
    keep_correction(company, asked, keyring)
    back = way_back(company, asked.as_of, keyring)
    receipt = carry_out(prepared, keyring.journal, back=back)
    if asked.erase and not receipt.waits:
        forget_corrections(keyring, prepared.ready.noted.let_go(asked.people))
    tend(company, keyring)
    forget_who_went(company, prepared.runs, today(company.zone))
    asks = bool(prepared.plan.questions)
    after_run(company, receipt)
    if receipt.waits or receipt.stuck:
        message = "not all could be done now: a store or a file has to be waited for; try it again"
        raise CannotRun(message)
    if asks and asked.correction is None:
        message = "a person must decide about some rows first: `gestand plan` shows them"
        raise CannotRun(message)


def _given(acting: _Acting) -> Done:
    """Make the answer, and keep it until its person fetches it by a code."""
    keyring = acting.keyring
    with place_for_answer(keyring.journal.state.folder) as out:
        given: list[tuple[str, Mail | None]] = []

        def give() -> None:
            # Made, kept and sent in one step: who carries it out again after a crash gets a code.
            by_mail = acting.wish.by_mail
            before = None if by_mail is None else sent_before(keyring.journal, by_mail)
            if before is not None:  # the crash came after it: a second code would spoil the first
                given[:] = [("", before)]
                return
            given[:] = [_put_away(acting, out)]

        kept = fulfil(keyring, acting.seen, acting.step, acting.who, give)
        if not given:
            give()  # it was made before a crash, and nobody was told its code
    return Done(kept, *given[0])


def _handed(acting: _Acting, to: Receiver, send: Callable[[bytes], bytes]) -> Kept:
    """Hand what they take along over to another controller; it waits here for its receipt.

    Raises Unsure where nobody can tell whether the other side has it: whoever sends it again sends
    the same package, which the other side sets aside once.
    """
    company, journal, asked = acting.company, acting.keyring.journal, acting.asked
    number = acting.seen.row.number
    straight = Straight(to, place_of_package(journal.state, number), send)

    def make() -> None:
        along = Along(straight.out, to.name, replace=True)
        take_along(company, asked, along, acting.keyring)

    def go() -> None:
        handing = Handing(asked.people, number, asked.as_of)
        hand_over(company, journal, handing, straight, make)

    step = replace(acting.step, said={"to": to.name})
    kept = fulfil(acting.keyring, acting.seen, step, acting.who, make, go)
    straight.out.unlink(missing_ok=True)
    return kept


def _put_away(acting: _Acting, out: Path) -> tuple[str, Mail | None]:
    """Make the answer, and keep it in place of an older one; return its code, or how that went."""
    company, keyring, asked = acting.company, acting.keyring, acting.asked
    if acting.right is Right.ACCESS:
        wanted = Wanted(acting.wish.language, out, replace=True)
        give_access(company, asked, wanted, keyring)
    else:
        take_along(company, asked, Along(out, replace=True), keyring)
    _take_away_older(keyring, acting.seen.row.number)
    until, by_mail = now() + LIFE, acting.wish.by_mail
    package = keep(keyring, acting.seen.row.number, out, until, TIMES)
    if by_mail is None:
        return package[1], None
    return "", _sent(acting, by_mail, package, until)


def _sent(acting: _Acting, by_mail: ByMail, package: tuple[int, str], until: datetime) -> Mail:
    """Send the code of a package; CannotRun, with the package gone, where it surely did not go."""
    last = f"{until.astimezone(ZoneInfo(acting.company.zone)):%Y-%m-%d}"
    told = {"until": last, "times": str(TIMES)}
    mail = send_code(acting.keyring.journal, by_mail, package, told)
    if mail.stage is Stage.REFUSED:
        message = "the mail server refused the address of the code: look whether it is right"
        raise CannotRun(message)
    if mail.stage is Stage.NOT_SENT:
        message = "the code could not be sent, so no answer waits: try it again later"
        raise CannotRun(message)
    return mail


def _take_away_older(keyring: Keyring, request: int) -> None:
    """Let nobody fetch what was made for a request before: another answer comes in its place."""
    for one in packages(keyring.journal.state).values():
        if one.request == request and one.waits(now()):
            remove(keyring.journal, one.number)


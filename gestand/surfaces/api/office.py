"""What the API asks of the organisation: one call of the work floor for each resource."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.core.policy.fill import Filler
from gestand.core.policy.registers import Registers, registers
from gestand.core.programs import Program
from gestand.core.request import What
from gestand.core.rights_due import Late, lateness
from gestand.core.rights_rules import Right, Terms
from gestand.core.ringing import Rings, within
from gestand.errors import CannotRun, GestandError
from gestand.records.base import News
from gestand.settings import acting_as, clock, now, today
from gestand.surfaces.lately import Lately
from gestand.surfaces.waiting import held_within
from gestand.wiring import open_inspection
from gestand.wiring.recording import keyring_in
from gestand.work.answer.place import place_for_answer
from gestand.work.cases import Case, Whole, case_of, whole_case
from gestand.work.company import Company, NotClean
from gestand.work.consents.look import Latest, latest
from gestand.work.consents.receipts import receipt
from gestand.work.consents.record import Recorded, record_lines_in
from gestand.work.diff_told import of_version
from gestand.work.disclosures import Handing, Logged, disclose, logged, refuse_unclean
from gestand.work.due import answer_due
from gestand.work.editions import Version, versions_of
from gestand.work.forecast import Forecast, forecast
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.linked import linked_people
from gestand.work.logs import logs
from gestand.work.looks import look
from gestand.work.open_requests import AllTerms
from gestand.work.orders import orders
from gestand.work.people import find_people
from gestand.work.permissions import Permissions
from gestand.work.project import Project
from gestand.work.promises_told import as_records
from gestand.work.prove import all_kept, prove
from gestand.work.repeated import Asked, answered, once
from gestand.work.request_pages import Page, Which, page_of
from gestand.work.request_steps import (
    NotKnown,
    Wanted,
    asks_stores,
    categories_named,
    purposes_named,
    step_of,
)
from gestand.work.rights import ChangedMeanwhile, New, add_new, judged
from gestand.work.rights_apart import look_in_stores
from gestand.work.rights_kept import Kept, folded, request_known
from gestand.work.ringing import When, asks_consent, consents_ending, not_looked_at, on_record
from gestand.work.state import State
from gestand.work.sweep import Request
from gestand.work.trail import Trail, trail_of

FRESH = 60.0
"""For how many seconds verdicts and forecasts count: each look asks every database."""

PATIENCE = 5.0
"""For how many seconds a question waits while promises, or the ledger, are looked at for another.
"""

_RECORDED = "consents are recorded for another program: send them again in a moment"
_CARRIED_OUT = "something else is carried out: send this once more, under the same key"
_LOOKED_AT = "promises, or the ledger, are looked at for another program"

Told = tuple[int, Any]


@dataclass
class Office:
    """An organisation whose declaration has no findings; `country` is whose holidays count.

    `codes` are those that were told last, by program and key: they stand nowhere else.
    """

    directory: Path
    project: Project
    permissions: Permissions
    open: Callable[[], Company]
    country: str = "nl"
    patience: float = PATIENCE
    codes: Lately[str] = field(default_factory=Lately, repr=False)
    _terms: AllTerms = field(init=False, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)
    _consenting: Lock = field(default_factory=Lock, repr=False)
    _looking: Lock = field(default_factory=Lock, repr=False)
    _carrying: Lock = field(default_factory=Lock, repr=False)
    _lately: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._terms = AllTerms(self.project, self.project.zone, self.country)

    @property
    def state(self) -> State:
        """Where own records stand."""
        return self.permissions.company.state

    def day(self) -> date:
        """Return today, where the organisation is."""
        return today(self.project.zone)

    def languages(self) -> Sequence[str]:
        """Return the languages of the policy, the preferred one first."""
        return self.project.declared()[0].controller.languages

    def languages_of_statements(self) -> Sequence[str]:
        """Return those of them in which there is a statement."""
        return [one for one in self.languages() if one in self.project.statements]

    @contextmanager
    def keyring(self) -> Iterator[Keyring]:
        """Open own records to write: of two that come at the same moment the second waits."""
        with self._turn, self.opened() as keyring:
            yield keyring

    def opened(self) -> AbstractContextManager[Keyring]:
        """Open own records beside whoever writes: for what waits for stores, or reads much."""
        records = self.permissions.company.records
        return keyring_in(Heads.of(self.project.root, records), records)

    def person(self, text: str) -> Person:
        """Return the person of `KIND:KEY`; NoSuchThing or Nobody where there is none."""
        kind, _, key = (part.strip() for part in text.partition(":"))
        self.permissions.as_typed(kind, key)
        company = self.open()
        identified = company.holdings.subjects[kind] is None
        return next(iter(find_people(company, [(kind, key, identified)])))

    def page(self, which: Which, most: int) -> Page:
        """Return some of the requests."""
        return page_of(self.state, self._terms, which, most, self.day())

    def case(self, number: int) -> Case | None:
        """Return one request as it stands today; None where there is none."""
        with self.state.requests() as records:
            kept = folded(*records.one(number)).get(number)
        return None if kept is None else case_of(kept, self._terms, self.day())

    def as_case(self, kept: Kept) -> Case:
        """Return a request that was just read as it stands today."""
        return case_of(kept, self._terms, self.day())

    def terms(self, kept: Kept) -> Terms:
        """Return by which terms a request is counted and judged."""
        return self._terms.on(kept.request.clock_from)

    def late(self, case: Case) -> Late:
        """Return whether a request was answered too late."""
        request = case.kept.request
        return lateness(request, self._terms.on(request.clock_from))

    def look(self, program: Program, number: int, reason: str) -> None:
        """Write down a look at a request, before it is told; CannotRun where that cannot be."""
        with acting_as(program.who), self.keyring() as keyring:
            look(keyring.journal, number, reason)

    def words(self, program: Program, number: int, reason: str) -> Whole | None:
        """Return one request with all that was said; the look is written down first."""
        with acting_as(program.who), self.keyring() as keyring:
            look(keyring.journal, number, reason)
            return whole_case(self.project, keyring, number, self.day(), self.country)

    def take_in(
        self, program: Program, body: Mapping[str, Any], asked: Asked | None,
        shown: Callable[[Case], Any],
    ) -> Told:  # fmt: skip
        """Keep what somebody asks, once, and return what is answered: the requests as `shown`."""
        if (before := self.before(asked)) is not None:
            return before  # also where nobody is known by that name any more
        day = self.day()
        rights = [Right(name) for name in body["rights"]]
        person = self.person(body["person"]) if "person" in body else None
        about = purposes_named(self.project, rights, body.get("purposes", ()))
        received = self._received(body.get("received"), day)
        only = categories_named(self.project, rights, body.get("categories", ()))
        new = New(received, body.get("channel", "message"), rights, person, about, only)

        def do(keyring: Keyring, news: list[News]) -> Told:
            cases = [self.case(number) for number in add_new(keyring, new, day, news)]
            return 201, {"requests": [shown(case) for case in cases if case is not None]}

        return self.once(program, asked, do)

    def step(
        self, program: Program, number: int, body: Mapping[str, Any], asked: Asked | None,
        shown: Callable[[Case], Any],
    ) -> Told:  # fmt: skip
        """Let something happen to a request that is as it was seen, once."""
        if (before := self.before(asked)) is not None:
            return before
        person = self.person(body["person"]) if "person" in body else None
        own = ("event", "version", "person")
        said = {name: value for name, value in body.items() if name not in own}
        wanted, first = Wanted(What(body["event"]), said, person), self.seen(number, body)
        # Before own records are opened to write: nobody else waits where a store is slow.
        asks = asks_stores(first, wanted.what)
        looked = look_in_stores(self.open(), first, self.day()) if asks else None

        def do(keyring: Keyring, news: list[News]) -> Told:
            seen = self.seen(number, body)
            how = (self.day(), self._terms.on(seen.request.clock_from), looked)
            kept = judged(keyring, seen, step_of(self.project, keyring, seen, wanted, how)).record(
                news
            )
            return 200, shown(case_of(kept, self._terms, self.day()))

        return self.once(program, asked, do)

    def seen(self, number: int, body: Mapping[str, Any]) -> Kept:
        """Return a request that is as it was seen; ChangedMeanwhile where it went on."""
        seen = request_known(self.state, number)
        if seen.row.version != body["version"]:
            message = f"request {number} went on meanwhile: look again, and send its version"
            raise ChangedMeanwhile(message)
        return seen

    def before(self, asked: Asked | None) -> Told | None:
        """Return what was answered to the same under the same key; OtherQuestion for another."""
        return answered(self.state, asked) if asked is not None else None

    def _received(self, text: str | None, today: date) -> date:
        """Return the day of receipt; NotKnown for one to come, or of which nothing is known."""
        received = date.fromisoformat(text) if text else today
        try:
            self._terms.on(received).clock.days.check(received)
        except CannotRun as error:
            raise NotKnown(str(error)) from error
        if received > today:
            message = "`received` is still to come: on which day did the request arrive?"
            raise NotKnown(message)
        return received

    def once(
        self, program: Program, asked: Asked | None,
        do: Callable[[Keyring, list[News]], Told],
    ) -> Told:  # fmt: skip
        """Do something in the name of a program, in one transaction, and keep the answer."""
        with acting_as(program.who), self.keyring() as keyring:
            # Here nobody else of this server is at it: of two that come at once the second is told.
            if (before := self.before(asked)) is not None:
                return before
            try:
                return once(keyring, asked, self.day(), partial(do, keyring))
            except ChangedMeanwhile:
                # Another server did the same at the same moment: what it answered is the answer.
                if (before := self.before(asked)) is not None:
                    return before
                raise

    def once_done(
        self, program: Program, asked: Asked | None, do: Callable[[Keyring], Told]
    ) -> Told:
        """Do something that takes transactions of its own, and keep the answer after that.

        Who is stopped in between finds under the same key that it went on.
        """
        with acting_as(program.who), self.keyring() as keyring:
            if (before := self.before(asked)) is not None:
                return before
            told = do(keyring)
            return once(keyring, asked, self.day(), lambda _news: told)

    def once_apart(
        self, program: Program, asked: Asked | None, do: Callable[[], Told]
    ) -> Told:
        """Do something as `once_done` does, beside whoever writes: it waits for stores itself.

        One is done at a time: who sends the same twice hears what the first did.
        """
        with held_within(self.patience, self._carrying, _CARRIED_OUT), acting_as(program.who):
            if (before := self.before(asked)) is not None:
                return before
            told = do()
            return self.once(program, asked, lambda _keyring, _news: told)

    def consents(self, lines: Sequence[Mapping[str, str]]) -> Recorded:
        """Record what people say about purposes: all of it, or nothing."""
        texts = [json.dumps(line) for line in lines]
        # One after the other, and while a store is asked all else is recorded.
        with held_within(self.patience, self._consenting, _RECORDED):
            return record_lines_in(self.open(), self.keyring, texts, "the body")

    def latest_consents(self, text: str) -> tuple[list[Latest], int]:
        """Return what somebody said last, by purpose and row, and how many are left out."""
        person = self.person(text)
        return latest(self.open(), person, self.day())

    def receipt(self, number: str) -> Mapping[str, Any] | None:
        """Return the receipt of a consent as linked data; None where there is none."""
        with self.state.consents() as register:
            if not register.with_receipts([number]):
                return None
        told: Mapping[str, Any] = json.loads(receipt(self.open(), number, "jsonld", ""))
        return told

    def promises(self, language: str) -> Mapping[str, Any]:
        """Return every promise with its verdict; what was looked at counts for a minute."""
        with self.looking():
            measure = partial(self._prove, language)
            found: Mapping[str, Any] = self._measured(f"promises {language}", measure)
            return found

    def _prove(self, language: str) -> Mapping[str, Any]:
        proved = prove(open_inspection(self.directory), language)
        return {
            "at": now().isoformat(timespec="seconds"),
            "kept": all_kept(proved),
            "promises": as_records(proved, language),
        }

    def _measured(self, what: str, measure: Callable[[], Any]) -> Any:
        """Return what was measured in the stores a minute ago at most."""
        at, told = self._lately.get(what, (0.0, None))
        if told is None or clock() - at > FRESH:
            told = measure()
            self._lately[what] = (clock(), told)
        return told

    def looking(self) -> AbstractContextManager[None]:
        """Look in every database within the block, while nobody else does."""
        return held_within(self.patience, self._looking, _LOOKED_AT)

    def forecast(self) -> Forecast:
        """Return what falls due in the year to come, as `promises` tells verdicts."""
        with self.looking():
            found: Forecast = self._measured("forecast", lambda: forecast(self.open()))
            return found

    def registers(self, language: str) -> Registers:
        """Return the registers of processing as they are today."""
        _, datamap = self.project.declared()
        return registers(self._filler(language), datamap, self.day())

    def logs(self, language: str) -> Registers:
        """Return the logs of own records as they are now, in the form of registers."""
        return replace(self.registers(language), each=logs(self._filler(language), self.state))

    def _filler(self, language: str) -> Filler:
        policy, _ = self.project.declared()
        return versions_of(self.project, policy, self.day())[-1].filler(language)

    def versions(self) -> list[Version]:
        """Return every version of the statement, oldest first."""
        policy, _ = self.project.declared()
        return list(versions_of(self.project, policy, self.day()))

    def difference(self, effective: date, language: str) -> str | None:
        """Return in words what a version changes in the one before; None where there is none."""
        return of_version(self.project, effective, language, self.day())

    def trail(self) -> Trail:
        """Return whether the ledger and what stands beside it are what they were."""
        # One look at a time, and nobody who writes waits for it.
        with self.looking(), self.opened() as keyring:
            return trail_of(keyring.journal, self.project.privacy)

    def disclosures(self, after: int, most: int) -> list[Logged]:
        """Return so many disclosures behind a number, oldest first."""
        found = [one for one in logged(self.state) if one.number > after]
        return found[:most]

    def disclose(self, program: Program, body: Mapping[str, Any]) -> tuple[Logged, Any]:
        """Return what the log says of a disclosure, and the package; None where nothing is given.

        The package is in the folder of own records for a moment. NotKnown for what nobody declared.
        """
        policy, _ = self.project.declared()
        for what, known in (("recipient", policy.recipients), ("purpose", policy.purposes)):
            if body[what] not in known:
                hint = did_you_mean(body[what], known) or f"there are {', '.join(known)}"
                message = f"`{what}` is one of the policy; {hint}"
                raise NotKnown(message)
        if body.get("order") not in {None, *orders(self.state)}:
            message = "there is no order of that number"
            raise NotKnown(message)
        try:
            company = self.open()
        except NotClean:
            self._refuse_unclean(program, body)
            raise
        people = tuple(linked_people(company, [self.person(body["person"])]).people)
        with acting_as(program.who), self.keyring() as keyring:
            with place_for_answer(keyring.journal.state.folder) as out:
                named = (body["recipient"], body["purpose"], out, body["channel"])
                handing = Handing(*named, body.get("row", ""), body.get("order"))
                asked = Request(self.day(), people)
                number = disclose(company, asked, handing, keyring.journal).number
                package = json.loads(out.read_text("utf-8")) if out.exists() else None
        return next(one for one in logged(self.state) if one.number == number), package

    def _refuse_unclean(self, program: Program, body: Mapping[str, Any]) -> None:
        """Log that nothing is given, since the stores are not as they are declared by now."""
        named = (body["recipient"], body["purpose"], Path(), body["channel"])
        handing = Handing(*named, body.get("row", ""), body.get("order"))
        with acting_as(program.who), self.keyring() as keyring:
            refuse_unclean(self.project, handing, keyring.journal, self.day())

    def due(self, days: int) -> list[Rings]:
        """Return what must be done within so many days, and what presses already."""
        when = When(now(), self.project.zone, self.country)
        state = self.state
        with state.reading():
            rings = list(on_record(self.project, state, when))
        return within([*rings, *self._consents(when)], when.day, days)

    def _consents(self, when: When) -> Iterator[Rings]:
        if not asks_consent(self.project):
            return
        try:
            yield from consents_ending(self.open(), when.day)
        except GestandError as error:
            yield not_looked_at(when.day, error.findings if isinstance(error, NotClean) else [])

    def due_day(self, when: date | datetime, *, extended: bool) -> Any:
        """Return when an answer is due to what was received on a day."""
        return answer_due(when, self.country, self.project, extended=extended)

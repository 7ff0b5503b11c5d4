"""What is held about somebody who signed in, by purpose: the rows of an answer to access.

It is read by the same plan as `gestand access` reads (GDPR article 15), so the page and the answer
cannot differ; only a part of many rows is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from gestand.core.access.told import Role, Standing
from gestand.core.facts import Person
from gestand.core.plan.steps import Read
from gestand.core.policy.model import Basis
from gestand.core.policy.words import capitalised
from gestand.stores.base import RowTold
from gestand.work.answer.about import Manner, said_before, saying_of, told_of
from gestand.work.answer.rows import CellTold, RowShown, shown, text
from gestand.work.answer.saying import Saying
from gestand.work.company import Company
from gestand.work.consents.look import Latest, latest
from gestand.work.holder import holders
from gestand.work.kept_about import kept_about
from gestand.work.keyring import Keyring
from gestand.work.put_back import refuse_put_back
from gestand.work.sweep import Opened, Request, opened

MOST_ROWS = 25
"""Rows of one table that are shown for a purpose; a download has them all."""

MOST_CHARACTERS = 1000

PERSON = "person"
"""The source of what its person provided, as the data map has it."""


@dataclass(frozen=True)
class Value:
    """A value as it is shown: what it is, and how it came here; its person `given` it or not."""

    category: str
    label: str
    text: str
    source: str
    given: bool


@dataclass(frozen=True)
class Row:
    """Values that stand together: `about` tells of what they are, and `days` of when.

    `until` is the last day on which they are held; None while that goes on. What is not `own` is
    about somebody else, and may be seen: nothing of it is theirs to change.
    """

    about: str
    days: tuple[tuple[str, str], ...]
    until: date | None
    values: tuple[Value, ...]
    apart: bool = False
    own: bool = True


@dataclass
class ForPurpose:
    """What a purpose holds: its words, its rows, and how many more there are.

    `kinds` are those as which the person is known in its tables, and `own` tells whether some of
    its rows are theirs.
    """

    purpose: str
    title: str
    basis: Basis
    exactly: bool
    ground: str
    keep: str
    who: str
    rows: list[Row] = field(default_factory=list)
    more: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    own: bool = False


@dataclass
class Held:
    """All that is shown: by purpose, and what no purpose holds: `loose` goes, `waits` is asked.

    `consents` are what was said last about purposes that rest on consent. `categories` are those of
    which something is held that is theirs. With `partly` nobody looked everywhere.
    """

    day: date
    purposes: dict[str, ForPurpose] = field(default_factory=dict)
    loose: list[Row] = field(default_factory=list)
    partly: bool = False
    waits: list[Row] = field(default_factory=list)
    consents: list[Latest] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    disclosed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    categories: dict[str, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)

    @property
    def portable(self) -> bool:
        """Tell whether something can be taken along (GDPR article 20)."""
        return any(
            value.given
            for one in self.purposes.values()
            if one.basis in (Basis.CONSENT, Basis.CONTRACT)
            for row in one.rows
            if row.own
            for value in row.values
        )


def held(company: Company, keyring: Keyring, asked: Request, language: str) -> Held:
    """Return what is held about one person, known as several people of a request to see it.

    Raises CannotRun where a store or own records cannot be read.
    """
    saying = saying_of(company, asked.as_of, language)
    found = Held(asked.as_of)
    with opened(company, asked) as ready:
        refuse_put_back(ready.put_back)
        whose = holders(company, asked.people, ready.runs)
        kept = kept_about(keyring, whose, asked.people, asked.as_of)
        reading = _Reading(company, ready, saying, found)
        reading.read(asked.people)
        found.asked = list(said_before(saying, asked.people, ready, kept))
    found.disclosed = [told_of(saying, one) for one in kept.disclosed]
    found.consents = [
        one for p in asked.people for one in latest(company, p, asked.as_of, whose)[0]
    ]
    policy = saying.filler.policy
    found.purposes = {
        name: found.purposes[name] for name in policy.purposes if name in found.purposes
    }
    places = dict.fromkeys(name for place in company.places for name in place.purposes)
    found.places = [saying.title(name) for name in places if name in policy.purposes]
    return found


@dataclass(frozen=True)
class _Reading:
    company: Company
    ready: Opened
    saying: Saying
    found: Held

    def read(self, people: Sequence[Person]) -> None:
        """Read every table, each store in one state of it."""
        manner, reasons = Manner.of(people, self.ready), dict[str, None]()
        for store, run in self.ready.runs.items():
            steps = [s for s in self.ready.program.of_store(store) if isinstance(s, Read)]
            if not steps:
                continue  # nothing there can be about them
            told = run.told(steps)
            with run.transaction(writing=False):
                for step in steps:
                    reasons |= self._table(step, told.rows(step), manner)
        words = self.saying.words.reasons
        self.found.left_out = [told for reason, told in words.items() if reason in reasons]
        self.found.left_out.append(self.saying.words.reserved)
        self.found.partly = bool(self.company.unmapped)
        if unmapped := self.company.unmapped:
            self.found.left_out.append(self.saying.words.unmapped.format(len(unmapped)))

    def _table(self, step: Read, rows: Iterator[RowTold], manner: Manner) -> dict[str, None]:
        """Read the rows of a table, and return why columns of it are left out, where it has any."""
        told, number = self.ready.columns_told(step), 0
        held = self.company.holdings.tables[step.table]
        for row in rows:
            one = manner.told(shown(step, told, row, number + 1, {}), held)
            if one is not None:
                number += 1
                self._row(step, one)
        return dict.fromkeys(one.reason for one in step.withheld) if number else {}

    def _row(self, step: Read, row: RowShown) -> None:
        about = self.saying.heading(self.company.holdings.tables[step.table])
        days, by_purpose = tuple(self._days(step, row)), dict[str, list[Value]]()
        loose, waits = list[Value](), list[Value]()
        for cell in row.cells:
            if cell.column.role is not Role.DATA or cell.empty or cell.masked:
                continue
            value = self._value(cell, own=row.own)
            if row.own:
                self.found.categories.setdefault(cell.column.category, value.label)
            if cell.why.standing in (Standing.LOOSE, Standing.APART):
                loose.append(value)
            elif cell.why.standing is Standing.WAITS:
                waits.append(value)
            for purpose in row.for_(step, cell):
                by_purpose.setdefault(purpose, []).append(value)
        for purpose, values in by_purpose.items():
            lasts = row.grounds[purpose]
            one = Row(about, days, lasts.until, tuple(values), row.apart, row.own)
            self._add(purpose, step.table, one)
        for values, to in ((loose, self.found.loose), (waits, self.found.waits)):
            if values and len(to) < MOST_ROWS:
                to.append(Row(about, days, None, tuple(values), row.apart, row.own))

    def _add(self, name: str, table: str, row: Row) -> None:
        one = self.found.purposes.get(name) or self._begin(name)
        one.tables[table] = one.tables.get(table, 0) + 1
        one.own |= row.own
        one.kinds |= self.company.holdings.tables[table].kinds
        if one.tables[table] <= MOST_ROWS:
            one.rows.append(row)
        else:
            one.more += 1

    def _begin(self, name: str) -> ForPurpose:
        filler, saying = self.saying.filler, self.saying
        purpose = filler.policy.purposes[name]
        kept = filler.labels.erased_exactly if purpose.keep.exactly else filler.labels.erased
        self.found.purposes[name] = one = ForPurpose(
            name,
            saying.title(name),
            purpose.basis,
            purpose.keep.exactly,
            capitalised(filler.ground(name) or ""),
            kept.format(filler.keep(name) or ""),
            saying.who(name),
        )
        return one

    def _days(self, step: Read, row: RowShown) -> Iterator[tuple[str, str]]:
        """Yield the dates of a row that tell which one it is, as its labels have them."""
        for cell in row.cells:
            told = cell.column.role is Role.DATE and bool(cell.column.moment)
            if told and not (cell.empty or cell.masked) and cell.column.name not in step.key:
                yield self.saying.label(cell.column), self.saying.value(
                    cell.column, text(cell.value)
                )

    def _value(self, cell: CellTold, *, own: bool) -> Value:
        """Return a value as it is shown; of one of somebody else nobody here is the source."""
        plain = self.saying.value(cell.column, text(cell.value))
        cut = plain if len(plain) <= MOST_CHARACTERS else f"{plain[:MOST_CHARACTERS]}..."
        label = self.saying.label(cell.column)
        source = self.saying.source(cell.column) if own else ""
        given = own and cell.column.source == PERSON
        return Value(cell.column.category, label, cut, source, given)


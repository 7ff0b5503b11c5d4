"""Give a person their answer: everything that is held about them, and why (GDPR article 15).

1. The stores are opened, and what is read from each is read in one state of that store.
2. Rows go into the archive while they stream by: as JSON, as CSV and on the page.
3. The receipt says that an answer is on its way; the archive gets its name; the receipt says so.

A run that is stopped leaves no half answer under that name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from gestand import __version__
from gestand.core.access.read_first import is_of_unknown_source, is_read_first
from gestand.core.access.told import ColumnTold, Role, Standing
from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import Person
from gestand.core.names import bare, store_of
from gestand.core.plan.read import OTHER
from gestand.core.plan.steps import Read, Withheld
from gestand.errors import CannotRun, StoreBusy, StoreLost
from gestand.records.kept import STARTED
from gestand.settings import now, today
from gestand.stores.base import RowTold, Told
from gestand.work.answer.about import Manner, said_before, saying_of, told_of
from gestand.work.answer.archive import (
    BLOCK,
    Archive,
    archive,
    beside,
    digest_of,
    put_in_place,
)
from gestand.work.answer.disk import FilesOnDisk
from gestand.work.answer.rows import CellTold, RowShown, shown
from gestand.work.answer.saying import Saying
from gestand.work.answer.tables import TableFiles, column_entry, encoded, withheld_entries
from gestand.work.collecting import collecting_seldom
from gestand.work.company import Company
from gestand.work.corrections import KEPT
from gestand.work.holder import holders
from gestand.work.intents import is_open
from gestand.work.kept_about import KeptAbout, kept_about
from gestand.work.keyring import Keyring
from gestand.work.memory import facts_so_far, memory_of
from gestand.work.pages.answer import MOST_ROWS, AnswerPage, Found, ListShown
from gestand.work.put_back import Ahead, IsPutBack, refuse_put_back
from gestand.work.registers import DISCLOSURES, HOLDS, ORDERS
from gestand.work.same_address import carrying
from gestand.work.settling import settle
from gestand.work.sweep import Opened, Progress, Request, in_force, opened, silently

ACCESS_GIVEN = "access given"
"""The kind of a receipt of an answer."""

_READ = (KEPT, DISCLOSURES, ORDERS, HOLDS)
"""The lists of own records that an answer reads beside what each plan does."""


@dataclass(frozen=True)
class Wanted:
    """How an answer is given: in which language, to which file; `replace` an older one."""

    language: str
    out: Path
    replace: bool = False


@dataclass
class TableTold:
    """How many rows of a table were told, and a digest of their keys.

    `masked` are columns that were left out in some rows: there they are about somebody else.
    """

    step: Read
    rows: int = 0
    keys: Any = field(default_factory=sha256)
    masked: set[str] = field(default_factory=set)

    @property
    def withheld(self) -> list[Withheld]:
        """The columns that were not told, or not in every row."""
        masked = [Withheld(name, OTHER) for name in self.step.columns if name in self.masked]
        return [*self.step.withheld, *masked]


@dataclass
class Given:
    """What was given: rows per table, files, and what was left out, and why.

    `unconfirmed` counts, by table, rows of others that carry an identifier of this person;
    `interrupted` is the number of the receipt before, where its run did not end; `of_others`
    counts what own records keep and may be of somebody who had the key before. Nobody looked into
    the tables that are `unmapped`. `read_first` counts, by column, values that somebody reads
    before they go out; of columns in `unknown` the answer says that nobody knows their source.
    """

    tables: list[TableTold]
    files: int = 0
    files_left_out: int = 0
    receipt: int = 0
    previous: str | None = None
    interrupted: int | None = None
    places: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    unconfirmed: Mapping[str, int] = field(default_factory=dict)
    of_others: int = 0
    read_first: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def left_out(self) -> list[tuple[str, Withheld]]:
        """The columns that were not told, of tables in which something was found."""
        return [(t.step.table, one) for t in self.tables if t.rows for one in t.withheld]


def give_access(
    company: Company,
    request: Request,
    wanted: Wanted,
    keyring: Keyring,
    progress: Progress = silently,
) -> Given:
    """Write the answer of one person, and a receipt without personal data.

    Several people in the request are one person in several kinds: who asks says so. Raises
    CannotRun where a store, own records, a file of the organisation or the answer cannot be read
    or written, where the answer is there already, or while another run is at work.
    """
    _refuse_two_of_a_kind(request)
    journal, state = keyring.journal, company.state
    giving = _Giving(company, request, wanted, keyring, progress)
    writing = beside(wanted.out, replace=wanted.replace)
    with collecting_seldom(), ExitStack() as until_told:
        if not state.waits:  # whoever does not wait is told at once that another run is at work
            until_told.enter_context(state.alone())
        path = until_told.enter_context(writing)
        state.key()  # without it nothing that is done can be recorded
        journal.refuse_doubts()
        given = giving.beside_others(path) if state.waits else None
        until_told.enter_context(state.alone())
        if given is None or giving.is_older():
            given = giving.answer(path)
        with journal.recording():
            given.interrupted = settle(company)
            given.receipt, given.previous = state.following()
            entry = _entry(company, request, wanted, given, digest_of(path))
            state.write_receipt(given.receipt, {**entry, "status": STARTED})
        put_in_place(path, wanted.out, replace=wanted.replace)
        with journal.recording():
            state.write_receipt(given.receipt, entry)
    return given


@dataclass
class _Giving:
    """Makes the answer of one person, while no other run is at work or beside those of others."""

    company: Company
    request: Request
    wanted: Wanted
    keyring: Keyring
    progress: Progress
    known: int = 0
    """The number of the newest receipt that was there when it was made beside others."""

    def beside_others(self, path: Path) -> Given | None:
        """Write an answer while others may be at work; None where it has to be written alone.

        So it has where a run has not ended: what it changes would be told in part.
        """
        state = self.company.state
        newest = state.newest_receipt()
        if newest is not None and is_open(newest) and newest["kind"] != ACCESS_GIVEN:
            return None
        self.known = 0 if newest is None else newest["entry"]
        try:
            return self.answer(path)
        except (Ahead, IsPutBack, StoreBusy, StoreLost):
            return None  # another run came between what own records and what the stores say

    def is_older(self) -> bool:
        """Tell whether another run than answers came since, so that the answer is made again.

        To be asked while no other is at work. INVARIANT: what an answer tells was all held at one
        moment, before or after every run that changes something.
        """
        later = self.company.state.chain(self.known + 1)
        return any(receipt["kind"] != ACCESS_GIVEN for receipt, _ in later)

    def answer(self, path: Path) -> Given:
        """Write the answer, by what own records say at one moment."""
        company, request, state = self.company, self.request, self.company.state
        path.unlink(missing_ok=True)
        saying = saying_of(company, request.as_of, self.wanted.language)
        # What own records say is read once, for all that is asked of it.
        with memory_of(state, *_READ), opened(company, request) as ready:
            refuse_put_back(ready.put_back)
            whose, day = holders(company, request.people, ready.runs), today(company.zone)
            kept = kept_about(self.keyring, whose, request.people, request.as_of, day)
            with archive(path, self.wanted.out) as zipped:
                return _Answer(company, request, ready, zipped, saying, kept).write(self.progress)


def _refuse_two_of_a_kind(request: Request) -> None:
    kinds = [person.kind for person in request.people]
    twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    if twice is not None:
        message = f"an answer is for one person: two of kind `{twice}` need an answer each"
        raise CannotRun(message)


@dataclass
class _Answer:
    """Writes one answer into an archive, table by table."""

    company: Company
    request: Request
    ready: Opened
    archive: Archive
    saying: Saying
    kept: KeptAbout
    purposes: dict[str, dict[str, None]] = field(default_factory=dict)
    lists: list[ListShown] = field(default_factory=list)
    loose: bool = False
    read_first: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, None] = field(default_factory=dict)
    identifiers: list[tuple[Person, str]] = field(default_factory=list)
    own_records: str = ""

    def write(self, progress: Progress) -> Given:
        """Write every member, the page and the manifest last."""
        self.page, self.body = AnswerPage(self.saying), self.archive.spool()
        self.disk = FilesOnDisk(self.company.root, self.archive)
        given = Given(self._tables(progress))
        given.files, given.files_left_out = self.disk.copied, self.disk.left_out
        kinds = frozenset(person.kind for person in self.request.people)
        runs = self.ready.runs
        given.unconfirmed = carrying(self.company, runs, self.identifiers, confirmed=kinds)
        given.places = tuple(place.id for place in self.company.places)
        given.unmapped = self.company.unmapped
        given.of_others = self.kept.left_out
        given.read_first, given.unknown = +self.read_first, tuple(self.unknown)
        self._write_own()
        self._write_page(given)
        self._write_manifest(given)
        return given

    def _said_before(self) -> Iterator[str]:
        """Yield what this person has asked before, as the page says it."""
        yield from said_before(self.saying, self.request.people, self.ready, self.kept)
        if self.own_records:
            yield self.saying.words.own_records.format(self.own_records)

    def _write_own(self) -> None:
        """Write what own records keep about this person, where they keep anything."""
        told = self.kept.entry()
        if told is not None:
            self.own_records = self.archive.name("own-records.json")
            spool = self.archive.spool()
            spool.write(encoded(json.dumps(told, indent=1, ensure_ascii=False) + "\n"))
            self.archive.add_spool(self.own_records, spool)

    def _tables(self, progress: Progress) -> list[TableTold]:
        steps = {name: self._steps(name) for name in self.ready.runs}
        told = {name: run.told(steps[name]) for name, run in self.ready.runs.items()}
        tables: list[TableTold] = []
        count = sum(map(len, steps.values()))
        for name, run in self.ready.runs.items():
            with run.transaction(writing=False):
                for step in steps[name]:
                    tables.append(self._table(told[name], step))
                    progress(step.table, len(tables), count)
        return tables

    def _steps(self, store: str) -> list[Read]:
        return [step for step in self.ready.program.of_store(store) if isinstance(step, Read)]

    def _table(self, told: Told, step: Read) -> TableTold:
        columns = self.ready.columns_told(step)
        table, files = TableTold(step), None
        held = self.company.holdings.tables[step.table]
        manner = Manner.of(self.request.people, self.ready)
        for row in told.rows(step):
            self._identify(step, row)
            one = manner.told(shown(step, columns, row, table.rows + 1, {}), held)
            if one is None:
                continue
            one = self._with_files(step, row, one)
            table.rows += 1
            table.keys.update(repr(row.key).encode())
            table.masked |= row.masked
            if files is None:
                files = self._begin(step, columns)
            files.add(one)
            self._note(step, one)
            if table.rows <= MOST_ROWS:
                self.body.write(encoded(self.page.row(step, one)))
        if files is not None:
            self._end(table, files)
        return table

    def _with_files(self, step: Read, row: RowTold, one: RowShown) -> RowShown:
        """Return a row with the files that it names, of what is told of it."""
        named = [c.column for c in one.cells if c.column.name in step.files and not c.empty]
        found = self.disk.of(step, named, row) if named else {}
        cells = (replace(cell, file=found.get(cell.column.name)) for cell in one.cells)
        return replace(one, cells=tuple(cells)) if found else one

    def _identify(self, step: Read, row: RowTold) -> None:
        """Remember by what else the person may be known, when this is their own row."""
        holdings = self.company.holdings
        for person in self.request.people:
            if holdings.subjects[person.kind] == step.table:
                values = dict(zip(step.columns, row.values, strict=True))
                named = (values.get(name) for name in holdings.identifiers[person.kind])
                self.identifiers += [(person, v) for v in named if isinstance(v, str) and v.strip()]

    def _kind(self, table: HeldTable) -> str:
        """Return as whom the person is told the rows of a table."""
        asking = [person.kind for person in self.request.people if person.kind in table.kinds]
        return asking[0] if len(asking) == 1 else table.person

    def _begin(self, step: Read, columns: tuple[ColumnTold, ...]) -> TableFiles:
        table = self.company.holdings.tables[step.table]
        saying = self.saying
        said = [(column, saying.label(column), saying.stays(column)) for column in columns]
        about = {
            "table": step.table,
            "about": self._kind(table),
            "columns": [column_entry(column, label, part, step) for column, label, part in said],
            "withheld": withheld_entries(step, self.saying.words.reasons),
            "purposes": {k.purpose: self._purpose_entry(k.purpose) for k in step.keeps},
        }
        files = TableFiles(self.archive, step, about, self.saying.words)
        names = (files.csv_name, files.json_name)
        self.body.write(encoded(self.page.list_head(table, step, names)))
        return files

    def _end(self, table: TableTold, files: TableFiles) -> None:
        files.close()
        held = self.company.holdings.tables[table.step.table]
        heading = self.saying.heading(held)
        one = ListShown(held.id, heading, table.rows, files.json_name, files.csv_name)
        self.body.write(encoded(self.page.list_end(one)))
        self.lists.append(one)

    def _note(self, step: Read, row: RowShown) -> None:
        """Remember which purposes hold something, which categories, and what is to be read."""
        data = any(cell.holds_data for cell in row.cells)
        for cell in row.cells:
            is_data = cell.column.role is Role.DATA
            if cell.empty or cell.masked or (data and not is_data):
                continue
            self._note_of_officer(f"{step.table}.{cell.column.column}", cell)
            self.loose = self.loose or (is_data and cell.why.standing is Standing.LOOSE)
            for purpose in row.for_(step, cell):
                named = {cell.column.category: None} if is_data else {}
                self.purposes.setdefault(purpose, {}).update(named)

    def _note_of_officer(self, name: str, cell: CellTold) -> None:
        """Remember what whoever gives the answer has to look at: not told in the answer."""
        self.read_first[name] += is_read_first(cell.column, cell.value)
        if is_of_unknown_source(cell.column):
            self.unknown[name] = None

    def _purpose_entry(self, purpose: str) -> dict[str, Any]:
        filler = self.saying.filler
        return {
            "title": filler.title(purpose),
            "ground": filler.ground(purpose),
            "kept": filler.keep(purpose),
            "recipients": [
                {
                    "name": one.name,
                    "kind": filler.kind(one.kind),
                    "country": one.country,
                    "safeguard": filler.tool(one),
                    "gets": list(one.gets),
                }
                for one in filler.recipients_of(purpose)
            ],
        }

    def _write_page(self, given: Given) -> None:
        found = self._found(given)
        page = self.archive.spool()
        page.write(encoded(self.page.before(found)))
        self.body.seek(0)
        while block := self.body.read(BLOCK):
            page.write(block)
        page.write(encoded(self.page.after(found)))
        self.archive.add_spool(self.archive.name("index.html"), page)

    def _found(self, given: Given) -> Found:
        filler, kinds = self.saying.filler, [person.kind for person in self.request.people]
        ordered = [name for name in filler.policy.purposes if name in self.purposes]
        places = (name for place in self.company.places for name in place.purposes)
        return Found(
            self.lists,
            given.files,
            {name: list(self.purposes[name]) for name in ordered},
            self.loose,
            given.left_out,
            [filler.words(filler.policy.subjects.get(kind)) or kind for kind in kinds],
            list(self._said_before()),
            [told_of(self.saying, one) for one in self.kept.disclosed],
            [name for name in dict.fromkeys(places) if name in filler.policy.purposes],
            len(given.unmapped),
            self.saying.day(self.request.as_of),
        )

    def _write_manifest(self, given: Given) -> None:
        policy = self.saying.filler.policy
        told = {
            "answer": 1,
            "gestand": __version__,
            "controller": policy.controller.name,
            "as of": self.request.as_of.isoformat(),
            "policy effective": policy.effective.isoformat(),
            "language": self.saying.filler.grammar.language,
            "kinds": [person.kind for person in self.request.people],
            "schemas": self.company.digests(),
            "rows": {table.step.table: table.rows for table in given.tables},
            "withheld": [f"{table}.{one.column}: {one.reason}" for table, one in given.left_out],
            "not connected": list(given.places),
            "not mapped": list(given.unmapped),
            "members": {
                name: {"sha256": digest, "bytes": size}
                for name, (digest, size) in self.archive.members.items()
            },
        }
        spool = self.archive.spool()
        spool.write(encoded(json.dumps(told, indent=1, ensure_ascii=False) + "\n"))
        self.archive.add_spool(self.archive.name("manifest.json"), spool)


def _entry(
    company: Company, request: Request, wanted: Wanted, given: Given, digest: str
) -> Mapping[str, Any]:
    state = company.state
    return {
        "entry": given.receipt,
        "previous": given.previous,
        "kind": ACCESS_GIVEN,
        "status": "done",
        "at": now().isoformat(timespec="seconds"),
        "as_of": request.as_of.isoformat(),
        "people": [_digest(company, person) for person in request.people],
        "language": wanted.language,
        "policy_effective": in_force(company.versions, request.as_of)[-1].effective.isoformat(),
        "schemas": company.digests(),
        "recorded": facts_so_far(state),
        "files": given.files,
        "files_left_out": given.files_left_out,
        **({"not_mapped": list(given.unmapped)} if given.unmapped else {}),
        "answer": state.digest("answer", digest),
        "tables": [
            {
                "store": store_of(table.step.table),
                "table": bare(table.step.table),
                "rows": table.rows,
                "withheld": [one.column for one in table.withheld],
                "digest": state.digest(table.step.table, table.keys.hexdigest()),
            }
            for table in given.tables
        ],
    }


def _digest(company: Company, person: Person) -> str:
    return company.state.digest(person.kind, person.key)

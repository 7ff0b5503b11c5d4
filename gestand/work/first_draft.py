"""Make a first draft for a database that nobody has described: look, propose, mend, write.

The database is only read. Of values nothing is kept but what they look like.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from gestand.core.datamap.schema import Schema, Table
from gestand.core.discovery.attributes import KNOWN
from gestand.core.discovery.draft import Draft, Line
from gestand.core.discovery.found import Found, discover
from gestand.core.discovery.hubs import Hub, hubs, unasked
from gestand.core.discovery.looks import NAMES_ROW, Looks
from gestand.core.discovery.mended import mended
from gestand.core.discovery.named_texts import (
    Named,
    tables_by_name,
    with_texts,
    without_values,
)
from gestand.core.discovery.places import head, pair_of_attribute, place
from gestand.core.discovery.pointing import (
    Pointer,
    Soft,
    SoftOwner,
    confirmed,
    pointers,
    soft_pairs,
    soft_words,
)
from gestand.core.discovery.proposing import Cause, cause_of, looked_at_twice, proposed
from gestand.core.discovery.questions import (
    EACH,
    FOR,
    PEOPLE,
    YES,
    Question,
    answered,
    more_people,
    own_questions,
    people_question,
    people_questions,
    said_by_hand,
)
from gestand.core.discovery.questions import questions as asked_of
from gestand.core.discovery.repeated import repeating, worth_asking
from gestand.core.discovery.written import DATAMAP, POLICY, write
from gestand.core.findings import Finding, did_you_mean
from gestand.core.found import shown
from gestand.core.proposals import Proposal, proposals
from gestand.errors import CannotRun

Told = Callable[[str], None]

_MOSTLY = 0.5
_SQLITE = re.compile(r"(?P<driver>sqlite(?:\+\w+)?:///)(?P<path>[^/].*)", re.DOTALL)


class Samples(Protocol):
    """A few values of each column, of which only what they look like is told."""

    @property
    def unread(self) -> Collection[str]:
        """The tables that could not be read when they were looked at."""

    def allows(self, tables: Sequence[str]) -> str:
        """Return what lets this user read some tables; nothing where nothing does."""

    def looks(self, table: Table) -> Mapping[str, Looks]:
        """Return what the values of each column of a table look like."""

    def share_among(self, table: Table, column: str, target: Table, key: str) -> float | None:
        """Return the share of a column's values that are keys of a table; None without values."""

    def share_repeated(self, table: Table, column: str, people: Table, identifier: str) -> float:
        """Return the share of a column's values that identify somebody of `people`."""

    def words_among(self, table: Table, column: str, words: Collection[str]) -> frozenset[str]:
        """Return which of some words stand in a column, among the rows that are looked at."""

    def rows_named(
        self, table: Table, column: str, tables: Mapping[str, str]
    ) -> frozenset[tuple[str, str]]:
        """Return how texts of a column name rows of some tables, and of which."""


class Stranger(Protocol):
    """A database that nobody has described."""

    def reflect(self) -> Schema:
        """Return its schema."""

    def allows(self) -> str:
        """Return what lets this user see the tables, where they see none; nothing where unknown."""

    def samples(self, most: int) -> AbstractContextManager[Samples]:
        """Open it to look at so many values of each column."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants a draft for; `samples` is how many values of a column are looked at."""

    url: str
    base: Path
    into: Path
    sector: str
    languages: tuple[str, ...]
    samples: int
    zone: str
    today: str
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Seen:
    """A schema, and what was seen in its rows: patterns, and which pointers were confirmed.

    `unread` are the tables that this user may not read, and `allows` is what lets them.
    """

    schema: Schema
    looks: Mapping[str, Mapping[str, Looks]]
    pointers: Sequence[Pointer]
    soft: Sequence[SoftOwner] = ()
    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    allows: str = ""
    texts: Sequence[Named] = ()


@dataclass(frozen=True)
class Drafted:
    """A draft that was written: its files, and what `gestand check` would still say of it.

    `cause` tells why next to nothing was mapped; `hubs` are tables that may hold people as well;
    `allows` lets the user read what is `unread`.
    """

    draft: Draft
    files: Mapping[str, str]
    findings: Sequence[Finding]
    cause: Cause | None = None
    hubs: tuple[Hub, ...] = ()
    unread: tuple[str, ...] = ()
    allows: str = ""

    @property
    def left(self) -> tuple[Proposal, ...]:
        """Return the lines that wait for a person."""
        return proposals(self.files)


def look(store: Stranger, samples: int, told: Told) -> Seen:
    """Read a schema, and look at a few values of each column where `samples` says so."""
    schema = store.reflect()
    if not schema.tables:
        allows = store.allows()
        hint = f"; let somebody who may run this: `{allows};`" if allows else ""
        message = f"store `{schema.store}` has no table that this user may see{hint}"
        raise CannotRun(message)
    leading = pointers(schema, {name: place(table) for name, table in schema.tables.items()})
    if not samples:
        return Seen(schema, {}, leading)
    looks: dict[str, Mapping[str, Looks]] = {}
    with store.samples(samples) as sampled:
        for name, table in schema.tables.items():
            told(name)
            looks[name] = sampled.looks(table)
        kept: list[Pointer] = []
        for each in leading:
            share = None
            if not each.declared:
                target = schema.tables[each.target]
                share = sampled.share_among(
                    schema.tables[each.table], each.column, target, target.key[0]
                )
            known = confirmed(each, share)
            kept += [known] if known else []
        looks = _repeated(sampled, Seen(schema, looks, kept))
        soft = [owner for pair in soft_pairs(schema) for owner in _named(sampled, schema, pair)]
        names = {
            name: sampled.words_among(table, pair[0], KNOWN)
            for name, table in schema.tables.items()
            if (pair := pair_of_attribute(table))
        }
        unread = frozenset(sampled.unread)
        allows = sampled.allows(sorted(unread)) if unread else ""
        texts = tuple(_texts(sampled, schema, looks))
    return Seen(schema, looks, kept, soft, names, unread, allows, texts)


def _repeated(sampled: Samples, seen: Seen) -> dict[str, Mapping[str, Looks]]:
    """Return what values look like, also where they repeat what identifies people elsewhere."""
    found = discover(seen.schema, seen.looks, seen.pointers)
    people = {name: found.judged[name] for name in found.subjects}
    looks = {name: dict(columns) for name, columns in seen.looks.items()}
    for pair in worth_asking(seen.schema, people, found.judged, seen.looks):
        table, theirs = seen.schema.tables[pair.table], seen.schema.tables[pair.people]
        share = sampled.share_repeated(table, pair.column, theirs, pair.by)
        looks[pair.table][pair.column] = repeating(looks[pair.table][pair.column], pair, share)
    return {**looks}


def _texts(
    sampled: Samples, schema: Schema, looks: Mapping[str, Mapping[str, Looks]]
) -> Iterator[Named]:
    """Yield each column of texts of which most seem to name rows, with what they name."""
    tables = tables_by_name(schema)
    for name, columns in looks.items():
        for column, seen in columns.items():
            if seen.share(NAMES_ROW) > _MOSTLY:
                found = sampled.rows_named(schema.tables[name], column, tables)
                yield from (Named(name, column, of, word) for word, of in sorted(found))


def _named(sampled: Samples, schema: Schema, pair: Soft) -> Iterator[SoftOwner]:
    """Yield each table of which the name stands in the one column of a pair."""
    words = soft_words(schema, pair)
    table = schema.tables[pair.table]
    for word in sorted(sampled.words_among(table, pair.type_column, words)):
        yield SoftOwner(pair.table, pair.type_column, pair.id_column, words[word], word)


def draft_of(asked: Asked, store: str, seen: Seen, answers: Mapping[str, str]) -> Drafted:
    """Return the draft of policy, data map and statement for what was seen and answered."""
    blank = Draft(
        store,
        url_from(asked),
        asked.zone,
        asked.languages,
        asked.today,
        _told(asked.name, "Your organisation", "the name of your organisation"),
        _told(asked.contact, "privacy@example.org", "the address at which people reach you"),
    )
    found = _found(seen, answers)
    draft, written, findings = proposed(found, blank, asked.sector)
    draft = looked_at_twice(draft, seen.schema, seen.unread)
    if answers:
        draft, written, findings = mended(answered(draft, answers), seen.schema)
        draft = looked_at_twice(draft, seen.schema, seen.unread)
    draft = with_texts(draft, seen.schema, seen.texts)
    written = write(draft)
    offered = _unasked(found, answers)
    return Drafted(
        draft, written.files, findings, cause_of(draft, found.subjects, offered), tuple(offered),
        tuple(sorted(seen.unread)), seen.allows,
    )  # fmt: skip


def _found(seen: Seen, answers: Mapping[str, str]) -> Found:
    """Return what is found where it was said of some tables whose rows are people."""
    said = said_by_hand(answers, seen.schema.tables)
    found = discover(seen.schema, seen.looks, seen.pointers, said, seen.soft)
    return replace(without_values(found, seen.texts), names=seen.names)


def _unasked(found: Found, answers: Mapping[str, str]) -> list[Hub]:
    """Return the tables at which most others point, and of which nobody spoke yet."""
    theirs = {name for name, way in found.owned.items() if not way.by.actor}
    known = {*found.subjects, *theirs, *(name.removeprefix(PEOPLE) for name in answers)}
    return unasked(hubs(found.schema, found.places, found.pointers), known)


def _told(said: str, otherwise: str, doubt: str) -> Line:
    return Line(said) if said else Line(otherwise, doubt)


def first_questions(seen: Seen, answers: Mapping[str, str]) -> list[Question]:
    """Return what is asked before anything is proposed: which tables are of people.

    Of one with more about people who were named before nothing is asked.
    """
    found = _found(seen, answers)
    likely = [hub.table for hub in _unasked(found, answers) if hub.likely]
    people = people_questions({name: head(name) for name in (*found.subjects, *likely)})
    return people + own_questions(sorted(found.own))


def people_besides(seen: Seen, answers: Mapping[str, str]) -> Question | None:
    """Return the question which other tables hold people; None where no other table is there."""
    found = _found(seen, answers)
    others = [name for name, table in seen.schema.tables.items()
              if len(table.key) == 1 and name not in found.subjects]  # fmt: skip
    return more_people(_unasked(found, answers), others) if others else None


def named_people(seen: Seen, names: Sequence[str]) -> dict[str, str]:
    """Return as answers that some tables hold people; CannotRun where one cannot."""
    for name in names:
        table = seen.schema.tables.get(name)
        if table is None:
            hint = did_you_mean(name, seen.schema.tables)
            message = f"there is no table `{shown(name)}`" + (f"; {hint}" if hint else "")
            raise CannotRun(message)
        if len(table.key) != 1:
            message = f"`{name}` has no primary key of one column, by which a person is known"
            raise CannotRun(message)
    return {people_question(name): YES for name in names}


def open_questions(drafted: Drafted, answers: Mapping[str, str]) -> list[Question]:
    """Return what is still to be asked of a draft; first what for, since days follow from that."""
    found = _open_questions(drafted, answers)
    return [each for each in found if each.name.split(" ")[0] == FOR] or found


def _open_questions(drafted: Drafted, answers: Mapping[str, str]) -> list[Question]:
    found: list[Question] = []
    for question in asked_of(drafted.draft):
        if question.name not in answers:
            found.append(question)
        elif answers[question.name] == EACH:
            found += [each for each in question.each() if each.name not in answers]
    return found


def url_from(asked: Asked) -> str:
    """Return the URL as the data map has it: a file is looked for from the folder of the draft."""
    match = _SQLITE.match(asked.url)
    if match is None or "${" in asked.url:
        return asked.url
    path = os.path.relpath(asked.base / match["path"], asked.into)
    return match["driver"] + path


def refuse_to_overwrite(into: Path) -> None:
    """Refuse a folder in which something was declared before: a draft replaces nothing."""
    for name in (POLICY, DATAMAP, "statement"):
        path = into / "privacy" / name
        if path.exists():
            message = f"{path} is there already: a draft is written over nothing; use `--into`"
            raise CannotRun(message)


def write_draft(into: Path, drafted: Drafted) -> list[Path]:
    """Write the files of a draft; CannotRun where one is there already or cannot be written."""
    refuse_to_overwrite(into)
    written: list[Path] = []
    for name, text in drafted.files.items():
        path = into / "privacy" / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as opened:
                opened.write(text)
        except OSError as error:
            message = f"{path}: cannot be written: {(error.strerror or 'no reason given').lower()}"
            raise CannotRun(message) from error
        written.append(path)
    return written


def name_of(url: str) -> str:
    """Return a name for the store behind a URL: that of its database, else `store`."""
    plain = re.sub(r"\$\{[^}]*\}", "", url.split("?")[0])
    last = re.split(r"[/\\]", plain)[-1].split(".")[0]
    name = re.sub(r"[^a-z0-9]+", "", last.lower())
    return name if name and name[0].isalpha() and "://" in url else "store"

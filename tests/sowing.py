"""Ways to break promises of the example company, in a copy of it; and what is red then."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from gestand.core.asking import weigh_step
from gestand.core.facts import Person
from gestand.core.proving.verdict import RED, Verdict
from gestand.core.proving.visits import Crawl, Storage, Trace
from gestand.core.request import Event, What
from gestand.core.rights import after
from gestand.core.rights_rules import Right
from gestand.wiring import open_company, open_inspection
from gestand.wiring.recording import keyring_of
from gestand.work.crawls import CRAWL
from gestand.work.decide import Answer
from gestand.work.prove import Proved, prove
from gestand.work.registers import DISCLOSURES, begin
from gestand.work.rights import Change, New, take_in
from gestand.work.rights_kept import Kept, row_of
from gestand.work.state import State
from gestand.work.sweep import Request, prepare
from tests.noorderlicht import DAY
from tests.recording import carried_out, decided

MORNING = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC) + timedelta(days=1)
"""The day after a run: then nothing that the run should have taken may be found."""

Sow = Callable[[Path], None]
Happens = tuple[What, dict[str, str], date]


@dataclass(frozen=True)
class Plant:
    """Something that breaks promises: how it is done to a company, and which turn red.

    Red is `how`: broken, or lapsed where somebody had signed; hollow where that was taken away.
    One that does not go `together` with others changes what they change, or leaves a declaration
    that fits no more, so that much is unknown. What is `recorded` in own records comes before what
    changes the schema.
    """

    sow: Sow
    red: set[str]
    together: bool = True
    how: Verdict = Verdict.BROKEN
    recorded: bool = False


def told(folder: Path, at: datetime = MORNING) -> dict[str, Proved]:
    """Return every promise of a company by its id."""
    return {one.promise.id: one for one in prove(open_inspection(folder, at), "en")}


def red(found: dict[str, Proved]) -> set[str]:
    """Return the promises that are red, or have lost what they rested on."""
    return {*verdicts(found)}


def verdicts(found: dict[str, Proved]) -> dict[str, Verdict]:
    """Return the verdict on each promise that is red, or has lost what it rested on."""
    judged = {id_: one.judged.verdict for id_, one in found.items()}
    return {id_: one for id_, one in judged.items() if one in {*RED, Verdict.HOLLOW}}


def sweep(folder: Path) -> None:
    """Carry out what a company has due."""
    company = open_company(folder)
    with prepare(company, Request(DAY)) as prepared:
        carried_out(prepared)


def rows(store: str, *statements: str) -> Sow:
    """Return what runs statements in a store."""

    def sow(folder: Path) -> None:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return sow


def column(table: str) -> Sow:
    """Return what adds a column that nobody declared."""
    store, _, name = table.partition(".")
    return rows(store, f"ALTER TABLE {name} ADD COLUMN nickname TEXT")


def file(path: str, before: str, instead: str) -> Sow:
    """Return what changes some words of a file of the declaration, which stand there once."""

    def sow(folder: Path) -> None:
        there = folder / "privacy" / path
        text = there.read_text("utf-8")
        assert text.count(before) == 1, before
        there.write_text(text.replace(before, instead), "utf-8")

    return sow


def policy(before: str, instead: str) -> Sow:
    """Return what changes words of the policy that stand there once."""
    return file("policy.yaml", before, instead)


def line(start: str, before: str, instead: str) -> Sow:
    """Return what changes words in the one line of the policy that starts with some others."""

    def sow(folder: Path) -> None:
        there = folder / "privacy" / "policy.yaml"
        lines = there.read_text("utf-8").splitlines()
        (number,) = (n for n, each in enumerate(lines) if each.startswith(f"  {start}:"))
        assert before in lines[number], before
        lines[number] = lines[number].replace(before, instead)
        there.write_text("\n".join(lines) + "\n", "utf-8")

    return sow


def ended(signature: str) -> Sow:
    """Return what lets a signature be over."""
    return line(signature, "until: 2028-05-01", "until: 2026-11-01")


def both(*sown: Sow) -> Sow:
    """Return what does several things."""

    def sow(folder: Path) -> None:
        for one in sown:
            one(folder)

    return sow


def given(recipient: str, ground: str, *categories: str, customer: int = 1) -> Sow:
    """Return what logs that data of an order of somebody went to a recipient."""

    def sow(folder: Path) -> None:
        company = open_company(folder)
        with keyring_of(company) as keyring:
            begin(keyring.journal, DISCLOSURES, "made", {
                "recipient": recipient, "purpose": "order", "order": None, "on": "2026-11-10",
                "people": [company.state.digest("customer", customer)],
                "ground": ground, "categories": [*categories],
            })  # fmt: skip

    return sow


def given_though_restricted(which: str, what: str) -> Sow:
    """Return what lets a customer restrict something, and logs that their name was given after it.

    `which` is what of the keys, and `what` stands behind the fact.
    """

    def sow(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "shop.db")) as connection:
            (key,) = connection.execute(f"SELECT {which}(id) FROM customers").fetchone()
        said = f"who: 'customer:{key}', when: 2026-11-01, because: contested, source: letter"
        fact(f"{{fact: restriction, {said}{what}}}")(folder)
        given("example-psp", "processor agreement", "name", customer=key)(folder)

    return sow


def asked(
    right: Right,
    *happens: Happens,
    on: date = date(2026, 9, 1),
    of: Person | None = None,
    about: tuple[str, ...] = (),
) -> Sow:
    """Return what writes down a request, and what happened to it, whether or not that may be.

    It is `of` somebody where that is known, and `about` some purposes.
    """

    def sow(folder: Path) -> None:
        with keyring_of(open_company(folder)) as keyring:
            (seen,) = take_in(keyring, New(on, "letter", (right,), of, {right: about}), on)
            for what, said, day in happens:
                event = Event(what, "somebody", said)
                result = after(seen.request, event, day)
                kept = Kept(row_of(seen.row, result), result, seen.events)
                with keyring.journal.recording() as news:
                    seen = Change(keyring, seen, kept, event, day).record(news)

    return sow


def undone_by_a_backup(store: str, kind: str, whom: str) -> Sow:
    """Return what erases somebody at their request, and puts a store back as it was before."""

    def sow(folder: Path) -> None:
        there = folder / f"{store}.db"
        before = there.read_bytes()
        with closing(sqlite3.connect(there)) as connection:
            (key,) = connection.execute(whom).fetchone()
        asks = Request(DAY, (Person(kind, key),), erase=True)
        with prepare(open_company(folder), asks) as prepared:
            carried_out(prepared)
        there.write_bytes(before)

    return sow


def upheld_and_back(table: str, purpose: str, who: tuple[str, str]) -> Sow:
    """Return what upholds an objection and removes what it is about, and puts a store back.

    `who` is the kind of person who objects, and a question for the key.
    """
    store, _, _name = table.partition(".")

    def sow(folder: Path) -> None:
        kind, question = who
        there = folder / f"{store}.db"
        with closing(sqlite3.connect(there)) as connection:
            (key,) = connection.execute(question).fetchone()
        said = f"who: '{kind}:{key}', when: 2026-11-01, purpose: {purpose}"
        fact(f"{{fact: objection, {said}}}")(folder)
        company, before = open_company(folder), there.read_bytes()
        answer = Answer(remove=True, until=DAY, because="they are right")
        asks = Request(DAY, (Person(kind, key),))
        decided(company, asks, weigh_step(table, purpose), answer)
        with prepare(company, asks) as prepared:
            carried_out(prepared)
        assert there.read_bytes() != before
        there.write_bytes(before)

    return sow


def withdrew(who: str, purpose: str, day: str) -> Sow:
    """Return what writes a fact down: somebody withdrew consent to a purpose."""
    return fact(f"{{fact: consent withdrawn, who: '{who}', when: {day}, purpose: {purpose}}}")


def fact(said: str) -> Sow:
    """Return what writes a fact down, behind those that stand there."""

    def sow(folder: Path) -> None:
        there = folder / "privacy" / "facts.yaml"
        before = there.read_text("utf-8") if there.exists() else "facts: 1\nrecorded:\n"
        there.write_text(f"{before}  - {said}\n", "utf-8")

    return sow


def shown_whole(table: str, view: str, who: tuple[str, str], said: str) -> Sow:
    """Return what writes a fact about somebody down, and makes a view that shows them.

    `who` is the kind of person and a question for the key; `said` has a place for both.
    """
    store, _, name = table.partition(".")

    def sow(folder: Path) -> None:
        kind, question = who
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection, connection:
            (key,) = connection.execute(question).fetchone()
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM {name}")
        fact(said.format(f"who: '{kind}:{key}'"))(folder)

    return sow


PORTAL, SITE = "portal.noorderlicht.example", "privacy.noorderlicht.example"
_LIFE = timedelta(days=14)
_SET = (
    *(Trace(Storage.COOKIE, one, PORTAL, "/", _LIFE) for one in ("sessionid", "csrftoken")),
    Trace(Storage.COOKIE, "__Host-gestand_form", SITE, "/nl"),
)


def crawled(*more: Trace, **otherwise: Any) -> Sow:
    """Return what a crawl of both sites would have kept: what they set, with changes, and more."""
    first, *others = _SET
    traces = (replace(first, **otherwise), *others, *more)
    origins = (f"https://{PORTAL}", f"https://{SITE}")
    found = Crawl(MORNING, origins, (PORTAL, SITE), 2, 0, 0, traces, ())

    def sow(folder: Path) -> None:
        CRAWL.keep(State.beside(folder), found)

    return sow


def cookie(name: str) -> Trace:
    """Return a cookie that nobody declared."""
    return Trace(Storage.COOKIE, name, PORTAL, "/", _LIFE)


def cut(language: str, pattern: str) -> Sow:
    """Return what takes words out of the statement in one language."""

    def sow(folder: Path) -> None:
        there = folder / "privacy" / "statement" / f"{language}.md"
        text, found = re.subn(pattern, "", there.read_text("utf-8"))
        assert found, pattern
        there.write_text(text, "utf-8")

    return sow

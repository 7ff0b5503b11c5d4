"""Breaches to plant in the example company, each with the promises that it must turn red.

    python -m tests.planting            plants each alone in a company of its own, tells what is red
    python -m tests.planting --carried  writes docs/reference/carried.md anew
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from gestand.core.proving.verdict import RED
from gestand.core.proving.visits import Crawl, Storage, Trace
from gestand.core.request import Event, What
from gestand.core.rights import after
from gestand.core.rights_rules import Right
from gestand.wiring import open_company, open_inspection
from gestand.wiring.recording import keyring_of
from gestand.work.crawls import CRAWL
from gestand.work.prove import Proved, prove
from gestand.work.registers import DISCLOSURES, ORDERS, begin, go_on
from gestand.work.rights import Change, New, take_in
from gestand.work.rights_kept import Kept, row_of
from gestand.work.state import State
from gestand.work.sweep import Request, prepare
from tests.noorderlicht import DAY, PEOPLE, founded
from tests.recording import carried_out

MORNING = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC) + timedelta(days=1)
"""The day after a run: then nothing that the run should have taken may be found."""

PERIODS = {"principles.periods", "periods.start", "periods.longest"}
MINIMAL = {"principles.minimal", "principles.purposes"}
OF_APPLICATIONS = ("recruitment", "talent-pool", "personnel")


@dataclass(frozen=True)
class Plant:
    """Something that breaks promises: how it is done to a company, and which turn red.

    Where one is planted that stands `alone` the declaration fits no more, and much is unknown.
    """

    sow: Callable[[Path], None]
    red: set[str]
    alone: bool = False


def told(folder: Path, at: datetime = MORNING) -> dict[str, Proved]:
    """Return every promise of a company by its id."""
    return {one.promise.id: one for one in prove(open_inspection(folder, at), "en")}


def red(found: dict[str, Proved]) -> set[str]:
    """Return the promises that are red."""
    return {id_ for id_, one in found.items() if one.judged.verdict in RED}


def sweep(folder: Path) -> None:
    """Carry out what a company has due."""
    company = open_company(folder)
    with prepare(company, Request(DAY)) as prepared:
        carried_out(prepared)


def rows(store: str, *statements: str) -> Callable[[Path], None]:
    """Return what runs statements in a store."""

    def sow(folder: Path) -> None:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return sow


def policy(before: str, instead: str) -> Callable[[Path], None]:
    """Return what changes a line of the policy that stands there once."""

    def sow(folder: Path) -> None:
        path = folder / "privacy" / "policy.yaml"
        text = path.read_text("utf-8")
        assert text.count(before) == 1, before
        path.write_text(text.replace(before, instead), "utf-8")

    return sow


def both(*sown: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what does several things."""

    def sow(folder: Path) -> None:
        for one in sown:
            one(folder)

    return sow


def given_to_nobody_we_list(folder: Path) -> None:
    """Log that order data went to a recipient whom the policy does not name."""
    with keyring_of(open_company(folder)) as keyring:
        begin(keyring.journal, DISCLOSURES, "made", {
            "recipient": "example-broker", "purpose": "order", "order": None,
            "ground": "processor agreement", "categories": ["name"],
        })  # fmt: skip


def a_crawl_that_found(name: str) -> Callable[[Path], None]:
    """Return what a crawl of the portal would have kept: what it sets, and one more cookie."""
    portal, life = "portal.noorderlicht.example", timedelta(days=14)
    names = ("sessionid", "csrftoken", name)
    traces = tuple(Trace(Storage.COOKIE, one, portal, "/", life) for one in names)
    found = Crawl(MORNING, (f"https://{portal}",), (portal,), 1, 0, 0, traces, ())

    def sow(folder: Path) -> None:
        CRAWL.keep(State.beside(folder), found)

    return sow


def an_order_without_an_article(folder: Path) -> None:
    """Write down that an order was met which names no article."""
    with keyring_of(open_company(folder)) as keyring:
        line = {"recipient": "police", "on": "2026-11-01", "article": "", "verified": "by phone"}
        number = begin(keyring.journal, ORDERS, "received", {
            **line, "asked": ["name"], "reference": "", "secret_until": None, "by": "Ann",
        })  # fmt: skip
        met = {"on": "2026-11-02", "given": ["name"], "by": "Bo"}
        go_on(keyring.journal, ORDERS, (number, 1), "decided", met)


def extended_too_late(folder: Path) -> None:
    """Write down that somebody who asked on 1 September heard on 20 October of an extension."""
    asked, said = date(2026, 9, 1), date(2026, 10, 20)
    with keyring_of(open_company(folder)) as keyring:
        (seen,) = take_in(keyring, New(asked, "letter", (Right.ACCESS,), None), asked)
        event = Event(What.EXTEND, "somebody", {"reason": "complex"})
        result = after(seen.request, event, said)
        kept = Kept(row_of(seen.row, result), result, seen.events)
        with keyring.journal.recording() as news:
            Change(keyring, seen, kept, event, said).record(news)


_APPLICATION = (
    "INSERT INTO applications (id, vacancy_id, name, email, received_on, pool_given_on)"
    " VALUES ({}, {}, 'Planted', 'planted@mail.example', '{}', {})"
)
PLANTS = {
    "an unlisted recipient": Plant(
        given_to_nobody_we_list,
        {"order.shared", "sharing.only", "sharing.processor", "sharing.recipients"},
    ),
    "an order without an article": Plant(an_order_without_an_article, {"sharing.law"}),
    "an extension after the term": Plant(extended_too_late, {"rights.extend-told"}),
    "an extra column": Plant(
        rows("hr", "ALTER TABLE applications ADD COLUMN nickname TEXT"),
        MINIMAL | {f"{name}.data" for name in OF_APPLICATIONS},
    ),
    "an extra table": Plant(rows("site", "CREATE TABLE visits (id INTEGER, who TEXT)"), MINIMAL),
    "an application of a position filled long ago": Plant(
        rows(
            "hr",
            "INSERT INTO vacancies VALUES (9001, 'P', '2026-08-01', '2026-10-01', NULL, NULL)",
            _APPLICATION.format(9001, 9001, "2026-09-01", "NULL"),
        ),
        PERIODS | {"recruitment.kept"},
    ),
    "an open application that nothing ends": Plant(
        both(
            policy(", at most: P6M after received}", "}"),
            rows("hr", _APPLICATION.format(9002, "NULL", "2026-10-01", "NULL")),
        ),
        {"recruitment.kept"},
        alone=True,
    ),
    "a consent without its words": Plant(
        rows(
            "hr",
            "INSERT INTO vacancies VALUES (9003, 'Planted', '2026-08-01', NULL, NULL, NULL)",
            _APPLICATION.format(9003, 9003, "2026-11-01", "'2026-11-02'"),
        ),
        {"talent-pool.ground", "principles.consent"},
    ),
    "a certificate that has ended": Plant(
        policy("number: EX-9001-1, until: 2028-05-01", "number: EX-9001-1, until: 2026-11-01"),
        {"attested.iso-9001"},
    ),
    "a certificate of an edition that has ended": Plant(
        policy("ISO/IEC 27001:2022", "ISO/IEC 27001:2013"), {"attested.iso-27001"}
    ),
    "a certification abroad that has lapsed": Plant(
        policy(
            "{scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}",
            "{adequacy: us-dpf, certified until: 2026-10-01}",
        ),
        {"sharing.safeguards", "sharing.transfers"},
    ),
    "an agreement without letter g": Plant(
        policy("      at the end: delete\n      audit: art. 9", "      audit: art. 9"),
        {"sharing.agreements"},
    ),
    "a contract without an account": Plant(
        rows(
            "shop",
            "UPDATE accounts SET closed_on = '2026-11-01' WHERE customer_id ="
            " (SELECT min(customer_id) FROM contracts WHERE ended_on IS NULL)",
        ),
        {"data.portal"},
    ),
    "an account that outlives its contract": Plant(
        rows(
            "shop",
            "UPDATE contracts SET ended_on = '2026-09-01' WHERE customer_id ="
            " (SELECT max(customer_id) FROM contracts WHERE ended_on IS NULL)",
        ),
        {"data.portal"},
    ),
    "a cookie that nobody declared": Plant(
        a_crawl_that_found("_ga"), {"cookies.functional", "cookies.list"}
    ),
    "a purpose for marketing": Plant(
        policy("    occasion: review\n", "    occasion: review\n    marketing: true\n"),
        {"marketing.none"},
    ),
}
"""Not among them: a copy of an identity card that was kept, since Gestand has no place for one."""


CARRIED = Path(__file__).parents[1] / "docs" / "reference" / "carried.md"
_HEADS = "number", "what was promised", "promises of the example", "mode", "what looks", "planted"


def looks(ids: list[str], found: dict[str, Proved]) -> str:
    """Return what the verdicts on some promises of the example rest on."""
    ones = [found[id_] for id_ in ids]
    names = {f"`{each.probe}`" for one in ones for each in one.evidence}
    said = ["a signature"] if any(one.signed for one in ones) else []
    hollow = any(not one.evidence and not one.signed for one in ones)
    return ", ".join([*sorted(names), *said, *(["nothing yet"] if hollow else [])])


def carried(text: str, found: dict[str, Proved]) -> str:
    """Return the page of what was promised, with the last three columns as they are found."""
    lines = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        ids = re.findall(r"`([^`]+)`", cells[2]) if re.match(r"\| P\d+ ", line) else []
        if ids:
            modes = ", ".join(dict.fromkeys(found[id_].promise.mode for id_ in ids))
            sown = "; ".join(name for name, plant in PLANTS.items() if plant.red & {*ids})
            cells = [*cells[:3], modes, looks(ids, found), sown or "-"]
            line = f"| {' | '.join(cells)} |"
        elif line.startswith("| number"):
            line = f"| {' | '.join(_HEADS)} |"
        elif line.startswith("| ---"):
            line = "|" + " --- |" * 6
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Plant each alone, and tell where other promises turn red than should."""
    wrong = 0
    with TemporaryDirectory() as place:
        swept = founded(Path(place) / "swept", PEOPLE)
        sweep(swept)
        if "--carried" in sys.argv:
            CARRIED.write_text(carried(CARRIED.read_text("utf-8"), told(swept)), "utf-8")
            return 0
        cases = {"nothing": Plant(lambda _folder: None, set()), **PLANTS}
        for number, (name, plant) in enumerate(cases.items()):
            folder = Path(place) / str(number)
            shutil.copytree(swept, folder)
            plant.sow(folder)
            found = red(told(folder))
            wrong += found != plant.red
            verdict = "as it should" if found == plant.red else f"NOT {sorted(found ^ plant.red)}"
            sys.stdout.write(f"{name}: {len(found)} red, {verdict}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The promises of the example company: kept after a run, and broken by what is planted."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from pkgutil import iter_modules
from xml.etree.ElementTree import fromstring

import pytest

from gestand.core.calendar import Period
from gestand.core.facts import Person
from gestand.core.proving.verdict import Verdict
from gestand.wiring import open_company, open_inspection
from gestand.work import probes
from gestand.work.probes import changed, endless, erased, overdue, stated
from gestand.work.probes import given as given_to_others
from gestand.work.promises_told import told_as
from gestand.work.prove import PROBES, Proved
from gestand.work.sweep import Request, prepare
from tests.linde import build
from tests.mutations import MUTATIONS
from tests.noorderlicht import DAY
from tests.planting import CARRIED, came_of, carried
from tests.plants import PLANTS, an_order_without_an_article
from tests.recording import carried_out
from tests.sowing import MORNING, given, red, sweep, told, verdicts
from tests.surfaces.commands import gestand

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
A_DAY = 3
"""How many of the changes the ordinary run makes one by one: other ones every day."""


@pytest.fixture(scope="module")
def swept(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the company as a run has left it."""
    folder = tmp_path_factory.mktemp("swept") / "noorderlicht"
    shutil.copytree(founding, folder)
    sweep(folder)
    return folder


@pytest.fixture(scope="module")
def seen(swept: Path) -> dict[str, Proved]:
    """Give what is told of it."""
    return told(swept)


@pytest.fixture
def made(swept: Path, tmp_path: Path) -> Path:
    """Give the same to be changed."""
    shutil.copytree(swept, tmp_path / "noorderlicht")
    return tmp_path / "noorderlicht"


def test_every_probe_looks() -> None:
    files = {module.name for module in iter_modules(probes.__path__)}
    assert {look.__module__.rpartition(".")[2] for look in PROBES} == files


def test_on_the_morning_after_a_run_nothing_is_red_and_all_periods_are_kept(
    seen: dict[str, Proved]
) -> None:
    found = seen
    assert red(found) == set()  # none is hollow either
    periods = [one for id_, one in found.items() if id_.endswith((".kept", ".ground", ".data"))]
    assert {one.judged.verdict for one in periods} == {Verdict.KEPT}
    assert len(periods) == 3 * 14
    assert found["recruitment.kept"].all_places == {"hr", "jobs mailbox"}
    assert found["recruitment.kept"].seen_in == {"hr"}


def test_before_a_run_every_purpose_with_something_overdue_is_red(founding: Path) -> None:
    found = told(founding)
    (late,) = (each for each in found["security.kept"].evidence if each.probe == "overdue")
    with closing(sqlite3.connect(founding / "shop.db")) as connection:
        asked = "SELECT count(*) FROM sign_ins WHERE signed_in_on <= date(?, '-1 month')"
        (overdue,) = connection.execute(asked, (DAY.isoformat(),)).fetchone()
    assert late.wrong == overdue > 0
    assert found["principles.periods"].judged.verdict is Verdict.BROKEN


def test_what_is_planted_turns_exactly_its_promises_red(made: Path) -> None:
    """All at once that go together: `python -m tests.planting` does each alone, in a minute."""
    every = [*PLANTS.values(), *(plant for _, plant in MUTATIONS.values())]
    together = [each for each in {id(one): one for one in every}.values() if each.together]
    for plant in sorted(together, key=lambda one: not one.recorded):
        plant.sow(made)
    wanted = {id_: one.how for one in together for id_ in one.red}
    broken = {id_: one.how for one in together for id_ in one.red if one.how is Verdict.BROKEN}
    assert verdicts(told(made)) == {**wanted, **broken}


def test_each_of_the_76_promises_is_broken_by_a_change_of_its_own(
    swept: Path, tmp_path: Path
) -> None:
    cases = [(number, plant) for number, (_, plant) in MUTATIONS.items()]
    assert [number for number, _ in cases] == [f"P{number}" for number in range(1, 77)]
    days = datetime.now(UTC).toordinal()
    chosen = cases if ALL else [cases[(days * A_DAY + n) % len(cases)] for n in range(A_DAY)]
    for number, plant in chosen:
        assert came_of(plant, swept, tmp_path / number) == {}, number


def test_what_is_changed_breaks_a_promise_that_carries_it() -> None:
    rows = re.findall(r"^\| (P\d+) \|[^|]*\|([^|]*)\|", CARRIED.read_text("utf-8"), re.M)
    assert len(rows) == len(MUTATIONS)
    for number, cell in rows:
        assert MUTATIONS[number][1].red & {*re.findall(r"`([^`]+)`", cell)}, number


def test_an_occasion_that_nothing_ends_breaks_the_period_of_its_purpose(made: Path) -> None:
    PLANTS["an open application that nothing ends"].sow(made)
    seen = [*endless.look(open_inspection(made, MORNING))]
    assert [(each.promise, each.wrong) for each in seen if each.wrong] == [("recruitment.kept", 1)]


def test_a_store_that_is_down_leaves_unknown_what_it_holds_and_no_more(made: Path) -> None:
    (made / "site.db").unlink()
    found = told(made)
    unknown = {id_ for id_, one in found.items() if one.judged.verdict is Verdict.UNKNOWN}
    of_site = {f"{p}.{what}" for p in ("contact", "testimonials") for what in ("kept", "data")}
    assert of_site <= unknown
    assert found["support.kept"].judged.verdict is Verdict.KEPT
    assert found["principles.periods"].judged.why == "unseen"


def test_any_line_of_the_log_shows_that_nobody_gets_data_of_a_purpose(made: Path) -> None:
    given("example-psp", "processor agreement", "name")(made)
    found = told(made)
    kept, unknown = found["contact.shared"], found["service.shared"].judged.why
    assert (kept.judged.verdict, kept.evidence[0].seen) == (Verdict.KEPT, 1)
    assert unknown == "nothing yet"  # it has a recipient, who got nothing so far


def test_who_took_an_order_in_and_met_it_is_found_however_their_name_is_written(made: Path) -> None:
    for by in ("Bo", "ANN."):
        an_order_without_an_article(made, by)
    (law,) = (one for one in given_to_others.look(open_inspection(made, MORNING))
              if one.promise == "sharing.law")  # fmt: skip
    found = [(one.what, one.where) for one in law.problems if one.where in ("order 1", "order 2")]
    no_article = [(given_to_others.NO_ARTICLE, f"order {number}") for number in (1, 2)]
    assert found == [*no_article, (given_to_others.ONE_PERSON, "order 2")]


def test_what_begins_later_is_not_what_is_promised_today(made: Path) -> None:
    PLANTS["an application of a position filled long ago"].sow(made)
    privacy = made / "privacy"
    text = (privacy / "policy.yaml").read_text("utf-8")
    (privacy / "versions").mkdir()
    (privacy / "versions" / "now.yaml").write_text(text, "utf-8")
    shutil.copytree(privacy / "statement", privacy / "versions" / "now")
    later = text.replace("effective: 2026-01-01", "effective: 2027-02-01").replace("P4W", "P2Y")
    (privacy / "policy.yaml").write_text(later, "utf-8")
    one = told(made)["recruitment.kept"]
    assert (one.judged.verdict, "4 weeks" in one.sentence) == (Verdict.BROKEN, True)


def test_what_stays_of_people_who_were_erased_is_no_breach(made: Path) -> None:
    for kind, store in ("customer", "shop"), ("requester", "support"):
        with closing(sqlite3.connect(made / f"{store}.db")) as connection:
            keys = connection.execute(f"SELECT id FROM {kind}s LIMIT 15").fetchall()
        asking = tuple(Person(kind, key) for (key,) in keys)
        with prepare(open_company(made), Request(DAY, asking, erase=True)) as prepared:
            carried_out(prepared)
    (seen,) = erased.look(open_inspection(made, MORNING))
    assert (seen.seen > 20, seen.problems, seen.unseen) == (True, (), frozenset())


def test_the_page_of_what_was_promised_is_what_is_found(seen: dict[str, Proved]) -> None:
    """`python -m tests.planting --carried` writes it."""
    page = CARRIED.read_text("utf-8")
    assert carried(page, seen) == page


def test_every_form_tells_every_promise(seen: dict[str, Proved]) -> None:
    proved = list(seen.values())
    for form, read in (("json", json.loads), ("junit", fromstring), ("html", str), ("text", str)):
        page = told_as(form, proved, {"language": "nl"})
        assert len(read(page)) > 0
        assert all(one.promise.id in page for one in proved)


def test_a_version_that_changes_a_period_in_silence_is_found(made: Path) -> None:
    policy = open_inspection(made, MORNING).policy
    shorter = replace(policy.purposes["tax"].keep, period=Period(years=6))
    purposes = {**policy.purposes, "tax": replace(policy.purposes["tax"], keep=shorter)}
    older = replace(policy, purposes=purposes, effective=date(2025, 1, 1))
    assert changed.untold([older, policy], set()) == [policy.effective]
    assert changed.untold([older, policy], {policy.effective}) == []
    assert changed.untold([replace(policy, effective=date(2025, 1, 1)), policy], set()) == []


def test_of_people_under_a_hold_nothing_is_overdue(made: Path) -> None:
    planted = PLANTS["an application of a position filled long ago"]
    planted.sow(made)
    fact = "{fact: hold, who: 'applicant:9001', when: 2026-10-05, because: a claim, by: legal"
    said = f"facts: 1\nrecorded:\n  - {fact}, review: 2027-01-01}}\n"
    (made / "privacy" / "facts.yaml").write_text(said, "utf-8")
    seen = overdue.look(open_inspection(made, MORNING))
    assert not {each.promise for each in seen if each.wrong}


def test_a_text_without_a_name_breaks_only_promises_to_be_complete(made: Path) -> None:
    for page in (made / "privacy" / "statement").iterdir():
        text = page.read_text("utf-8").replace("{{ authority.name }}, {{ authority.post }},", "")
        page.write_text(re.sub(r"\{\{ cookies\(\) \}\}", "sessionid", text), "utf-8")
    found = {each.promise: each.wrong for each in stated.look(open_inspection(made, MORNING))}
    assert {promise for promise, wrong in found.items() if wrong} == {"cookies.list"}


def test_the_command_ends_with_1_while_a_promise_is_not_kept(made: Path) -> None:
    done = gestand("promises", made, "--format", "json", "--lang", "nl")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert {one["verdict"] for one in told["promises"]} >= {"kept", "unknown"}
    assert (told["version"], told["later"], told["kept"]) == ("2026-01-01", None, False)
    assert sum(told["counts"].values()) == len(told["promises"])
    (made / "privacy" / "facts.yaml").write_text("facts: 1\nrecorded: [{fact: hold}]", "utf-8")
    assert gestand("promises", made).exit_code == 2


def test_where_there_is_no_statement_the_command_says_so(tmp_path: Path) -> None:
    build(tmp_path)
    told = gestand("promises", tmp_path)
    assert (told.exit_code, "write `statement/en.md`" in told.output) == (2, True), told.output

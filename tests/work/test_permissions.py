"""`may` in a program: what was looked up once says the same as a plan for each person alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.core.names import store_of
from gestand.core.permission import Key
from gestand.core.plan.steps import MayUse, Use
from gestand.wiring import Opener, open_company
from gestand.work.company import Company
from gestand.work.permissions import NoSuchThing, Permissions
from gestand.work.sweep import Request, opened
from tests.linde import TODAY, build, company
from tests.noorderlicht import DAY
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand

ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06', NULL, '2019-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', NULL);
INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2019-02-01', NULL);
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2024-01-10', NULL);
"""
FACT = "facts: 1\nrecorded:\n  - {fact: %s, who: %s, when: 2026-06-01, %s}\n"


def alone(linde: Company, person: Person, purpose: str, day: date) -> dict[Use, set[str]]:
    """Return which categories a plan for one person says may be used, and how."""
    found: dict[Use, set[str]] = {use: set() for use in Use}
    with opened(linde, Request(day, (person,), use=purpose)) as ready, ready.transaction():
        for step in ready.program.steps:
            assert isinstance(step, MayUse)
            if ready.runs[store_of(step.table)].count(step.table, step.where):
                cells = linde.holdings.tables[step.table].cells
                found[step.use] |= {c.category for c in cells if c.name in step.columns}
    return found


def people(linde: Company, of_each: int = 3) -> list[Person]:
    """Return some people of each kind that has rows."""
    found: list[Person] = []
    for kind, table in linde.holdings.subjects.items():
        if table is not None:
            store = linde.stores[store_of(table)]
            with store.run(linde.schemas[store.id], linde.holdings, linde.zone) as run:
                key = linde.holdings.tables[table].key[0]
                with run.transaction(writing=False):
                    keys = sorted(run.values(table, key))
            found += [Person(kind, each) for each in keys[:: max(1, len(keys) // of_each)]]
    return found


def as_each_alone(opened_one: Company, day: date) -> tuple[int, set[tuple[Person, str, str]]]:
    """Compare what is said of all with a plan for each alone; return the questions and what may be.
    """
    may, asked, allowed = Permissions(opened_one, as_of=day), 0, set()
    for person in people(opened_one):
        for purpose in opened_one.policy.purposes:
            told = alone(opened_one, person, purpose, day)
            for category in opened_one.policy.categories:
                found = may.may(person.kind, person.key, purpose, category)
                contained = opened_one.policy.expand(category)
                best = next((use for use in Use if told[use] & contained), None)
                if best is None and found.use is Use.APART:
                    best = Use.APART  # somebody restricted it, and there is nothing to set apart
                assert (found.use, found.allowed) == (best, best is Use.WHOLE), (purpose, category)
                asked += 1
                if found.allowed:
                    allowed.add((person, purpose, category))
    return asked, allowed


def test_everybody_at_once_is_as_each_alone(noorderlicht: Path) -> None:
    asked, allowed = as_each_alone(open_company(noorderlicht), DAY)
    assert asked > 3000 and len(allowed) > 25


def test_what_is_said_in_one_store_counts_in_the_other(tmp_path: Path) -> None:
    """Bo asks a question at the desk; with Cas the shop's own rows say what may be used."""
    bo, ann = Person("customer", 2), Person("customer", 1)
    story = read("a_contract_signed_in_the_other_store")
    with laid_down(story, tmp_path, "sqlite", tmp_path) as at:
        at["desk"].run("INSERT INTO tickets VALUES (9, 2, 'How?', '2026-06-01', NULL)")
        at["shop"].run("UPDATE contracts SET ended_on = NULL WHERE id = 1")
        before = as_each_alone(open_company(tmp_path), TODAY)[1]
        assert {(bo, "support", "message"), (ann, "service", "product")} <= before
        assert (ann, "support", "message") not in before
        (tmp_path / "privacy" / "facts.yaml").write_text(
            FACT % ("restriction", "customer:2", "because: wrong"), "utf-8"
        )
        after = as_each_alone(open_company(tmp_path), TODAY)[1]
        assert after == {each for each in before if each[0] != bo}


@pytest.mark.parametrize(
    ("fact", "who", "more", "kind", "key", "purpose", "category"),
    [
        ("restriction", "customer:1", "because: wrong", "customer", 1, "service", "name"),
        ("objection", "contact:1", "purpose: business contacts", "contact", 1,
         "business contacts", "name"),
    ],
)
def test_what_somebody_says_stops_it(  # noqa: PLR0913  # one column of the table each
    tmp_path: Path, fact: str, who: str, more: str, kind: str, key: Key, purpose: str, category: str
) -> None:
    folder = build(tmp_path, ROWS)
    may = Permissions(open_company(folder), as_of=TODAY)
    assert may.may(kind, key, purpose, category).allowed
    (folder / "privacy" / "facts.yaml").write_text(FACT % (fact, who, more), "utf-8")
    after = Permissions(open_company(folder), as_of=TODAY)
    told = after.may(kind, key, purpose, category)
    assert (told.allowed, told.use) == (False, Use.APART)


@pytest.mark.parametrize("took", [0.0, 1e9], ids=["everybody anew", "each alone"])
def test_a_withdrawal_counts_at_once(noorderlicht: Path, took: float) -> None:
    opened_one = open_company(noorderlicht)
    may = Permissions(opened_one, as_of=DAY, looks=0)
    found = [
        person
        for person in people(opened_one, 999)
        if person.kind == "applicant"
        and may.may("applicant", person.key, "talent pool", "name").allowed
    ]
    assert found
    known = may._kept["talent pool"]
    known.took = took  # for as long as that each is asked for alone
    line = {"event": "withdrawn", "purpose": "talent pool", "who": f"applicant:{found[0].key}",
            "at": f"{DAY.isoformat()}T08:00+01:00"}
    done = gestand("consent", "lines", "--in", noorderlicht, typed=json.dumps(line))
    assert done.exit_code == 0, done.output
    told = [may.may("applicant", one.key, "talent pool", "name").allowed for one in found]
    assert told == [False] + [True] * (len(found) - 1)
    assert (may._kept["talent pool"] is known) == bool(took)


def test_what_is_not_known_is_refused(tmp_path: Path) -> None:
    may = Permissions(company(tmp_path, ROWS), as_of=TODAY)
    assert not may.may("customer", 99, "service", "name").allowed
    for asked in (
        ("custmer", 1, "service", "name"),
        ("customer", 1, "servce", "name"),
        ("customer", 1, "service", "nme"),
    ):
        with pytest.raises(NoSuchThing, match="there is no"):
            may.may(*asked)
    with pytest.raises(NoSuchThing, match="is a number"):
        may.as_typed("customer", "x")


def test_a_declaration_is_read_again_once_a_file_of_it_changed(tmp_path: Path) -> None:
    folder = build(tmp_path, ROWS)
    opened_again = Opener(folder)
    first = opened_again()
    assert opened_again().policy is first.policy and not first.facts.told
    facts = FACT % ("restriction", "customer:1", "because: wrong")
    (folder / "privacy" / "facts.yaml").write_text(facts, "utf-8")
    assert len(opened_again().facts.told) == 1

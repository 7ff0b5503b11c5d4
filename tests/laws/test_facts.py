"""What people ask beside a sweep: nothing more goes because of it, and what is set apart stays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.companies import Drawn, companies
from tests.laws.shapes import Shape
from tests.laws.test_companies import BY_SHAPE, agree, laid_down, some, somebody, swept_on
from tests.oracle.company import read_company
from tests.oracle.oracle import Request, after, decide
from tests.oracle.reach import Person, people_of

DAYS = st.sampled_from([timedelta(days) for days in (-40, -1, 0, 1)])
LAW = "law"


def record(folder: Path, *facts: dict[str, object]) -> None:
    text = yaml.safe_dump({"facts": 1, "recorded": list(facts)}, sort_keys=False)
    (folder / "privacy" / "facts.yaml").write_text(text, "utf-8")


def fact(what: str, person: Person, when: date, **more: object) -> dict[str, object]:
    return {"fact": what, "who": f"{person[0]}:{person[1]}", "when": when, **more}


def placed(person: Person, when: date) -> dict[str, object]:
    """Return that somebody asked for a restriction."""
    return fact("restriction", person, when, because=LAW)


def lifted(person: Person, when: date) -> dict[str, object]:
    """Return that a restriction is over."""
    return fact("restriction lifted", person, when, told=when)


def keyed(folder: Path, number: int) -> Person | None:
    """Return somebody with a row of their own: others are named by a digest, which is no law."""
    person = somebody(read_company(folder), number)
    return person if person and isinstance(person[1], int) else None


def matters(drawn: Drawn, person: Person, when: date) -> list[dict[str, object]]:
    """Return all that a person may ask, and say about the purposes of a company, once."""
    told = [fact("erasure asked", person, when), placed(person, when)]
    for name, words in drawn.policies[-1]["purposes"].items():
        if words["basis"] == "consent":
            told.append(fact("consent withdrawn", person, when, purpose=name))
        elif "interest" in words["basis"]:
            told.append(fact("objection", person, when, purpose=name))
    return told


@BY_SHAPE
def test_what_is_set_apart_stays_and_nothing_more_goes(shape: Shape) -> None:
    @some(8 // shape.cost)
    @given(companies(shape), st.integers(0, 20), DAYS, st.sampled_from(("restriction", "hold")))
    def law(drawn: Drawn, number: int, ago: timedelta, what: str) -> None:
        with laid_down(drawn) as without, laid_down(drawn) as folder:
            person, naive = keyed(folder, number), read_company(folder)
            if person is None:
                return
            more = {"by": LAW, "review": date(2030, 1, 1)} if what == "hold" else {}
            placed = drawn.as_of + ago
            record(folder, fact(what, person, placed, because=LAW, **more))
            verdict = decide(read_company(folder), Request(drawn.as_of))
            swept = swept_on(drawn, folder, drawn.as_of)
            agree(swept, verdict, after(naive, verdict))
            plain = swept_on(drawn, without, drawn.as_of).left
            for table in naive.personal_tables():
                for rid in naive.rows_of(table):
                    there, row = swept.left[table].get(rid[1]), naive.row(rid)
                    bare = plain[table].get(rid[1])
                    assert bare is None or there is not None
                    if there is None:
                        continue
                    assert bare is None or all(there[c] in (bare[c], row[c]) for c in row)
                    theirs = [found for _, found in people_of(naive, rid)]
                    if theirs == [person] and placed <= drawn.as_of:
                        assert there == row

    law()


@BY_SHAPE
def test_what_people_say_is_as_the_oracle_counts_it(shape: Shape) -> None:
    @some(10 // shape.cost)
    @given(companies(shape), st.integers(0, 20), DAYS, st.data())
    def law(drawn: Drawn, number: int, ago: timedelta, data: st.DataObject) -> None:
        with laid_down(drawn) as folder:
            person = keyed(folder, number)
            if person is None:
                return
            said = matters(drawn, person, drawn.as_of + ago)
            record(folder, *data.draw(st.lists(st.sampled_from(said), max_size=3, unique_by=str)))
            naive = read_company(folder)
            verdict = decide(naive, Request(drawn.as_of))
            swept = swept_on(drawn, folder, drawn.as_of)
            agree(swept, verdict, after(naive, verdict))
            assert swept_on(drawn, folder, drawn.as_of).changed == 0

    law()

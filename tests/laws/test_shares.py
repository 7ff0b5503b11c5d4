"""What companies the laws are tried on: enough of each kind that is easy to get wrong."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.laws.erasing import on_a_circle, owners, rows_of
from tests.laws.filling import Made, made
from tests.laws.test_companies import laid_down
from tests.laws.test_laws import NUMBERS
from tests.oracle.company import Company, read_company
from tests.oracle.oracle import Request, Verdict, decide
from tests.oracle.reach import owner_rows

WANTED = (
    *("a cycle", "a shared owner", "a retained child", "a polymorphic edge"),
    *("a key that is not primary", "a counter", "a copy", "a history"),
    *("a document in parts", "an attribute"),
)
LEAST = 0.10


def kinds_of_trouble(company: Company, made_up: Made, verdict: Verdict) -> Iterator[str]:
    """Yield what is difficult about the rows of a company, and about who asks."""
    rows, tables = list(rows_of(company)), made_up.scheme.tables.values()
    people = [owners(company, rid) for rid in rows]
    held = {rid for rid, _ in verdict.grounds}
    above = {there for rid in held for there in owner_rows(company, rid)}
    told = {
        "a cycle": any(on_a_circle(company, rid) for rid in rows),
        "a shared owner": any(len({*each}) > 1 for each in people),
        "a retained child": any(rid not in held and rid not in verdict.erased for rid in above),
        "a polymorphic edge": any(owner.when for table in tables for owner in table.owners),
        "a key of several columns": any(len(table.key) > 1 for table in tables),
        "somebody who owns a row in two ways": any(len(each) > len({*each}) for each in people),
        "a key that is not primary": any(not table.primary for table in tables),
        "a counter": any("counts" in table.said for table in tables),
        "a copy": any("copies" in table.said for table in tables),
        "a history": any("history" in table.said for table in tables),
        "a document in parts": any(c.fill == "papers" for table in tables for c in table.columns),
        "an attribute": any(c.fill == "trait" for table in tables for c in table.columns),
        "two kinds in one table": bool(made_up.scheme.when),
        "an older version": len(made_up.drawn.policies) > 1,
        "a row that goes": bool(verdict.erased),
        "a value that goes": bool(verdict.emptied),
        "a question": bool(verdict.asked),
    }
    yield from (kind for kind, is_so in told.items() if is_so)


@pytest.mark.nightly
def test_a_tenth_of_the_companies_has_each_kind_of_trouble() -> None:
    found: Counter[str] = Counter()

    @seed(0)
    @settings(
        max_examples=200,  # nothing is run: only the oracle looks at them
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(made(), NUMBERS)
    def counting(company: Made, numbers: tuple[int, int, int]) -> None:
        with laid_down(company.drawn) as folder:
            naive = read_company(folder)
            people = frozenset(who for rid in rows_of(naive) for who in owners(naive, rid))
            asking = sorted(people, key=str)[numbers[0] % max(1, len(people)) :: 4]
            verdict = decide(naive, Request(company.drawn.as_of, frozenset(asking), erase=True))
            found.update(["companies", *kinds_of_trouble(naive, company, verdict)])

    counting()
    shares = {kind: count / found["companies"] for kind, count in sorted(found.items())}
    if "GESTAND_EXAMPLES" in os.environ:
        print("\n" + "\n".join(f"{share:6.1%}  {kind}" for kind, share in shares.items()))  # noqa: T201  # asked for
    assert [kind for kind in WANTED if shares.get(kind, 0) < LEAST] == [], shares

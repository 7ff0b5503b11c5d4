"""Does every consent say to which words it was given?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gestand.core.datamap.holdings import Occasion
from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.policy.model import Basis
from gestand.core.predicate import NEVER, Column, Not, Null, all_of
from gestand.core.promises import slug
from gestand.core.proving.verdict import Evidence, Problem
from gestand.stores.base import Run, Store
from gestand.work.company import Company
from gestand.work.inspection import Inspection

NAME = "consented"
NO_TEXT = "consent without text"


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield the consents without their words, for each purpose that rests on consent."""
    company, purposes = inspection.company, inspection.policy.purposes.values()
    resting = [one.id for one in purposes if one.basis is Basis.CONSENT]
    seen: dict[str, int] = defaultdict(int)
    found: dict[str, list[Problem]] = defaultdict(list)
    if company is not None:
        for name, store in company.stores.items():
            _look_at(company, name, store, (seen, found))
    for purpose in resting:
        yield _evidence(inspection, f"{slug(purpose)}.ground", [purpose], seen, found)
    if resting:
        yield _evidence(inspection, "principles.consent", resting, seen, found)


def _look_at(
    company: Company,
    name: str,
    store: Store,
    into: tuple[dict[str, int], dict[str, list[Problem]]],
) -> None:
    here = [one for one in company.holdings.occasions if store_of(one.table) == name]
    with store.run(company.schemas[name], company.holdings, company.zone) as run:
        with run.transaction(writing=False):
            for occasion in here:
                _count(run, occasion, *into)


def _count(
    run: Run, occasion: Occasion, seen: dict[str, int], found: dict[str, list[Problem]]
) -> None:
    for purpose, consent in occasion.consents.items():
        given = Not(Null(Column(ROW, consent.given.column)))
        silent = all_of(given, Null(Column(ROW, consent.text))) if consent.text else NEVER
        asked, wordless = run.counts(occasion.table, (given, silent))
        seen[purpose] += asked
        if wordless:
            found[purpose].append(Problem(NO_TEXT, f"{occasion.table}.{consent.text}", wordless))


def _evidence(
    inspection: Inspection,
    promise: str,
    purposes: list[str],
    seen: dict[str, int],
    found: dict[str, list[Problem]],
) -> Evidence:
    stores = frozenset[str]().union(*map(inspection.stores_of, purposes))
    unseen = inspection.lost & stores if inspection.company else stores
    return Evidence(
        NAME,
        promise,
        inspection.at,
        sum(seen[purpose] for purpose in purposes),
        tuple(problem for purpose in purposes for problem in found[purpose]),
        stores - unseen,
        unseen,
        inspection.places_of(purposes),
    )

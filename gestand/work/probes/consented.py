"""Does every consent say to which words it was given, and for children who gave it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gestand.core.calendar import Period, Term
from gestand.core.datamap.holdings import Consent, Occasion
from gestand.core.moments import at, filled
from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.policy.model import Basis
from gestand.core.predicate import (
    NEVER,
    Column,
    InTime,
    Not,
    Null,
    Predicate,
    all_of,
)
from gestand.core.promises import slug
from gestand.core.proving.verdict import Evidence, Problem
from gestand.stores.base import Run, Store
from gestand.work.company import Company
from gestand.work.inspection import Inspection

NAME = "consented"
NO_TEXT = "consent without text"
OF_A_CHILD = "consent of a child"


@dataclass
class _Looked:
    """What was seen of consents by purpose; below the age of `ages` a guardian gives it."""

    ages: Mapping[str, int]
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wordless: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    young: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    def count(self, run: Run, occasion: Occasion) -> None:
        """Count the consents in the rows of an occasion."""
        for purpose, consent in occasion.consents.items():
            given = Not(Null(Column(ROW, consent.given.column)))
            silent = all_of(given, Null(Column(ROW, consent.text))) if consent.text else NEVER
            alone = all_of(given, _of_a_child(consent, self.ages.get(purpose)))
            asked, wordless, young = run.counts(occasion.table, (given, silent, alone))
            self.seen[purpose] += asked
            where = f"{occasion.table}.{consent.text or consent.given.column}"
            if wordless:
                self.wordless[purpose].append(Problem(NO_TEXT, where, wordless))
            if young:
                where = f"{occasion.table}.{consent.by}"
                self.young[purpose].append(Problem(OF_A_CHILD, where, young))


def _of_a_child(consent: Consent, age: int | None) -> Predicate:
    """Return where nobody else gave the consent of somebody below an age.

    The birthday itself counts as below: that somebody else is named then does no harm.
    """
    if age is None or consent.by is None or consent.born is None:
        return NEVER
    given, born = at(consent.given, ROW), at(consent.born, ROW)
    below = InTime(given, born, Term(Period(years=age)))
    return all_of(Null(Column(ROW, consent.by)), filled(born), below)


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield for each purpose that rests on consent those without words, or of a child alone."""
    company, purposes = inspection.company, inspection.policy.purposes.values()
    resting = [one.id for one in purposes if one.basis is Basis.CONSENT]
    looked = _Looked({one.id: one.guardian_below for one in purposes if one.guardian_below})
    if company is not None:
        for name, store in company.stores.items():
            _look_at(company, name, store, looked)
    for purpose in resting:
        named = f"{slug(purpose)}.ground"
        yield _evidence(inspection, named, [purpose], looked.seen, looked.wordless)
    if resting:
        yield _evidence(
            inspection, "principles.consent", resting, looked.seen, looked.wordless
        )
    for purpose in looked.ages:
        named = f"{slug(purpose)}.guardian"
        yield _evidence(inspection, named, [purpose], looked.seen, looked.young)


def _look_at(company: Company, name: str, store: Store, looked: _Looked) -> None:
    here = [one for one in company.holdings.occasions if store_of(one.table) == name]
    with store.run(company.schemas[name], company.holdings, company.zone) as run:
        with run.transaction(writing=False):
            for occasion in here:
                looked.count(run, occasion)


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

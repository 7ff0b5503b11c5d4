"""Whether a person is under a hold or restricted, by all that is on record about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gestand.core.facts import DATA, HoldPlaced, Part, Person, RestrictionPlaced
from gestand.core.policy.model import Policy
from gestand.core.request import Outcome, Request
from gestand.core.rights_items import item_of
from gestand.core.rights_rules import Right
from gestand.work.company import Company
from gestand.work.noted import Noted, told_by_columns
from gestand.work.people import reading
from gestand.work.rights_kept import Kept, is_recorded_person


@dataclass(frozen=True)
class Looked:
    """Whether the stores say that a person is apart: asked before own records are written.

    Nobody who records something waits for a store then. What own records say by the time at which
    it is recorded is asked once more, for that takes no store.
    """

    company: Company
    in_stores: bool

    def is_apart(self, kept: Kept, today: date) -> bool:
        """Tell whether nothing of the person of a request may be changed or removed today."""
        return self.in_stores or _on_record(self.company, kept, today)


def look_in_stores(company: Company, kept: Kept, today: date) -> Looked:
    """Ask the stores whether the person of a request is apart; CannotRun where one cannot be read.

    Their columns say so, where the data map names some.
    """
    return Looked(company, _names(company, kept, _in_columns(company, today)))


def is_apart(company: Company, kept: Kept, today: date) -> bool:
    """Tell whether nothing of the person of a request may be changed or removed today.

    Asks the register of holds, facts.yaml and the columns of the data map; CannotRun where one of
    them cannot be read. A plan to erase leaves in place whatever is held; where an order that is
    secret is all that holds it, the request is carried out so, and the plan of its release removes
    the rest: to refuse it would tell of the order (decision 092).
    """
    secret = kept.request.right is Right.ERASURE
    if _names(company, kept, _in_columns(company, today)):
        return True
    return _on_record(company, kept, today, but_secret=secret)


def _names(company: Company, kept: Kept, people: Iterable[Person]) -> bool:
    return any(is_recorded_person(company.state, kept.row, one) for one in people)


def _on_record(company: Company, kept: Kept, today: date, *, but_secret: bool = False) -> bool:
    """Tell whether what is on record keeps what is to be changed or removed."""
    standing = Noted.of(company, today, told=but_secret).standing
    if _names(company, kept, (*standing.held, *standing.restricted)):
        return True
    theirs = (part for who, part in standing.parts if _names(company, kept, (who,)))
    return any(_stands_in_the_way(company.policy, kept.request, part) for part in theirs)


def _stands_in_the_way(policy: Policy, request: Request, part: Part) -> bool:
    """Tell whether something was granted of what alone is restricted."""
    asked = policy.expand(*request.categories or policy.categories)
    data = part.what == DATA
    apart = policy.expand(part.name) if data else policy.declared_categories(part.name)
    within = {name: tuple(policy.expand(name)) for name in request.items}
    items = (item_of(request, name, within) for name in apart if name in asked)
    return any(item is not None and item.outcome is Outcome.GRANTED for item in items)


def _in_columns(company: Company, today: date) -> Iterator[Person]:
    for columns in company.holdings.facts:
        if columns.purpose is None:
            with reading(company, columns.table) as run:
                told = list(told_by_columns(run, columns, today))
            yield from (f.person for f in told if isinstance(f, RestrictionPlaced | HoldPlaced))

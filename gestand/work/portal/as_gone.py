"""Whether somebody signs in no more, since nothing holds their address but an order that is secret.

Of somebody else the address would be gone by then, and no code would be sent to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gestand.core.facts import Person
from gestand.core.plan.steps import Read
from gestand.work.answer.about import Manner
from gestand.work.answer.rows import shown
from gestand.work.company import Company
from gestand.work.orders import secret_holds
from gestand.work.sweep import Opened, Request, opened


def is_as_gone(company: Company, people: Sequence[Person], today: date) -> bool:
    """Tell whether no address of who signs in may be told; CannotRun where it cannot be read.

    Nothing is read while no order is secret.
    """
    if not secret_holds(company.state, today):
        return False
    with opened(company, Request(today, tuple(people), access=True)) as ready:
        manner = Manner.of(people, ready)
        if not manner.in_part:
            return False
        with ready.transaction():
            return not any(_is_told(ready, store, manner) for store in ready.runs)


def _is_told(ready: Opened, store: str, manner: Manner) -> bool:
    """Tell whether an identifier stands in a row of a store that is told."""
    steps = [step for step in ready.program.of_store(store) if isinstance(step, Read)]
    told = ready.runs[store].told(steps)
    for step in steps:
        table, columns = ready.company.holdings.tables[step.table], _identifiers(ready, step)
        cells = ready.columns_told(step)
        for row in told.rows(step) if columns else ():
            one = manner.told(shown(step, cells, row, 1, {}), table)
            named = (cell for cell in one.cells if cell.column.column in columns) if one else ()
            if any(not cell.empty for cell in named):
                return True
    return False


def _identifiers(ready: Opened, step: Read) -> frozenset[str]:
    """Return the columns of a table in which people who ask are known by an identifier."""
    holdings = ready.company.holdings
    kinds = {person.kind for person in ready.request.people}
    own = (holdings.identifiers[kind] for kind in kinds if holdings.subjects[kind] == step.table)
    ways = (way.column for way in holdings.tables[step.table].identifiers if way.kind in kinds)
    return frozenset([*ways, *(name for names in own for name in names)])

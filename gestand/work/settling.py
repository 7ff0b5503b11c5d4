"""Settle with the stores themselves what became of a run that was killed.

Whoever writes a receipt does this before it: also who only reads, since the next run looks at the
newest receipt alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache

from gestand.errors import CannotRun
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.intents import Kept, reconcile


def kept_in(runs: Mapping[str, Run]) -> Kept:
    """Return what asks a store whether it kept a transaction of a run that was killed."""

    def kept(store: str, mark: str) -> bool | None:
        run = runs.get(store)
        return None if run is None else run.kept(mark)

    return kept


def settle(company: Company) -> int | None:
    """Mark the receipt of a run that was killed, and return its number; None where all ended.

    A store is opened only where it has to be asked. One in which nothing may be written cannot
    tell: to be sure, it is asked by writing.
    """
    with ExitStack() as stack:

        @cache
        def run(name: str) -> Run:
            store = company.stores[name]
            return stack.enter_context(
                store.run(company.schemas[name], company.holdings, company.zone)
            )

        def kept(name: str, mark: str) -> bool | None:
            try:
                return run(name).kept(mark) if name in company.stores else None
            except CannotRun:
                return None

        return reconcile(company.state, kept)

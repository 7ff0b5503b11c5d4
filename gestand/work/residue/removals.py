"""When rows were last removed, as receipts tell, and what is left of them below the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from gestand.core.residue.physical import Bytes, Grade, Removed, grade
from gestand.work.company import Company
from gestand.work.gist import gists_of
from gestand.work.receipt import Receipt
from gestand.work.state import State

NEVER = Removed()


def removals(state: State) -> dict[str, Removed]:
    """Return, by store, when rows of it were last removed or changed."""
    found: dict[str, dict[str, datetime]] = {}
    with gists_of(state) as gists:
        for store, tables in (each for gist in gists for each in gist.removed.items()):
            found[store] = found.get(store, {}) | tables
    return {store: Removed(max(tables.values()), tables) for store, tables in found.items()}


def after_run(company: Company, receipt: Receipt) -> list[Grade]:
    """Return what is left below the tables of each store that a run has changed."""
    return after_runs(company, receipt.overwritten)


def after_runs(company: Company, changed: Mapping[str, bool]) -> list[Grade]:
    """Return what is left below the tables of stores that were changed.

    By store `changed` tells whether old values are gone from its files.
    """
    return list(_after_runs(company, changed)) if changed else []


def _after_runs(company: Company, changed: Mapping[str, bool]) -> Iterator[Grade]:
    removed = removals(company.state)
    for name, overwritten in changed.items():
        told = company.stores[name].below(())
        if isinstance(told, Bytes):
            told = replace(told, overwritten=overwritten)
        yield grade(name, told, removed[name], company.backups.get(name), held=False)

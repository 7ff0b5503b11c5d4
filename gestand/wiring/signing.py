"""Finds the ledger for what is published: who publishes without one waits for no Django."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from gestand.errors import CannotRun
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.project import Project
from gestand.work.state import DATABASE


@contextmanager
def journal_that_is_there(project: Project, *, make: bool = False) -> Iterator[Journal | str]:
    """Open the journal of an organisation where it was begun; else say why there is none.

    With `make` it is begun: what is to be written down must stand somewhere, so CannotRun is
    raised where it cannot.
    """
    if project.datamap is None:
        missing = "the data map, which says where own records are, is not there"
        if make:
            raise CannotRun(missing)
        yield missing
        return
    records = project.datamap.records
    try:
        heads = Heads.of(project.root, records)
    except CannotRun as error:
        if make:
            raise
        yield str(error)
        return
    if not make and not heads.state.url and not (heads.state.folder / DATABASE).exists():
        yield "there is no ledger yet, which `gestand apply` begins"
        return
    with import_module("gestand.wiring.recording").journal_in(heads, records) as journal:
        yield journal

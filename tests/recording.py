"""Carry out, decide and answer as the commands do: with the journal open."""

from __future__ import annotations

from typing import Any

from gestand.core.facts import Decision
from gestand.wiring.recording import journal_of, keyring_of
from gestand.work.access import Given, Wanted, give_access
from gestand.work.bring_back import Told
from gestand.work.carry_out import Receipt, carry_out
from gestand.work.company import Company
from gestand.work.decide import Answer, decide
from gestand.work.sweep import Prepared, Request
from gestand.work.undo import undoing
from gestand.work.way_back import way_back


def carried_out(prepared: Prepared, *how: Any, **options: Any) -> Receipt:
    company, day = prepared.company, prepared.request.as_of
    with keyring_of(company) as keyring:
        back = way_back(company, day, keyring)
        return carry_out(prepared, keyring.journal, *how, back=back, **options)


def undone(company: Company, number: int) -> Told:
    """Undo a run, after looking that the preview tells the same."""
    with keyring_of(company) as keyring, undoing(company, keyring, number) as ready:
        seen = ready.preview()
        _, told = ready.carry_out()
        assert seen == told
        return told


def decided(company: Company, request: Request, step: str, answer: Answer) -> Decision:
    with journal_of(company) as journal:
        return decide(company, request, step, answer, journal)


def given(company: Company, request: Request, wanted: Wanted, *how: Any) -> Given:
    with journal_of(company) as journal:
        return give_access(company, request, wanted, journal, *how)


class Unrecorded:
    """A journal that keeps nothing, for laws about rows: thousands of runs would wait for disks."""

    def refuse_doubts(self) -> None:
        """Believe everything."""

    def keep_up(self) -> None:
        """Write nothing."""

"""Carry out, decide and answer as the commands do: with the journal open."""

from __future__ import annotations

from typing import Any

from gestand.core.facts import Decision
from gestand.wiring.recording import journal_of
from gestand.work.access import Given, Wanted, give_access
from gestand.work.carry_out import Receipt, carry_out
from gestand.work.company import Company
from gestand.work.decide import Answer, decide
from gestand.work.sweep import Prepared, Request


def carried_out(prepared: Prepared, *how: Any, **options: Any) -> Receipt:
    with journal_of(prepared.company) as journal:
        return carry_out(prepared, journal, *how, **options)


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

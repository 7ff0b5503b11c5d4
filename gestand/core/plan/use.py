"""Compile what a purpose may do with the values that it holds (GROUNDS rules 17, 18 and 26).

A value may be used while its occasion is active. In the tail a purpose does what its `tail
use` says and nothing else; one that says nothing goes on as it did. What is set apart, what
an objection suspends and what a person must look at first may not be used at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from gestand.core.apart import parts_apart, set_apart
from gestand.core.claims import ways_of
from gestand.core.datamap.holdings import Cell, HeldTable
from gestand.core.grounds import Claim, Grounds
from gestand.core.plan.cells import claims_of
from gestand.core.plan.compile import Compiler
from gestand.core.plan.steps import MayUse, Program, Survey, Use
from gestand.core.policy.model import Basis
from gestand.core.predicate import NEVER, Predicate, all_of, any_of, none_of

Ways = tuple[int, ...]
"""The numbers of some ways of a row to people."""


@dataclass(frozen=True)
class Using:
    """Writes the steps that tell what `purpose` may do about the people asked about."""

    compiler: Compiler
    grounds: Grounds
    purpose: str

    def program(self) -> Program:
        """Return, per table that holds something for the purpose, a step for each way to use it."""
        steps: list[MayUse] = []
        surveys: dict[str, Survey] = {}
        for name in reversed(self.compiler.holdings.order):
            table = self.compiler.holdings.tables[name]
            scope = self.compiler.scope(table)
            claims = [c for c in claims_of(self.grounds, table) if c.purpose == self.purpose]
            if scope == NEVER or not claims:
                continue
            surveys[name] = Survey(name, table.key, scope, (), whole=not self.compiler.asked)
            for number, claim in enumerate(claims):
                steps += self._steps(table, claim, number)
        return Program(self.grounds.question.as_of, tuple(steps), surveys)

    def _steps(self, table: HeldTable, claim: Claim, number: int) -> Iterator[MayUse]:
        only, groups = self.tail_use(), self._by_people(table, claim)
        for people, about in groups:
            columns = tuple(cell.name for cell in groups[people, about])
            told = "".join(f"-{way}" for way in about) if len(groups) > 1 else ""
            step = f"use:{table.id}:{self.purpose.replace(' ', '-')}-{number + 1}{told}"
            for use, where in self.uses(table, claim, about, tail=bool(only)):
                yield MayUse(
                    f"{step}-{use.value}",
                    table.id,
                    table.key,
                    columns,
                    self.purpose,
                    use,
                    all_of(self.compiler.scope(table, people), where),
                    only if use is Use.TAIL else "",
                    people,
                )

    def _by_people(
        self, table: HeldTable, claim: Claim
    ) -> dict[tuple[Ways, Ways], list[Cell]]:
        """Return the cells of a claim by the people of the purpose, and all they are about.

        Of a purpose that its versions declare for one kind of people since another day than for
        the other, each has a claim of its own; what it holds for one it uses of both.
        """
        found: dict[tuple[Ways, Ways], list[Cell]] = {}
        for cell in table.cells:
            claims = self.grounds.claims(table, cell)
            if claim in claims:
                own = (ways_of(table, c) for c in claims if c.purpose == self.purpose)
                people = tuple(sorted({*chain.from_iterable(own)}))
                found.setdefault((people, cell.ways), []).append(cell)
        return found

    def tail_use(self) -> str:
        """Return what the purpose may still do in the tail; nothing where it says nothing."""
        words = self.grounds.policy.purposes[self.purpose].tail_use or {}
        return words.get("en") or next(iter(words.values()), "")

    def uses(
        self, table: HeldTable, claim: Claim, about: Ways, *, tail: bool
    ) -> Iterator[tuple[Use, Predicate]]:
        """Yield each way to use the values with where it counts: one of them for each row.

        The values are about the people at the end of the ways `about`: what is set apart for one
        of them is so for a purpose that holds it for another as well.
        """
        grounds = self.grounds
        live, usable = grounds.live(table, claim), grounds.usable(table, claim)
        question = grounds.question
        cells = [c for c in table.cells if c.category == claim.apart]
        apart = any_of(
            set_apart(self.compiler.holdings, question, table, about),
            parts_apart(self.compiler.holdings, question, table, (claim,), cells),
        )
        unclear = grounds.unclear(table, claim)
        free = none_of(apart, unclear)
        active = grounds.usable(table, claim, active=True) if tail else usable
        yield Use.WHOLE, all_of(active, free)
        if tail:
            yield Use.TAIL, all_of(usable, none_of(active), free)
        suspended = all_of(live, none_of(usable), free)
        if grounds.policy.purposes[claim.purpose].basis is Basis.CONSENT:
            # Nothing suspends a consent: it is of a day to come, and somebody must look at it.
            yield Use.APART, all_of(any_of(live, unclear), apart)
            yield Use.UNCLEAR, any_of(all_of(unclear, none_of(apart)), suspended)
            return
        yield Use.APART, all_of(any_of(live, unclear), any_of(apart, suspended))
        yield Use.UNCLEAR, all_of(unclear, none_of(apart))

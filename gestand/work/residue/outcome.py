"""What came of looking: the places, how many, and what is left below the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gestand.core.names import store_of
from gestand.core.residue import physical
from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.grades import Grade, Place, Why
from gestand.stores.base import Key
from gestand.work.residue.rows import FoundRow

HIDDEN = "(holds an identifier)"


@dataclass
class Outcome:
    """What was found: how many rows or files per place, the keys of those, what was looked at.

    `closed` files are packed in a way in which nobody can look into them. `undoable` gives, by
    the number of a run that can still be undone, until when.
    """

    sought: Sequence[Sought]
    tables: int
    files: int = 0
    closed: int = 0
    counts: Counter[Place] = field(default_factory=Counter)
    keys: dict[Place, list[Key]] = field(default_factory=dict)
    receipt: int = 0
    below: tuple[physical.Grade, ...] = ()
    undoable: dict[int, str] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """The places, in the order in which they are listed."""
        return sorted(self.counts, key=lambda place: place.order)

    @property
    def residue(self) -> int:
        """At how many places no ground holds it: cells and files."""
        return sum(n for place, n in self.counts.items() if place.why.grade.is_residue)

    @property
    def settled(self) -> bool:
        """Whether all that was found is held by a ground, or set apart."""
        below = any(grade.residue for grade in self.below)
        return not below and all(place.why.grade.is_settled for place in self.counts)

    @property
    def held_in(self) -> frozenset[str]:
        """The stores in which some row holds what is looked for."""
        return frozenset(store_of(p.table) for p in self.counts if p.table and not p.folder)

    def add_row(self, table: str, row: FoundRow, whys: Mapping[str, Why]) -> None:
        """Count a row at each of its places."""
        for column, form in row.forms.items():
            self._add(Place(table, column, form, whys[column], row.folder), row.key)

    def add_file(self, folder: str, name: str, form: Form) -> None:
        """Count a file that no row names."""
        self._add(Place("", "", form, Why(Grade.UNNAMED), folder), (name,))

    def _add(self, place: Place, key: Key) -> None:
        self.counts[place] += 1
        # INVARIANT: what is told of a row or a file holds no identifier: its key may be one.
        told = tuple(HIDDEN if self._holds(part) else part for part in key)
        self.keys.setdefault(place, []).append(told)

    def _holds(self, part: object) -> bool:
        return any(one.form_in(str(part)) for one in self.sought)

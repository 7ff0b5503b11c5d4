"""What the work floor asks of a store about the views of purposes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any as AnyValue
from typing import Protocol

from gestand.core.plan.views import View
from gestand.core.predicate import Predicate

BESIDE = "gestand_apart"
"""How the names of our tables beside views begin; this one tells until when their keys count."""


@dataclass(frozen=True)
class WrittenView:
    """A view as its store makes it: `select` is what it shows, until the moment `until` in UTC.

    `keys` are the tables, by key set, in which keys last that it looks at. `refused` says why
    there can be no such view.
    """

    view: View
    name: str
    select: str
    until: str
    keys: Mapping[str, AnyValue] = field(repr=False)
    refused: str = ""


class Views(Protocol):
    """Writes views of purposes for one store, and makes them there."""

    @property
    def has_roles(self) -> bool:
        """Whether the database knows roles."""

    def there(self) -> frozenset[str]:
        """Return the names of all views of purposes that the store has."""

    def shows(self, name: str, table: str, columns: Mapping[str, Predicate]) -> dict[str, int]:
        """Return, by column, how many values a view shows of the rows of a table that are named.

        Each column comes with where that is; one that the view has not, or that shows nothing
        there, is left out. Raises CannotRun for a view that cannot be read beside its table.
        """

    def write(self, view: View, name: str, until: datetime) -> WrittenView:
        """Write a view that shows nothing from the moment `until` on."""

    def statements(self, written: Sequence[WrittenView]) -> list[str]:
        """Return what makes the tables of keys and the views; it says nothing of anybody."""

    def grants(self, written: Sequence[WrittenView], role: str) -> list[str]:
        """Return what lets a role read views and nothing else; nothing where there are no roles."""

    def replace(
        self, purposes: Collection[str], written: Sequence[WrittenView], names: Collection[str]
    ) -> None:
        """Make views anew, with their keys as they are now; those of `names` go first."""

    def keys_there(self) -> frozenset[str]:
        """Return the names of the tables in which keys last."""

    def gone(self, written: Sequence[WrittenView]) -> dict[str, list[tuple[AnyValue, ...]]]:
        """Return, by table, the keys that last there and that views made now would not get."""

    def narrow(self, written: Sequence[WrittenView]) -> frozenset[str]:
        """Take out the keys that views made now would not get, in the caller's transaction.

        Returns the tables of which no view made now has use: those are emptied. A view that still
        looks there shows nothing until it is made anew, rather than somebody it left out.
        """

    def close(self) -> bool:
        """Let every view show nothing until it is made anew; tell whether one could show any."""

    def drop_rest(self, purposes: Collection[str]) -> None:
        """Drop the keys of all purposes but these, of which no view is left."""

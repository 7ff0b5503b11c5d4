"""Read whose rows a table has: each owner is one edge, or a person known by an identifier."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gestand.core.datamap import table_keys
from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.model import Owner
from gestand.core.document import Fields, Items, Node
from gestand.core.entries import Entry, Reader
from gestand.core.found import Word, shown

CODES = {
    "G309": "a row is said to belong to whoever points at it",
    "G328": "an owner of rows stands within a document",
}

_POINTS_BACK = re.compile(r"via (\S+) of (\S+)")


@dataclass(frozen=True)
class Owning:
    """Reads owners; `table_name` and `when` read the name of a table, and a condition."""

    reader: Reader
    table_name: Callable[[Word], str]
    when: Callable[[Entry], tuple[Comparison, ...]]

    def owners(self, entry: Entry) -> tuple[Owner, ...]:
        """Return the owners that a table names."""
        several = entry.get("owners")
        if several is not None and "owner" in entry.fields:
            message = f"{entry.what} has `owner` and `owners`"
            hint = "name all of them under `owners:`"
            self.reader.found.add(entry.span, "G301", message, "", hint)
        nodes = several.items if isinstance(several, Items) else (several or entry.get("owner"),)
        found = (self._owner(entry, node) for node in nodes)
        return tuple(dict.fromkeys(owner for owner in found if owner is not None))

    def _owner(self, entry: Entry, node: Node | None) -> Owner | None:
        if not isinstance(node, Fields):
            column = self.reader.text(node, "column")
            if column is None or self._is_refused(entry, column):
                return None
            return Owner(column, span=column.span)
        owner = self.reader.entry(node, f"the owner of {entry.what}", table_keys.OWNER)
        by, at = owner.like("KIND by IDENTIFIER"), owner.like("COLUMN")
        if len(by) + len(at) != 1:
            hint = "write `owner: COLUMN` or `owner: {KIND by IDENTIFIER: COLUMN}`"
            message = f"{owner.what} is not one edge"
            self.reader.found.add(owner.span, "G301", message, "", hint)
            return None
        ((key, names),) = by or at
        value, when = self.reader.text(owner.get(key)), self.when(owner)
        if value is None or self._is_refused(entry, value if names else key):
            return None
        if names:
            kind, identifier = Word(names[0], key.span), names[1]
            return Owner(value, kind=kind, identifier=identifier, when=when, span=key.span)
        return Owner(key, table=self.table_name(value), when=when, span=key.span)

    def _is_refused(self, entry: Entry, column: Word) -> bool:
        """Tell whether what should be a column is something by which no owner can be found."""
        if back := _POINTS_BACK.fullmatch(column):
            message = f"the rows of {entry.what} are said to belong to whoever points at them"
            hint = f"give the table a column with the person's key, and fill it from `{back[2]}`"
            self.reader.found.add(column.span, "G309", message, column, hint)
        elif "$." in column:
            message = f"the owner of {entry.what} stands within a document: `{shown(column)}`"
            hint = "keep it in a column of its own, which the program or a trigger on INSERT "
            hint += "fills from the document, and name that column"
            self.reader.found.add(column.span, "G328", message, column, hint)
        else:
            return False
        return True

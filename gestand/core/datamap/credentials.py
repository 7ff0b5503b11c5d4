"""Names that credentials have: a value with such a name is never told without somebody saying so.

Everything in a person's rows is told to them, but what is `secret`. A hash of a password or the key
of a program protects its person only as long as it is nowhere else.
"""

from __future__ import annotations

from gestand.core.credentials import is_credential
from gestand.core.datamap.model import MappedTable
from gestand.core.found import Found, shown

CODES = {"G326": "a value has the name of a credential, and would be told"}

def check_credentials(table: MappedTable, found: Found) -> None:
    """Find each value of a table that would be told, and has the name of a credential."""
    for value in table.values:
        if value.secret or value.told or value.paths or value.by or not is_credential(value.name):
            continue
        message = f"`{shown(value.name)}` of `{shown(table.id)}` has the name of a credential, and"
        hint = "call it `secret`, or add `told: true` where it is none"
        found.add(value.span, "G326", f"{message} would be told", value.name, hint)

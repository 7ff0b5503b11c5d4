"""Which columns say when a row began and when what it stands for ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gestand.core.datamap.schema import Column, Kind, Table
from gestand.core.discovery.naming import said

_BEGAN = (
    r" (?:created|registered|joined|signup|signed up|inserted|added|registration) ",
    r" (?:ordered|placed|submitted|received|issued|sent|posted|opened|booked|requested|applied) ",
    r" (?:started|start|begin|began|from|ingang|ingangs|begonnen|since|sinds|valid from) ",
    r" (?:date|time|timestamp|when|on|moment|logged|recorded|entered|visited|uploaded|written) ",
)
_ENDED = (
    r" (?:ended|closed|finished|completed|delivered|fulfilled|shipped|resolved|settled|left) ",
    r" (?:end|einde|eind|terminated|cancelled|canceled|opgezegd|afgesloten|afgerond|until|tot) ",
    r" (?:paid|betaald|returned|departed|discharged|unsubscribed|uitgeschreven|withdrawn|filled) ",
    r" (?:deleted|removed|archived|deactivated|verwijderd|logout|logged out|expires|expired) ",
)
_SEEN = (r" last (?:login|logged|seen|visit|active|activity|access|sign|used|online) ",)
_NOT_BEGAN = re.compile(
    r" (?:birth|updated|modified|changed|gewijzigd|last|edited|expires|expiry|expired|deleted|due"
    r"|password|verified|reset|death|locked) "
)
_DATED = (Kind.DATE, Kind.TIMESTAMP)


def began(table: Table) -> str | None:
    """Return the column that most likely says when a row began; any date but one that cannot be."""
    dated = [column for column in table.columns.values() if column.kind in _DATED]
    fit = [c for c in dated if not _NOT_BEGAN.search(said(c.name)) and not _first([c], _ENDED)]
    filled = [c for c in fit if not c.nullable]
    found = _first(filled, _BEGAN) or _first(fit, _BEGAN)
    return found or next((column.name for column in [*filled, *fit]), None)


def ended(table: Table) -> str | None:
    """Return the column that most likely says when it ended: one that may be empty until then."""
    dated = [c for c in table.columns.values() if c.kind in _DATED and c.nullable]
    return _first([c for c in dated if not c.name.lower().startswith("is_")], _ENDED)


def seen(table: Table) -> str | None:
    """Return the column that says when somebody was last there."""
    return _first([c for c in table.columns.values() if c.kind in _DATED], _SEEN)


def _first(columns: Sequence[Column], patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for column in columns:
            if re.search(pattern, said(column.name)):
                return column.name
    return None

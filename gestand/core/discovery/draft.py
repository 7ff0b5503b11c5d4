"""A draft of policy and data map: what is proposed, line by line, each with its doubt.

A draft is a value: the questions of a person and what `gestand check` finds change it into another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gestand.core.discovery.sectors import Template

_ADDRESS = re.compile(r"[^@\s{}\[\],:#\"'&*!|>%`]+@[^@\s{}\[\],:#\"'&*!|>%`]+")
TECHNICAL, SECRET = "technical", "secret"


def is_address(text: str) -> bool:
    """Tell whether a text can stand as a mail address in a policy, as it is."""
    return _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class Line:
    """What a line says, and why a person has to look at it; no doubt where it is empty.

    `group` names the question that settles it, together with others of the group. `erase` says
    what takes the place of a value, where the database leaves no choice, `encoded` in what code it
    is written, and `moment` how it tells moments, in the words of the language. `told` says that it
    is no credential, whatever its name is. With `by` another column tells what each value is: one
    of the `words`, each with its category.
    """

    said: str
    doubt: str = ""
    group: str = ""
    erase: str = ""
    encoded: str = ""
    moment: str = ""
    by: str = ""
    words: tuple[tuple[str, str], ...] = ()
    told: bool = False


@dataclass(frozen=True)
class DraftTable:
    """What is proposed for one table: why it is left out, or what it holds and whose it is.

    A table of old versions says in `history` of what, and has no purposes.

    `owner` is written as the language has it, and `of` is the table at which it points; `columns`
    are by name. Of one that is left out `proposed` is what could not be mended. With `nothing` no
    column of it can be held, so that its rows go.
    """

    name: str
    apart: Line | None = None
    purposes: tuple[str, ...] = ()
    owner: Line | None = None
    of: str | None = None
    columns: Mapping[str, Line] = field(default_factory=dict)
    history: Line | None = None
    triggers: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    nothing: Line | None = None
    proposed: DraftTable | None = None


@dataclass(frozen=True)
class DraftSubject:
    """A kind of people: its table, or what identifies those who have none."""

    kind: str
    table: str | None
    identified_by: tuple[str, ...]
    doubt: str = ""


@dataclass(frozen=True)
class DraftOccasion:
    """A table whose rows are an occasion of a purpose, with when it began and when it ends.

    With `meanwhile` it is one that goes on, and no column tells until when: its period counts from
    its beginning, also then.
    """

    purpose: str
    table: str
    began: str
    ended: str | None
    doubt: str = ""
    meanwhile: str = ""

    @property
    def question(self) -> str:
        """The question that settles it, together with others of its purpose."""
        return f"{'began' if self.meanwhile else 'occasion'} {self.purpose}"

    @property
    def days(self) -> str:
        """On which days it begins and ends, as a question says it."""
        if self.meanwhile:
            return f"{self.table} begins on `{self.began}`"
        ends = f"is over on `{self.ended}`" if self.ended else "has no end in a column"
        return f"{self.table} begins on `{self.began}` and {ends}"


@dataclass(frozen=True)
class DraftPurpose:
    """A purpose that is proposed; `period` may be another than the template's."""

    template: Template
    period: str
    doubt: str = ""
    period_doubt: str = ""


@dataclass(frozen=True)
class Draft:
    """All that is proposed for one database."""

    store: str
    url: str
    zone: str
    languages: tuple[str, ...]
    effective: str
    controller: Line
    contact: Line
    subjects: Mapping[str, DraftSubject] = field(default_factory=dict)
    tables: Mapping[str, DraftTable] = field(default_factory=dict)
    occasions: tuple[DraftOccasion, ...] = ()
    purposes: Mapping[str, DraftPurpose] = field(default_factory=dict)

    def used_purposes(self) -> list[str]:
        """Return the purposes that have an occasion and a table, in order."""
        bound = {occasion.purpose for occasion in self.occasions}
        listed = {name for table in self.tables.values() for name in table.purposes}
        found = [name for name in self.purposes if name in bound & listed]
        return found or list(self.purposes)[:1]

    def from_beginning(self, purpose: str) -> list[DraftOccasion]:
        """Return what a purpose would let go too early, as nobody agreed that it counts so."""
        bound = [each for each in self.occasions if each.purpose == purpose]
        return [each for each in bound if each.meanwhile and each.doubt]

    def is_out_of_reach(self) -> bool:
        """Tell whether no table could be mapped, so that the database is a place out of reach."""
        return not self.occasions

    def with_table(self, table: DraftTable) -> Draft:
        """Return the draft with another proposal for one table."""
        return replace(self, tables={**self.tables, table.name: table})

    def tidy(self) -> Draft:
        """Return the draft without what leads to tables that are set apart.

        People's own rows are held by every purpose of which an occasion reaches up to them.
        """
        mapped = {name for name, table in self.tables.items() if table.apart is None}
        occasions = tuple(each for each in self.occasions if each.table in mapped)
        subjects = {
            kind: each
            for kind, each in self.subjects.items()
            if (each.table in mapped if each.table else self._names(kind))
        }
        own = {each.table for each in subjects.values()}
        reached: dict[str, list[str]] = {name: [] for name in mapped}
        for occasion in occasions:
            top = self._top(occasion.table)
            if top in own and occasion.purpose not in reached[top]:
                reached[top].append(occasion.purpose)
        tables = {
            name: replace(table, purposes=(*dict.fromkeys((*table.purposes[:1], *reached[name])),))
            if name in own and name in mapped
            else table
            for name, table in self.tables.items()
        }
        return replace(self, occasions=occasions, subjects=subjects, tables=tables)

    def _names(self, kind: str) -> bool:
        """Tell whether an owner is found as one of a kind that has no table."""
        lines = (table.owner for table in self.tables.values() if table.apart is None)
        return any(line is not None and f"{{{kind} by " in line.said for line in lines)

    def _top(self, table: str) -> str:
        """Return the table at which the way from a table to people ends."""
        seen: set[str] = set()
        while table not in seen and self.tables[table].of is not None:
            seen.add(table)
            table = self.tables[table].of or table
        return table

"""Draw what is promised about the tables of a company: occasions, purposes and periods.

What comes out is a declaration that `check` accepts. So a purpose stands on a table only where
an occasion of it reaches, every row has an occasion from its first day on, and somebody needs
every category that a column holds.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date

from tests.laws.companies import EARLIER, NEWER, PERIODS, framed, in_words
from tests.laws.insides import held_in
from tests.laws.luck import Luck
from tests.laws.schemes import Column, Pointer, Scheme, Table


@dataclass
class Binding:
    """An occasion on one table: its words in the map, and the moments that end it."""

    occasion: str
    table: str
    words: dict
    ends: list[str]
    capped: bool = False
    """Its endings may never come: then a purpose has to say `at most`."""


@dataclass
class Promised:
    """What a company declares about its tables."""

    scheme: Scheme
    bindings: list[Binding] = field(default_factory=list)
    purposes: dict[str, dict] = field(default_factory=dict)
    occasions: dict[str, list[str]] = field(default_factory=dict)
    """The occasions of each purpose."""

    def bound(self, purpose: str) -> list[Binding]:
        """Return where a purpose lives."""
        return [b for b in self.bindings if b.occasion in self.occasions[purpose]]

    def people(self, purpose: str) -> set[str]:
        """Return the kinds of people a purpose is about."""
        told = self.purposes[purpose].get("about")
        owners = {kind for b in self.bound(purpose) for _, kind in self.scheme.ways(b.table)}
        return {*told} if told else owners

    def reaching(self, table: Table) -> list[str]:
        """Return the purposes of which some occasion reaches a table."""
        return [p for p in self.purposes if any(self._reaches(b, table) for b in self.bound(p))]

    def _reaches(self, binding: Binding, table: Table) -> bool:
        above, bound = self.scheme.above(table.name), self.scheme.above(binding.table)
        declared = f"held by {binding.occasion}" in table.said
        return declared or binding.table in above or table.name in bound

    def always(self, table: Table, purposes: list[str]) -> bool:
        """Tell whether every row of a table has an occasion of these from its first day on."""
        tables = {
            b.table
            for p in purposes
            for b in self.bound(p)
            if "from" not in b.words and self._reaches(b, table)
        }
        return self._always(table, tables)

    def _always(self, table: Table, reaching: set[str]) -> bool:
        if table.name in reaching:
            return True
        leading = [(o, self.scheme.tables[o.table]) for o in table.owners if o.table]
        led = [(o, self._always(above, reaching)) for o, above in leading]
        sure = any(
            found and not o.when and not any(table.column(c).nullable for c in o.columns)
            for o, found in led
        )
        return sure or (len(led) > 1 and all(found for _, found in led))


def promised(luck: Luck, scheme: Scheme) -> Promised:
    """Draw occasions and purposes for the tables of a company."""
    found = Promised(scheme)
    for table in scheme.tables.values():
        own = table.personal and (table.kind or luck.happens(45))
        if own or (table.personal and not _led(scheme, table, found)):
            found.bindings.append(_occasion(luck, scheme, table))
        if own and luck.happens(15):
            found.bindings.append(_later_occasion(table))
    _date_from_behind(luck, found)
    for binding in list(found.bindings):
        _purpose(luck, found, f"{binding.occasion} purpose", [binding.occasion])
    for number in range(luck.one_of((0, 0, 1))):
        chosen = [luck.one_of(found.bindings).occasion, luck.one_of(found.bindings).occasion]
        _purpose(luck, found, f"more {number}", list(dict.fromkeys(chosen)))
    _declare_reaches(luck, found)
    for table in scheme.tables.values():
        if table.personal:
            _list_purposes(luck, found, table)
    _cover(found)
    return found


def _led(scheme: Scheme, table: Table, found: Promised) -> bool:
    plain = {b.table for b in found.bindings if "from" not in b.words}
    return found._always(table, plain & scheme.above(table.name))


DIGITS = {"VARCHAR(14)": "yyyymmddhhmmss", "VARCHAR(16)": "yyyymmddhhmmss or infinity"}
"""Types of columns that write moments in digits, and how the map says it of each."""


def _day(luck: Luck, table: Table, name: str, *, nullable: bool = True) -> str:
    kind = "TIMESTAMP" if luck.happens(15) else "DATE"
    if luck.happens(10):
        kind = luck.one_of(tuple(DIGITS))
        zone = {"zone": "UTC"} if luck.happens(50) else {}
        table.said["columns"][name] = {"is": "technical", "written": DIGITS[kind], **zone}
    table.columns.append(Column(name, kind, "day", nullable=nullable))
    return name


def _occasion(luck: Luck, scheme: Scheme, table: Table) -> Binding:
    name = table.name
    began = _day(luck, table, "begun_on", nullable=luck.happens(20))
    words: dict = {"table": f"db.{name}", "began": began}
    binding = Binding(f"{name} event", name, words, [f"{name} ended"])
    words[f"{name} ended"] = _day(luck, table, "ended_on")
    if luck.happens(25):
        words[f"{name} stopped"] = _day(luck, table, "stopped_on")
        binding.ends.append(f"{name} stopped")
    if "places" in scheme.tables and not table.kind and luck.happens(60):
        nullable = luck.happens(30)
        table.columns.append(Column("place_id", "INTEGER", "edge", nullable=nullable))
        table.pointers.append(Pointer(("place_id",), "places"))
        moments = {f"{name} shut": "shut_on"}
        if luck.happens(40):
            moments["moved if"] = "reopened_on"
        words["via place_id"] = moments
        binding.ends.append(f"{name} shut")
        if nullable:
            words[f"{name} begun"] = began
            binding.capped = True
    return binding


def _later_occasion(table: Table) -> Binding:
    """Return an occasion that begins later than the row, such as that an order is paid."""
    table.columns.append(Column("paid_on", "DATE", "day"))
    words = {"table": f"db.{table.name}", "began": "paid_on", "from": "paid_on"}
    words[f"{table.name} paid"] = "paid_on"
    return Binding(f"{table.name} paying", table.name, words, [f"{table.name} paid"])


def _date_from_behind(luck: Luck, found: Promised) -> None:
    """Let rows that point back tell when an occasion ends, such as an employment."""
    for table in found.scheme.tables.values():
        pointer = table.pointer("owner_id")
        above = found.scheme.tables.get(pointer.table) if pointer else None
        if above is None or above.key != ("id",) or "owner_id" in table.key:
            continue
        if table.said.get("owners") or not pointer or not pointer.declared or not luck.happens(15):
            continue
        moment = f"{above.name} left"
        if any(moment in b.ends for b in found.bindings):
            continue
        table.columns.append(Column("left_on", "DATE", "day"))
        above.columns.append(Column("taken_on", "DATE", "day"))
        words = {"table": f"db.{above.name}", "began": "taken_on", "from": "taken_on"}
        words[f"via owner_id of db.{table.name}"] = {moment: "left_on"}
        found.bindings.append(Binding(f"{above.name} job", above.name, words, [moment]))


BASES: tuple[object, ...] = (
    "contract",
    "contract",
    {"law": "a law"},
    {"law": "a law"},
    {"interest": "an interest"},
    "consent",
)


def _purpose(luck: Luck, found: Promised, name: str, occasions: list[str]) -> None:
    found.occasions[name] = occasions
    bound = found.bound(name)
    basis = luck.one_of(BASES)
    ends = {end for b in bound for end in luck.some(b.ends, least=1)}
    after = [end for b in bound for end in b.ends if end in ends]
    if basis == "consent":
        for binding in bound:
            _consent(luck, found.scheme.tables[binding.table], name)
        after += ["consent given"] if luck.happens(50) else []
    elif luck.happens(20):
        after[0] = f"end of fiscal year of {after[0]}"
    keep: dict[str, object] = {"for": luck.one_of(PERIODS), "after": list(dict.fromkeys(after))}
    keep["exactly"] = luck.happens(40)
    if any(b.capped for b in bound) and len(bound) == 1:
        keep["at most"] = f"{luck.one_of(PERIODS)} after {bound[0].table} begun"
    elif any(b.capped for b in bound):
        del found.occasions[name]
        return
    said: dict[str, object] = {"title": in_words("title"), "basis": basis, "data": []}
    said |= {"occasion": occasions, "keep": keep}
    kinds = [kind for kind in found.scheme.kinds]
    if luck.happens(30):
        said["about"] = luck.some(kinds, least=1)
    if isinstance(basis, dict) and "interest" in basis:
        said["marketing"] = luck.happens(50)
    found.purposes[name] = said


def _consent(luck: Luck, table: Table, purpose: str) -> None:
    names = [column.name for column in table.columns]
    words = {"given": "given_on", "withdrawn": "withdrawn_on"}
    for column in words.values():
        if column not in names:
            table.columns.append(Column(column, "DATE", "day"))
    if luck.happens(30):
        words.pop("withdrawn")
    elif luck.happens(40):
        words["since"] = "since_on"
        if "since_on" not in names:
            table.columns.append(Column("since_on", "DATE", "day"))
    table.said[f"consent {purpose}"] = words


def _declare_reaches(luck: Luck, found: Promised) -> None:
    """Let an occasion hold rows beside it: neither its own, nor above or below it."""
    for table in found.scheme.tables.values():
        if not table.personal or table.kind:
            continue
        for binding in found.bindings:
            via = _via(found.scheme, table, found.scheme.tables[binding.table])
            if via is None or not luck.happens(35):
                continue
            words = {"via": via}
            apart = binding.table not in found.scheme.above(table.name)
            if apart and table.name not in found.scheme.above(binding.table) and luck.happens(40):
                table.columns.append(Column("until_on", "DATE", "day"))
                words["until"] = "until_on"
            table.said[f"held by {binding.occasion}"] = words
            break


def _via(scheme: Scheme, table: Table, bound: Table) -> str | None:
    """Return a column over which a row meets the rows of an occasion."""
    conditional = {c for owner in table.owners if owner.when for c in owner.columns}
    for pointer in table.pointers:
        (column, *more) = pointer.columns
        if more or pointer.table == table.name or column in conditional:
            continue
        if any(isinstance(f, dict) and column in f for f in table.said.get("forgets", ())):
            continue
        if column in table.said.get("forgets", ()) or bound is table:
            continue
        same = [p for p in bound.pointers if p.table == pointer.table and len(p.columns) == 1]
        same = [p for p in same if not any(o.when for o in bound.owners if o.columns == p.columns)]
        if any(p.columns[0] in bound.said.get("forgets", ()) for p in same):
            continue
        if pointer.table == bound.name or len(same) == 1:
            told = {"refers": table.said.get("refers", ())}
            if column in told["refers"] or any(o.columns == (column,) for o in table.owners):
                return column
    return None


def _list_purposes(luck: Luck, found: Promised, table: Table) -> None:
    candidates = found.reaching(table)
    chosen = luck.some(candidates, least=1)
    for name in (name for name in table.said if name.startswith("held by ")):
        through = [p for p in candidates if name[8:] in found.occasions[p]]
        chosen += [p for p in through[:1] if not {*through} & {*chosen}]
    if not found.always(table, chosen):
        chosen = candidates
    table.said["purposes"] = chosen


def _cover(found: Promised) -> None:
    """Let somebody need everything that is held, and every purpose hold something."""
    tables = [table for table in found.scheme.tables.values() if table.personal]
    listed = {name for table in tables for name in table.said["purposes"]}
    for name in found.purposes.keys() - listed:
        found.scheme.tables[found.bound(name)[0].table].said["purposes"].append(name)
    for table in tables:
        ways = found.scheme.ways(table.name)
        for said in (held for words in table.said["columns"].values() for held in held_in(words)):
            category, _, about = said.partition(" about ")
            if category not in ("technical", "secret"):
                kinds = {kind for begins, kind in ways if not about or begins == about}
                for each in [{kind} for kind in sorted(kinds)] if table.kind else [kinds]:
                    _cover_cell(found, table.said["purposes"], category, each)
    for said in found.purposes.values():
        said["data"] = sorted({*said["data"]}) or ["name"]


def _cover_cell(found: Promised, purposes: list[str], category: str, kinds: set[str]) -> None:
    for number, name in enumerate(purposes):
        # Some need it by chance, by how the names fall; the first where nobody does.
        if (len(name) + len(category) + number) % 3 == 0:
            found.purposes[name]["data"].append(category)
    if not any(
        category in found.purposes[name]["data"] and found.people(name) & kinds for name in purposes
    ):
        first = found.purposes[purposes[0]]
        first["data"].append(category)
        if not found.people(purposes[0]) & kinds:
            first["about"] = sorted(found.scheme.kinds)


def policies(luck: Luck, found: Promised) -> tuple[dict, ...]:
    """Draw the policy in force, and perhaps one before it."""
    year = luck.one_of(("calendar", "07-01"))
    current = _policy(found, found.purposes, NEWER, year)
    if not luck.happens(20):
        return (current,)
    older = deepcopy(found.purposes)
    for name in list(older):
        keep = older[name]["keep"]
        keep["for"] = luck.one_of(PERIODS)
        keep["exactly"] = luck.happens(40)
        if len(older[name]["data"]) > 1 and luck.happens(20):
            older[name]["data"].pop()
        if len(older) > 1 and luck.happens(15):
            del older[name]
    return _policy(found, older, EARLIER, year), current


def _policy(found: Promised, purposes: dict[str, dict], effective: date, year: str) -> dict:
    data = sorted({category for said in purposes.values() for category in said["data"]})
    ends = {
        end.removeprefix("end of fiscal year of ")
        for said in purposes.values()
        for end in said["keep"]["after"]
    }
    capped = [said["keep"]["at most"] for said in purposes.values() if "at most" in said["keep"]]
    caps = {cap.split(" after ")[1] for cap in capped}
    moments = sorted(ends | caps)
    names = {"categories": data, "subjects": found.scheme.kinds, "moments": moments}
    return framed(effective, year, names, purposes)


def datamap(luck: Luck, found: Promised) -> dict:
    """Return the words of the data map; what nobody counts from is left out of it."""
    scheme = found.scheme
    occasions: dict[str, dict] = {}
    for binding in found.bindings:
        occasions[binding.occasion] = _counted(found, binding)
    tables: dict[str, dict] = {}
    for name, table in scheme.tables.items():
        if not table.personal:
            left = "removed by" in table.said
            why = {} if left else {"not personal": "it says where, and names nobody"}
            tables[f"db.{name}"] = why | table.said
            continue
        said = dict(table.said)
        if table.owners:
            said |= _owners(luck, table)
        if "history" not in said:
            unread = dict.fromkeys(_unread_days(table, occasions), "technical")
            said["columns"] = table.said["columns"] | unread
        tables[f"db.{name}"] = said
    subjects = {
        kind: {"identified by": ["email"]}
        | ({"table": f"db.{table}"} if table else {})
        | ({"when": scheme.when[kind]} if kind in scheme.when else {})
        for kind, table in scheme.kinds.items()
    }
    store = {"url": "sqlite:///db.db", "zone": "Europe/Amsterdam", "source": "person"}
    return {
        "datamap": 1,
        "stores": {"db": store},
        "subjects": subjects,
        "occasions": occasions,
        "tables": tables,
    }


def _counted(found: Promised, binding: Binding) -> dict:
    """Return a binding without the moments from which no purpose counts."""
    counted = {"table", "began", "from", "moved if"}
    for name, occasions in found.occasions.items():
        if binding.occasion in occasions:
            keep = found.purposes[name]["keep"]
            counted |= {end.removeprefix("end of fiscal year of ") for end in keep["after"]}
            counted |= {keep["at most"].split(" after ")[1]} if "at most" in keep else set()
    words: dict[str, object] = {}
    for name, said in binding.words.items():
        if isinstance(said, dict):
            inner = {moment: column for moment, column in said.items() if moment in counted}
            if {*inner} - {"moved if"}:
                words[name] = inner
        elif name in counted:
            words[name] = said
    return words


def _owners(luck: Luck, table: Table) -> dict:
    """Return the words for the owners; none where the database says it all."""
    if len(table.owners) == 1 and (
        len(table.owners[0].columns) > 1 or (_is_told(table) and luck.happens(40))
    ):
        return {}
    told: list[object] = []
    for owner in table.owners:
        (column, *_) = owner.columns
        pointer = table.pointer(column)
        if owner.kind:
            told.append({f"{owner.kind} by email": column})
        elif pointer is not None and pointer.declared and not owner.when:
            told.append(column)
        else:
            words = {column: f"db.{owner.table}"}
            told.append({**words, "when": owner.when} if owner.when else words)
    return {"owners": told} if len(told) > 1 else {"owner": told[0]}


def _is_told(table: Table) -> bool:
    """Tell whether the database declares one edge only that may lead to an owner."""
    aside = {*table.said.get("refers", ())}
    aside |= {f for f in table.said.get("forgets", ()) if isinstance(f, str)}
    declared = [
        p
        for p in table.pointers
        if p.declared and p.table not in (table.name, "places") and not {*p.columns} & aside
    ]
    return len(declared) == 1 and declared[0].columns == table.owners[0].columns


def _unread_days(table: Table, occasions: dict[str, dict]) -> list[str]:
    """Return the days of a table that no occasion reads."""
    read: set[object] = set()
    for words in occasions.values():
        for name, said in words.items():
            here = words["table"] == f"db.{table.name}"
            if isinstance(said, dict):
                of = name.partition(" of ")[2]
                read |= {*said.values()} if of == f"db.{table.name}" else set()
            elif here:
                read.add(said)
    for name, said in table.said.items():
        if name.startswith(("consent ", "held by ")):
            read |= {*said.values()}
    return [c.name for c in table.columns if c.fill == "day" and c.name not in read]

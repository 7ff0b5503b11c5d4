"""Draw the tables of a small company: who points at whom, and whose a row is.

Tables are drawn one by one; a table may point at those before it, at itself, and a circle is closed
by a column of an earlier one. What the data map must say about them is drawn in the same go, as
somebody would write it who knows these tables.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from tests.laws.luck import Luck

ROWS = int(os.environ.get("GESTAND_ROWS", "0"))
"""In how many of a hundred tables the row itself tells something by being there."""

WORDS = ("name", "email", "message", "goods")
"""Categories of data."""


@dataclass
class Column:
    """A column as the database knows it, and what is filled in.

    `fill` is a key, an edge, a word, a day or a text; where it is a word, `words` are the choices.
    """

    name: str
    kind: str
    fill: str
    nullable: bool = True
    unique: bool = False
    words: tuple[object, ...] = ()

    def described(self) -> str:
        """Return the column as a database is told of it."""
        ends = "" if self.nullable else " NOT NULL"
        return f"{self.name} {self.kind}{ends}{' UNIQUE' if self.unique else ''}"


@dataclass
class Pointer:
    """Columns that point at the key of a table; `declared` in the database, or in the map only.

    `takes` says what the database would do to them by itself when that row goes.
    """

    columns: tuple[str, ...]
    table: str
    declared: bool = True
    takes: str = ""


@dataclass
class Table:
    """A table, and what the data map says about it."""

    name: str
    key: tuple[str, ...]
    columns: list[Column]
    pointers: list[Pointer] = field(default_factory=list)
    owners: list[Owning] = field(default_factory=list)
    kind: str = ""
    said: dict = field(default_factory=dict)
    personal: bool = True
    primary: bool = True
    """The key is declared as one; else as columns that are unique together and never NULL."""

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    def pointer(self, column: str) -> Pointer | None:
        """Return the pointer of one column."""
        return next((p for p in self.pointers if p.columns == (column,)), None)


@dataclass
class Owning:
    """An edge to an owner: a row of a table, or somebody of a kind who is known by a column."""

    columns: tuple[str, ...]
    table: str
    kind: str = ""
    when: str = ""


@dataclass
class Scheme:
    """The tables of a company, owners before what they own."""

    tables: dict[str, Table]
    kinds: dict[str, str]
    """The table of each kind of person; none where an address is all that is known."""
    when: dict[str, str] = field(default_factory=dict)
    """Which rows of its table are of a kind, where a table holds several."""

    def above(self, name: str) -> set[str]:
        """Return the tables that own a table, over any number of edges; itself included."""
        found = {name}
        for owner in self.tables[name].owners:
            found |= self.above(owner.table) if owner.table else set()
        return found

    def ways(self, name: str) -> list[tuple[str, str]]:
        """Return the ways from a table to people: how each begins, and the kind of person."""
        table = self.tables[name]
        if table.kind:
            return [("", kind) for kind, of in self.kinds.items() if of == name]
        return [
            (",".join(owner.columns), kind)
            for owner in table.owners
            for kind in ([owner.kind] if owner.kind else [k for _, k in self.ways(owner.table)])
        ]

    def in_two_steps(self) -> str:
        """Return the same for a database that knows no table before it is made."""
        made = replace(self, tables={n: replace(t, pointers=[]) for n, t in self.tables.items()})
        added = [
            f"ALTER TABLE {table.name} ADD {key};\n"
            for table in self.tables.values()
            for key in _foreign_keys(table, self.tables)
        ]
        return made.schema() + "".join(added)

    def schema(self) -> str:
        """Return the statements that make the tables."""
        return "".join(_described(table, self.tables) for table in self.tables.values())


def _described(table: Table, tables: dict[str, Table]) -> str:
    lines = [column.described() for column in table.columns]
    lines.append(f"{'PRIMARY KEY' if table.primary else 'UNIQUE'} ({', '.join(table.key)})")
    lines += _foreign_keys(table, tables)
    return f"CREATE TABLE {table.name} ({', '.join(lines)});\n"


def _foreign_keys(table: Table, tables: dict[str, Table]) -> list[str]:
    return [
        f"FOREIGN KEY ({', '.join(pointer.columns)}) REFERENCES {pointer.table} "
        f"({', '.join(tables[pointer.table].key)}) {pointer.takes}".rstrip()
        for pointer in table.pointers
        if pointer.declared
    ]


def scheme(luck: Luck) -> Scheme:
    """Draw the tables of a company."""
    found = Scheme({}, {})
    _kinds(luck, found)
    if luck.happens(15):
        found.tables["places"] = _place()
    for number in range(luck.one_of((1, 1, 1, 2, 2))):
        table = _thing(luck, found, f"thing{number}")
        found.tables[table.name] = table
        if [kind for _, kind in found.ways(table.name)].count("guest") > 1:
            # Whether two addresses in a row are of one person cannot be told: `check` refuses.
            table = found.tables[table.name] = _thing(luck, found, table.name, "first")
        _point_about(luck, found, table)
    for table in [t for t in found.tables.values() if t.kind and luck.happens(25)]:
        _point_at_itself(luck, table)
    _close_a_circle(luck, found)
    if all(owner.kind != "guest" for table in found.tables.values() for owner in table.owners):
        found.kinds.pop("guest", None)
    for table in found.tables.values():
        if table.personal:
            _hold(luck, found, table)
            table.primary = not luck.happens(15)
    return found


def _kinds(luck: Luck, found: Scheme) -> None:
    """Draw the kinds of people there are, and their own tables."""
    for kind in ("member", "agent")[: 2 if luck.happens(25) else 1]:
        found.kinds[kind] = f"{kind}s"
        found.tables[f"{kind}s"] = _people(luck, kind)
    if len(found.kinds) == 1 and luck.happens(24):
        _share_a_table(luck, found)
    if luck.happens(20):
        found.kinds["guest"] = ""


def _people(luck: Luck, kind: str) -> Table:
    columns = [
        Column("id", "INTEGER", "key", nullable=False),
        Column("name", "VARCHAR(40)", "text", nullable=False),
        Column("email", "VARCHAR(40)", "text", unique=luck.happens(30)),
    ]
    return Table(f"{kind}s", ("id",), columns, kind=kind)


def _share_a_table(luck: Luck, found: Scheme) -> None:
    """Let a table hold people of two kinds, and rows of none, as a column says."""
    words = ("m", "m", "a", *((None, "robot") if luck.happens(40) else ()))
    found.tables["members"].columns.append(Column("role", "VARCHAR(20)", "word", words=words))
    found.kinds["agent"] = "members"
    agent = luck.one_of(("role = 'a'", "role <> 'm'", "role not in ('m', 'robot')"))
    found.when = {"member": "role = 'm'", "agent": agent}


def _place() -> Table:
    """Draw a table about nobody, whose rows may end what happens there."""
    columns = [
        Column("id", "INTEGER", "key", nullable=False),
        Column("shut_on", "DATE", "day"),
        Column("reopened_on", "DATE", "day"),
    ]
    return Table("places", ("id",), columns, personal=False)


def _thing(luck: Luck, found: Scheme, name: str, style: str = "") -> Table:
    table = Table(name, ("id",), [Column("id", "INTEGER", "key", nullable=False)])
    targets = [t for t in found.tables.values() if t.personal]
    simple = [t.name for t in targets if len(t.key) == 1]
    pairs = [t.name for t in targets if len(t.key) > 1]
    styles = ["one", "one", "two", "two", "poly", "link"]
    styles += ["pair"] * 3 if pairs else []
    styles += ["guest"] * 2 if "guest" in found.kinds else []
    style = style or luck.one_of(styles)
    if style == "poly" and len(simple) < 2:
        style = "two"
    if style == "first":
        style, simple = "one", simple[:1]
    _OWNED[style](luck, table, pairs if style == "pair" else simple)
    if style in ("one", "pair", "poly") and luck.happens(25):
        # Rows that a part and a number on it tell apart.
        table.columns.insert(0, Column("part", "INTEGER", "part", nullable=False))
        table.key = ("part", "id")
    return table


def _owned_by_one(luck: Luck, table: Table, simple: list[str]) -> None:
    target = luck.one_of([*simple, *simple[-1:]])
    _edge(table, "owner_id", target, nullable=luck.happens(25), declared=luck.happens(75))
    table.owners.append(Owning(("owner_id",), target))


def _owned_by_two(luck: Luck, table: Table, simple: list[str]) -> None:
    kind_of_letter = luck.happens(30)
    for name in ("giver_id", "taker_id", "third_id")[: 2 + luck.happens(8)]:
        target = luck.one_of(simple)
        _edge(table, name, target, nullable=luck.happens(60), declared=luck.happens(70))
        table.owners.append(Owning((name,), target))
    if kind_of_letter:
        words = ("answer", "answer", "note", None)
        table.columns.append(Column("sort", "VARCHAR(20)", "word", words=words))
        some = ("sort = 'answer'", "sort is not null", "sort <> 'note'", "sort not in ('x')")
        table.owners[-1].when = luck.one_of(some)


def _owned_by_one_of(luck: Luck, table: Table, simple: list[str]) -> None:
    """Let one column lead to one table or to another, as a second column says."""
    first = luck.one_of(simple)
    others = [name for name in simple if name != first]
    words = (first, first, others[0], others[-1], "else", None)
    table.columns.append(Column("object_type", "VARCHAR(20)", "word", words=words))
    _edge(table, "object_id", first, nullable=True, declared=False)
    table.pointers.clear()  # what it points at depends on the row
    for target in dict.fromkeys((first, *others[:1], *others[-1:])):
        when = f"object_type = '{target}'"
        if target == first and luck.happens(30):
            when = f"object_type in ('{target}', 'else')"
        table.owners.append(Owning(("object_id",), target, when=when))


def _link(luck: Luck, table: Table, simple: list[str]) -> None:
    """Let the two edges be the key: a table that only says who belongs to what."""
    table.columns.clear()
    for name in ("one_id", "other_id"):
        target = luck.one_of(simple)
        _edge(table, name, target, nullable=False, declared=luck.happens(80))
        table.owners.append(Owning((name,), target))
    table.key = ("one_id", "other_id")


def _owned_by_a_pair(luck: Luck, table: Table, pairs: list[str]) -> None:
    target = luck.one_of(pairs)
    key = ("above_a", "above_b")
    nullable = luck.happens(25)
    for name in key:
        table.columns.append(Column(name, "INTEGER", "edge", nullable=nullable))
    table.pointers.append(Pointer(key, target))
    table.owners.append(Owning(key, target))


def _guests(luck: Luck, table: Table, _: list[str]) -> None:
    table.columns.append(Column("email", "VARCHAR(40)", "address", nullable=luck.happens(30)))
    table.owners.append(Owning(("email",), "", kind="guest"))


_OWNED = {
    "one": _owned_by_one,
    "two": _owned_by_two,
    "poly": _owned_by_one_of,
    "link": _link,
    "pair": _owned_by_a_pair,
    "guest": _guests,
}


def _edge(table: Table, name: str, target: str, *, nullable: bool, declared: bool) -> None:
    table.columns.append(Column(name, "INTEGER", "edge", nullable=nullable))
    table.pointers.append(Pointer((name,), target, declared=declared))


CASCADES = ("", "ON DELETE CASCADE", "ON DELETE CASCADE", "ON DELETE SET NULL")


def _point_about(luck: Luck, found: Scheme, table: Table) -> None:
    """Let rows point at rows of their own table, and at others whose they are not."""
    if luck.happens(30):
        _point_at_itself(luck, table)
    others = [t for t in found.tables.values() if t is not table and len(t.key) == 1]
    if luck.happens(20):
        target = luck.one_of([t.name for t in others if t.personal])
        _edge(table, "beside_id", target, nullable=luck.happens(70), declared=True)
        way = "forgets" if luck.happens(40) and table.column("beside_id").nullable else "refers"
        if way == "forgets":
            table.pointers[-1].takes = luck.one_of(CASCADES)
        table.said.setdefault(way, []).append("beside_id")
    if luck.happens(10):
        target = luck.one_of([t.name for t in others if t.personal])
        _edge(table, "quoted_id", target, nullable=True, declared=False)
        table.said.setdefault("forgets", []).append({"quoted_id": f"db.{target}"})


def _point_at_itself(luck: Luck, table: Table) -> None:
    if table.key == ("part", "id"):
        table.columns.append(Column("previous", "INTEGER", "edge"))
        pointer = Pointer(("part", "previous"), table.name)
    elif len(table.key) == 1:
        table.columns.append(Column("previous", "INTEGER", "edge"))
        pointer = Pointer(("previous",), table.name)
    else:
        return
    pointer.takes = luck.one_of(CASCADES)
    if pointer.takes.endswith("NULL") and len(pointer.columns) > 1:
        pointer.takes = ""  # it would empty a part of the key as well
    table.pointers.append(pointer)


def _close_a_circle(luck: Luck, found: Scheme) -> None:
    """Let an owner point back at one of its rows: such as the last post of a thread."""
    for table in list(found.tables.values()):
        for owner in table.owners:
            above = found.tables.get(owner.table)
            pointer = table.pointer(owner.columns[0])
            if above is None or len(table.key) > 1 or len(owner.columns) > 1 or owner.when:
                continue
            if pointer is not None and pointer.declared and luck.happens(35):
                name = f"last_{table.name}"
                if all(column.name != name for column in above.columns):
                    _edge(above, name, table.name, nullable=True, declared=True)
                    above.pointers[-1].takes = luck.one_of(CASCADES)
                    above.said.setdefault("forgets", []).append(name)


def _hold(luck: Luck, found: Scheme, table: Table) -> None:
    """Give a table columns that hold something, and say what."""
    columns: dict[str, object] = {}
    for number in range(0 if table.kind else luck.number(1, 2)):
        name = f"text{number}"
        table.columns.append(Column(name, "VARCHAR(60)", "text", nullable=luck.happens(70)))
        columns[name] = _category(luck, found, table, luck.one_of(WORDS))
    if table.kind:
        columns |= {"name": "name", "email": "email"}
    if any(owner.kind for owner in table.owners):
        columns["email"] = "email"
    if luck.happens(15):
        table.columns.append(Column("worth", "INTEGER", "amount", nullable=luck.happens(50)))
        columns["worth"] = {"is": "goods", "erase": "0"}
    if luck.happens(15):
        table.columns.append(Column("size", "INTEGER", "amount", nullable=luck.happens(50)))
        columns["size"] = "technical"
    if luck.happens(20):
        table.columns.append(Column("token", "VARCHAR(60)", "text", nullable=luck.happens(50)))
        columns["token"] = "secret"
    if luck.happens(10):
        column = Column("label", "VARCHAR(60)", "text", nullable=False, unique=True)
        table.columns.append(column)
        columns["label"] = {"is": "message", "erase": "pseudonym"}
    table.said["columns"] = columns
    if ROWS and not table.kind and luck.happens(ROWS):
        table.said["each row tells"] = luck.one_of(WORDS)


def _category(luck: Luck, found: Scheme, table: Table, word: str) -> str:
    begins = list(dict.fromkeys(begins for begins, _ in found.ways(table.name)))
    if len(found.ways(table.name)) > 1 and "," not in begins[0] and luck.happens(50):
        return f"{word} about {luck.one_of(begins)}"
    return word

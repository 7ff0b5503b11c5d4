"""Put back what one step of a run took away, a few rows at a time.

INVARIANT: nothing is put back over what somebody wrote since, and no row comes to point at a
row that may be another one by now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from gestand.core.datamap.holdings import Edge
from gestand.core.datamap.schema import Schema
from gestand.core.names import store_of
from gestand.errors import CannotRun
from gestand.stores.base import Image, Images, Left
from gestand.work.undo_files import PartReader, Section


@dataclass
class TableTold:
    """What came back of one table: rows that had gone, rows whose cells had changed.

    `again` rows stood there as they were already. `left` counts rows, or cells of a row, that do
    not come back, by why.
    """

    rows: int = 0
    cells: int = 0
    again: int = 0
    left: Counter[Left] = field(default_factory=Counter)


Told = dict[str, TableTold]
Plain = tuple[str | None, ...]
"""A key as every kind of database would tell it."""


@dataclass(frozen=True)
class BringBack:
    """Puts rows back in open transactions; `images` and `schemas` go by store."""

    schemas: Mapping[str, Schema]
    images: Mapping[str, Images]
    told: Told = field(default_factory=dict)
    _lost: dict[str, set[Plain]] = field(default_factory=dict)
    """By table the keys of rows that do not come back: what pointed at them must not, either."""

    def section(self, reader: PartReader, section: Section) -> None:
        """Put back what one step took away."""
        each = _Step(self, reader, section)
        if not each.fits():
            parts = reader.rows(section.before)
            each.told.left[Left.CHANGED] += sum(map(len, parts))
        elif section.head["did"] == "erase":
            each.rows_that_went()
        else:
            each.cells_that_changed()

    def removed_since(self, reader: PartReader, section: Section) -> None:
        """Note the rows that a later run removed: whoever has their keys now is another one."""
        step = _Step(self, reader, section)
        if section.head["did"] == "erase" and step.fits():
            for rows in step.gone():
                step.lose(rows)

    def lose(self, table: str, keys: Iterable[Plain]) -> None:
        """Note rows that do not come back."""
        self._lost.setdefault(table, set()).update(keys)

    def lost(self, table: str) -> Collection[Plain]:
        """Return the keys of rows that do not come back."""
        return self._lost.get(table, ())


@dataclass(frozen=True)
class _Step:
    """One step of the run that is undone."""

    back: BringBack
    reader: PartReader
    section: Section
    _nowhere: dict[Image, set[Edge]] = field(default_factory=dict)
    """By the key of a row the edges by which it led nowhere before the run: it may do so again."""

    @property
    def table(self) -> str:
        """The table."""
        return str(self.section.head["table"])

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of an image, as the record has them."""
        return tuple(self.section.head["columns"])

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the key."""
        return tuple(self.section.head["key"])

    @property
    def images(self) -> Images:
        """What reads and puts back rows of the store."""
        return self.back.images[store_of(self.table)]

    @property
    def told(self) -> TableTold:
        """What is told of the table."""
        return self.back.told.setdefault(self.table, TableTold())

    def fits(self) -> bool:
        """Tell whether the table has the columns and the key that it had."""
        store, _, name = self.table.partition(".")
        schema = self.back.schemas.get(store)
        live = schema.tables.get(name) if schema else None
        return live is not None and live.key == self.key and self.names == self.images.columns(
            self.table
        )

    def rows_that_went(self) -> None:
        """Put back rows, but for those that had stayed after all."""
        for rows in self.gone():
            self._insert(rows)

    def gone(self) -> Iterator[list[Image]]:
        """Yield the rows that went, but for those that had stayed after all."""
        stayed = {self._key(row) for rows in self.reader.rows(self.section.stayed) for row in rows}
        for rows in self._before():
            yield [row for row in rows if self._key(row) not in stayed]

    def lose(self, rows: Sequence[Image]) -> None:
        """Note that rows do not come back."""
        plain = self.images.plain
        self.back.lose(
            self.table, [plain(self.table, self.key, self._key(row)) for row in rows]
        )

    def _before(self) -> Iterator[list[Image]]:
        """Yield rows as they were, and note which of them led nowhere."""
        width = len(self.names)
        edges = [
            Edge(self.table, tuple(own), parent, tuple(theirs))
            for own, parent, theirs in self.section.head["edges"]
        ]
        for rows in self.reader.rows(self.section.before):
            self._nowhere.clear()
            for row in rows:
                ends = {edge for edge, leads in zip(edges, row[width:], strict=True) if not leads}
                if ends:
                    self._nowhere[self._key(row)] = ends
            yield [row[:width] for row in rows]

    def _insert(self, rows: Sequence[Image]) -> None:
        there = self.images.at(self.table, self.key, [self._key(row) for row in rows])
        wanted = [row for row in rows if self._key(row) not in there]
        taken = [row for row in rows if there.get(self._key(row), row) != row]
        self.told.again += len(rows) - len(wanted) - len(taken)
        self._leave(Left.TAKEN, taken)
        points = self._pointing(wanted, self.names)
        self._leave(Left.PARENT, [r for r, fine in zip(wanted, points, strict=True) if not fine])
        going = [row for row, fine in zip(wanted, points, strict=True) if fine]
        if going:
            said = self.images.insert(self.table, going)
            for row, why in zip(going, said, strict=True):
                if why is not None:
                    self._leave(why, [row])
            self._settle([row for row, why in zip(going, said, strict=True) if why is None])

    def _leave(self, why: Left, rows: Sequence[Image]) -> None:
        if rows:
            self.told.left[why] += len(rows)
            self.lose(rows)

    def _settle(self, rows: Sequence[Image]) -> None:
        """Look that rows are what they were; what a trigger made of them nobody asked for."""
        now = self.images.at(self.table, self.key, [self._key(row) for row in rows])
        if any(now.get(self._key(row)) != row for row in rows):
            message = (
                f"`{self.table}`: a row does not come back as it was, as where a trigger changes "
                "what is written; nothing was changed"
            )
            raise CannotRun(message)
        self.told.rows += len(rows)

    def cells_that_changed(self) -> None:
        """Put back cells, in rows that are surely the same, where nothing was written since."""
        later = (row for rows in self.reader.rows(self.section.after) for row in rows)
        for rows in self._before():
            after = list(islice(later, len(rows)))
            if list(map(self._key, rows)) != list(map(self._key, after)):
                message = f"the undo record of `{self.table}` does not fit together"
                raise CannotRun(message)
            pairs = zip(rows, after, strict=True)
            self._update([(was, then) for was, then in pairs if was != then])

    def _update(self, pairs: Sequence[tuple[Image, Image]]) -> None:
        """Put cells back in rows that stand there still, those with the same columns together."""
        if not pairs:
            return
        there = self.images.at(self.table, self.key, [self._key(before) for before, _ in pairs])
        together: dict[tuple[str, ...], list[Image]] = {}
        for before, after in pairs:
            current, lost = there.get(self._key(before)), self.back.lost(self.table)
            if lost and self.images.plain(self.table, self.key, self._key(before)) in lost:
                current = None  # the row that has this key now is another one
            if current is None:
                self.told.left[Left.GONE] += 1
            elif current == before:
                self.told.again += 1
            elif not self._surely_the_same(after, current):
                self.told.left[Left.OTHER] += 1
            else:
                names, image = self._wanted(before, after, current)
                together.setdefault(names, []).append(image)
        for names, images in together.items():
            if names:
                self._cells(images, names)

    def _surely_the_same(self, after: Image, current: Image) -> bool:
        """Tell whether a row is the one that lost its cells, and no other with the same key.

        A key may be given to another row. More than half of what was left in the row must be
        there still; where nothing was left but its key, all of it.
        """
        together = zip(self.names, after, current, strict=True)
        left = [
            now == then for name, then, now in together if then is not None and name not in self.key
        ]
        return 2 * sum(left) > len(left) if left else current == after

    def _wanted(
        self, before: Image, after: Image, current: Image
    ) -> tuple[tuple[str, ...], Image]:
        """Return the columns that come back in a row, and the row as it is then."""
        together = list(zip(self.names, before, after, current, strict=True))
        changed = [(n, was, then, now) for n, was, then, now in together if was != then]
        written = [n for n, was, then, now in changed if now not in (was, then)]
        self.told.left += Counter({Left.OVERWRITTEN: len(written)})
        wanted = [n for n, was, then, now in changed if now == then]

        def as_wanted() -> Image:
            return tuple(was if n in wanted else now for n, was, _, now in together)

        bad = self._astray(as_wanted(), wanted)
        if bad:
            # The pointer stays empty; what else the row lost comes back.
            self.told.left[Left.PARENT] += len(bad)
            wanted = [n for n in wanted if n not in bad]
        return tuple(wanted), as_wanted()

    def _cells(self, images: Sequence[Image], names: Sequence[str]) -> None:
        said = self.images.update(self.table, self.key, images, names)
        for why in said:
            if why is not None:
                self.told.left[why] += len(names)
        done = [image for image, why in zip(images, said, strict=True) if why is None]
        found = self.images.at(self.table, self.key, list(map(self._key, done)))
        if any(found.get(self._key(image)) != image for image in done):
            message = (
                f"`{self.table}`: a cell does not come back as it was, as where a trigger changes "
                "what is written; nothing was changed"
            )
            raise CannotRun(message)
        self.told.cells += len(done)

    def _astray(self, image: Image, names: Sequence[str]) -> set[str]:
        """Return the columns of `names` that would point at a row that is not there."""
        found: set[str] = set()
        for edge in self.images.edges(self.table):
            if set(edge.columns) & set(names) and not self._leads([image], edge)[0]:
                found |= set(edge.columns)
        return found & set(names)

    def _pointing(self, rows: Sequence[Image], names: Sequence[str]) -> list[bool]:
        """Tell of each row whether all that it points at, with some of `names`, is there."""
        fine = [True] * len(rows)
        for edge in self.images.edges(self.table):
            if set(edge.columns) & set(names):
                leads = self._leads(rows, edge)
                fine = [a and b for a, b in zip(fine, leads, strict=True)]
        return fine

    def _leads(self, rows: Sequence[Image], edge: Edge) -> list[bool]:
        """Tell of each row whether an edge leads to a row, or nowhere since it is empty.

        Of another store it is only known whether the row there is one that does not come back.
        """
        places = [self.names.index(column) for column in edge.columns]
        values = [tuple(row[place] for place in places) for row in rows]
        full = list(dict.fromkeys(v for v in values if None not in v))
        there = self._there(edge, full, rows) if self._is_here(edge) else set(full)
        there -= {v for v in full if self._is_lost(edge, v)}
        before = [edge in self._nowhere.get(self._key(row), ()) for row in rows]
        return [
            None in v or v in there or nowhere for v, nowhere in zip(values, before, strict=True)
        ]

    def _is_here(self, edge: Edge) -> bool:
        return store_of(edge.parent) == store_of(self.table)

    def _there(self, edge: Edge, wanted: Sequence[Image], rows: Sequence[Image]) -> set[Image]:
        """Return which values some row has at which an edge of the same store points."""
        store, _, name = self.table.partition(".")
        own = self.back.schemas[store].tables[name].columns
        like = [own[column] for column in edge.columns]
        there = self.images.there(edge.parent, edge.parent_columns, like, wanted)
        if edge.parent == self.table:
            # Rows that come back together may point at one another.
            ends = [self.names.index(column) for column in edge.parent_columns]
            there |= {tuple(row[end] for end in ends) for row in rows}
        return there

    def _is_lost(self, edge: Edge, values: Image) -> bool:
        """Tell whether the row that an edge leads to had to come back, and does not."""
        lost = self.back.lost(edge.parent)
        if not lost:
            return False
        store, _, parent = edge.parent.partition(".")
        if self.back.schemas[store].tables[parent].key != edge.parent_columns:
            return False
        return self.images.plain(self.table, edge.columns, values) in lost

    def _key(self, image: Image) -> Image:
        return tuple(image[self.names.index(part)] for part in self.key)

"""Keys, edges and moments that the database makes of other columns: these must stay as they are.

What holds a row is read from them. Where one is made of a value that goes before its row does, the
row would be nobody's from then on, or an occasion would end, and what others hold through it go.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from gestand.core.datamap.holdings import HeldTable
from gestand.core.datamap.model import MappedColumn, MappedTable
from gestand.core.datamap.schema import Column, Table
from gestand.core.findings import Finding

CODES = {"G460": "A key, an edge or a moment is generated from a column that may be emptied."}

_DOCUMENT = re.compile(r"json|xml|xpath|extractvalue|->|#>", re.IGNORECASE)
"""What an expression says that takes a part out of a document."""


def made_of_what_goes(
    mapped: MappedTable,
    held: HeldTable,
    columns: Mapping[str, Column],
    structural: frozenset[str],
) -> Iterator[Finding]:
    """Yield each column that must stay with its row, and is made of one that may not."""
    goes = {cell.column for cell in held.cells if not cell.with_row}
    goes |= {change.column for change in held.rest} | mapped.derived
    for name, column in columns.items():
        if name not in structural or not column.generated:
            continue
        read = sorted(_read(name, columns) & goes)
        if read:
            made = ", ".join(f"`{each}`" for each in read)
            message = f"`{name}` of `{mapped.id}` is a key, an edge or a moment, and made of {made}"
            hint = "keep it in a plain column, which the program or a trigger on INSERT fills"
            yield Finding(mapped.span, "G460", message, name, hint)


def stay_as_well(
    mapped: MappedTable, columns: Mapping[str, Column], structural: Collection[str]
) -> set[str]:
    """Return the columns that stay with their row, as what must stay is generated from them.

    So a text such as `party,12` of which the database makes a key. Not one that holds a value, nor
    a secret: that is a finding. Nor a document of which nothing is said: more stands in it.
    """
    made = [name for name in structural if name in columns and columns[name].generated]
    read = set[str]().union(*(_read(name, columns) for name in made))
    expressions = {name: columns[name].generated for name in (*made, *read) if name in columns}
    looks_in = [name for name, made_by in expressions.items() if _DOCUMENT.search(made_by)]
    documents = set[str]().union(*(_read(name, columns) for name in looks_in))
    untold = documents - mapped.columns.keys()
    return {name for name in read - untold if _says_nothing(mapped.columns.get(name))}


def read_by(table: Table, structural: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, by column, the keys, edges and moments that are generated from it."""
    made = [name for name in table.columns if name in structural and table.columns[name].generated]
    read = {name: _read(name, table.columns) for name in made}
    every = dict.fromkeys(column for columns in read.values() for column in sorted(columns))
    return {column: tuple(name for name in made if column in read[name]) for column in every}


def _says_nothing(said: MappedColumn | None) -> bool:
    return said is None or not (said.category or said.secret or said.paths or said.by)


def _read(name: str, columns: Mapping[str, Column]) -> set[str]:
    """Return every column of which a generated one is made, over others that are generated."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        text = columns[waiting.pop()].generated.casefold()
        words = {*re.findall(r"\w+", text)}
        read = {n for n in columns if _stands_in(n.casefold(), text, words)} - found - {name}
        found |= read
        waiting += [each for each in read if columns[each].generated]
    return found


def _stands_in(column: str, text: str, words: set[str]) -> bool:
    return column in words or (not column.isidentifier() and column in text)

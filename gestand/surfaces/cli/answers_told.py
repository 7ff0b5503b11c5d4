"""What is printed of an answer that was given, by whichever command it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gestand.core.counting import counted
from gestand.core.datamap.unmapped import all_named
from gestand.work.access import Given
from gestand.work.holder import LEFT_OUT


def answer_lines(given: Given, out: Path) -> Iterator[str]:
    """Yield what is in an answer, what is not, and where a person has to look as well."""
    found = [table for table in given.tables if table.rows]
    rows = counted(sum(table.rows for table in found))
    tables, files = counted(len(found), "table"), counted(given.files, "file")
    yield f"The answer is in {out}: {rows} of {tables}, {files}."
    if not found:
        yield "Nothing was found by what was given: is that how they are known here? Look by hand"
        yield "before this goes out, and try a number or an address that stands in their own row."
    for table, one in given.left_out:
        yield f"  left out ({one.reason}): {one.column} of {table}"
    if given.files_left_out:
        files = counted(given.files_left_out, "file")
        yield f"  left out (not on disk, or not in its folder): {files}; the answer says so"
    for table, number in given.unconfirmed.items():
        carry = "carries" if number == 1 else "carry"
        yield f"{counted(number)} of {table} {carry} an identifier of this person."
        yield "  Nobody confirmed that they are about the same person: not in the answer."
    if given.of_others:
        yield f"  left out ({LEFT_OUT}): {counted(given.of_others, 'record')} of ours"
    if given.unmapped:
        told = all_named(given.unmapped)
        yield f"Not looked into, since the data map does not describe them yet: {told}."
        yield "Look there by hand before this goes out: the answer says that it was not done."
    if given.read_first:
        told = ", ".join(f"{name} ({number})" for name, number in given.read_first.items())
        yield f"Read these texts before it goes out: {told}."
        yield "  What they tell of somebody else may have to be left out (article 15(4))."
    if given.unknown:
        yield f"The answer says that you do not know who gave you {', '.join(given.unknown)}."
        yield "  Do you? Then write `source:` there in the data map, and give the answer anew."
    if given.places:
        yield f"Look by hand as well, for these are not connected: {', '.join(given.places)}."

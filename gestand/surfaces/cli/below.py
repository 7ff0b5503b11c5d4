"""How it is told what is left of removed values below the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gestand.core.residue.physical import Grade


def tell_below(grades: Sequence[Grade]) -> Iterator[str]:
    """Yield lines about what is left in files, dead rows, logs and backups."""
    if grades:
        yield "On disk:"
    for grade in grades:
        word = f"residue, {grade.word}" if grade.residue else grade.word
        yield f"  {grade.store}: {'; '.join((word, *grade.said))}"

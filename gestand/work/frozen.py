"""A published text as plain data and back: words that were published are read, not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gestand.core.policy.published import (
    Block,
    Document,
    Facts,
    Line,
    Listing,
    Prose,
    Row,
    Section,
    Subheading,
    Table,
)

Told = Mapping[str, Any]


def to_record(document: Document) -> dict[str, Any]:
    """Return a text as plain data."""
    return {
        "language": document.language,
        "title": document.title,
        "controller": document.controller,
        "version": document.version,
        "effective": document.effective,
        "intro": [_block(one) for one in document.intro],
        "sections": [_section(one) for one in document.sections],
    }


def from_record(told: Told) -> Document:
    """Return the text in plain data; KeyError, TypeError or ValueError where it is none."""
    return Document(
        language=told["language"],
        title=told["title"],
        controller=told["controller"],
        version=told["version"],
        effective=told["effective"],
        intro=tuple(map(_read, told["intro"])),
        sections=tuple(
            Section(one["markdown"], one["anchor"], tuple(map(_read, one["blocks"])))
            for one in told["sections"]
        ),
    )


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(one) for one in section.blocks]
    return {"markdown": section.markdown, "anchor": section.anchor, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Prose):
        return {"prose": _lines(block.lines)}
    if isinstance(block, Listing):
        return {"list": list(map(_lines, block.items)), "ordered": block.ordered}
    if isinstance(block, Facts):
        return {"facts": [[term, _lines(lines)] for term, lines in block.rows]}
    if isinstance(block, Table):
        rows = [[list(row.cells), row.promise] for row in block.rows]
        heads = list(block.heads)
        return {"table": block.caption, "heads": heads, "rows": rows, "promise": block.promise}
    return {"heading": block.markdown, "level": block.level, "anchor": block.anchor}


def _read(told: Told) -> Block:
    if "prose" in told:
        return Prose(_lines_of(told["prose"]))
    if "list" in told:
        return Listing(told["ordered"], tuple(map(_lines_of, told["list"])))
    if "facts" in told:
        return Facts(tuple((term, _lines_of(lines)) for term, lines in told["facts"]))
    if "table" in told:
        rows = tuple(Row(tuple(cells), promise) for cells, promise in told["rows"])
        return Table(told["table"], tuple(told["heads"]), rows, told["promise"])
    return Subheading(told["level"], told["heading"], told["anchor"])


def _lines(lines: Sequence[Line]) -> list[list[str]]:
    return [[line.markdown, line.promise] for line in lines]


def _lines_of(told: Sequence[Sequence[str]]) -> tuple[Line, ...]:
    return tuple(Line(markdown, promise) for markdown, promise in told)

"""A statement as it is published: words only, in blocks, each line with its promise.

All text here is inline Markdown. What came from the policy has been escaped, so that no name
or label can turn into markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A sentence with the id of its promise, or without one when it only explains."""

    markdown: str
    promise: str = ""


@dataclass(frozen=True)
class Prose:
    """A paragraph."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listing:
    """A list of one or more sentences each."""

    ordered: bool
    items: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Facts:
    """The facts of a purpose: terms, and the sentences that say them."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Row:
    """A row of a table; `promise` is where its figure is promised."""

    cells: tuple[str, ...]
    promise: str = ""


@dataclass(frozen=True)
class Table:
    """A table; its first column says what a row is about."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    promise: str = ""


@dataclass(frozen=True)
class Subheading:
    """A heading within a section."""

    level: int
    markdown: str
    anchor: str


Block = Prose | Listing | Facts | Table | Subheading


@dataclass(frozen=True)
class Section:
    """A heading of the second level and all that stands under it."""

    markdown: str
    anchor: str
    blocks: tuple[Block, ...]

    def subheadings(self) -> Iterator[Subheading]:
        """Yield the headings of the third level."""
        for block in self.blocks:
            if isinstance(block, Subheading) and block.level == 3:
                yield block


@dataclass(frozen=True)
class Document:
    """A statement in one language, ready to be published.

    The first section is the short version; it stands before the table of contents.
    """

    language: str
    title: str
    controller: str
    version: str
    effective: str
    intro: tuple[Block, ...]
    sections: tuple[Section, ...]

    def lines(self) -> Iterator[Line]:
        """Yield every sentence, row and term of the statement, with its promise."""
        for block in (*self.intro, *(b for section in self.sections for b in section.blocks)):
            yield from lines_of(block)


def lines_of(block: Block) -> Iterator[Line]:
    """Yield the sentences of one block; a row of a table counts as one."""
    if isinstance(block, Prose):
        yield from block.lines
    elif isinstance(block, Listing):
        yield from (line for item in block.items for line in item)
    elif isinstance(block, Facts):
        yield from (line for _, lines in block.rows for line in lines)
    elif isinstance(block, Table):
        yield from (Line(" | ".join(row.cells), row.promise) for row in block.rows)


_MARKUP = re.compile(r"[\\`*_\[\]<>&|~]")


def escape(text: str) -> str:
    """Return plain text as Markdown that shows exactly this text, in one line."""
    return _MARKUP.sub(lambda found: "\\" + found[0], " ".join(text.split()))


_STARTS_BLOCK = re.compile(r"(\d{1,9})([.)])|[-+#=]")


def _as_line(markdown: str) -> str:
    """Return a paragraph's Markdown so that its first word cannot start another block."""
    found = _STARTS_BLOCK.match(markdown)
    if found is None:
        return markdown
    at = len(found[1] or "")
    return f"{markdown[:at]}\\{markdown[at:]}"


def _sentences(lines: tuple[Line, ...]) -> str:
    return " ".join(line.markdown for line in lines)


def _block(block: Block) -> str:
    if isinstance(block, Prose):
        return _as_line(_sentences(block.lines))
    if isinstance(block, Subheading):
        return f"{'#' * block.level} {block.markdown}"
    if isinstance(block, Facts):
        return "\n".join(f"- **{term}:** {_sentences(lines)}" for term, lines in block.rows)
    if isinstance(block, Table):
        lines = [block.heads, tuple("---" for _ in block.heads), *(r.cells for r in block.rows)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1))
    pairs = zip(marks, block.items, strict=False)
    return "\n".join(f"{mark} {_as_line(_sentences(item))}" for mark, item in pairs)


def to_markdown(document: Document, version_label: str, effective_label: str) -> str:
    """Return the whole statement as CommonMark with tables."""
    dated = f"{version_label} {document.version} · {effective_label} {document.effective}"
    parts = [f"# {document.title}", dated, *(_block(block) for block in document.intro)]
    for section in document.sections:
        parts += [f"## {section.markdown}", *(_block(block) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"

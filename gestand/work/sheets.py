"""Tables as files for spreadsheets: CSV, and XLSX as far as a list of texts needs it.

A spreadsheet runs a cell that begins like a formula. In CSV an apostrophe before it makes it a
text; in XLSX every cell is a text already, and such a cell says so as well, for when it is edited
or written out as CSV.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gestand.core.policy.registers import Register

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""How a cell begins that some spreadsheet takes for a formula or a command."""

_HEAD, _PLAIN, _QUOTED = 1, 2, 3
"""The styles of cells: a head, a text, and a text that begins like a formula."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_FIRST}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" applyFont="1"><alignment wrapText="1" vertical="top"/></xf>'
    '<xf><alignment wrapText="1" vertical="top"/></xf>'
    '<xf quotePrefix="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '</styleSheet>'
)
_LONGEST = 32_000
"""Characters of a cell, a little below what spreadsheets take."""


def runs(text: str) -> bool:
    """Tell whether a spreadsheet might take a text for more than a text."""
    return text.lstrip(" \u00a0\ufeff").startswith(_RUNS) or text.startswith(_RUNS)


def shown_in_a_cell(text: str) -> str:
    """Return a text for a cell of CSV that a spreadsheet takes for a text, whatever it is."""
    told = _shown(text)
    return f"'{told}" if runs(told) else told


_ONLY_TEXTS = re.compile(r"(?:(?:[A-Za-z0-9][ -~]{0,999})?\n)*")
"""Cells, each with an end of line behind it, that are only texts: looked at all at once."""


def shown_in_cells(texts: Sequence[str]) -> Sequence[str]:
    """Return the texts of a row as `shown_in_a_cell` does; most rows need nothing done."""
    if _ONLY_TEXTS.fullmatch("\n".join((*texts, ""))):
        return texts
    return [shown_in_a_cell(text) for text in texts]


def to_csv(register: Register) -> bytes:
    """Return a register as CSV (RFC 4180), in UTF-8 with the mark that spreadsheets look for."""
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (register.heads, *register.rows):
        writer.writerow(map(shown_in_a_cell, row))
    return written.getvalue().encode("utf-8-sig")


def to_xlsx(registers: Sequence[Register]) -> bytes:
    """Return registers as a workbook, a sheet for each; the same ones give the same bytes."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, text in _parts(registers):
            info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return written.getvalue()


def _parts(registers: Sequence[Register]) -> Iterator[tuple[str, str]]:
    sheets = [f"worksheets/sheet{n}.xml" for n in range(1, len(registers) + 1)]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = {"workbook.xml": "sheet.main", "styles.xml": "styles"} | dict.fromkeys(
        sheets, "worksheet"
    )
    overrides = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{kind}.{what}+xml"/>'
        for name, what in types.items()
    )
    yield "[Content_Types].xml", (
        f'{_FIRST}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    yield "_rels/.rels", _related([("officeDocument", "xl/workbook.xml")])
    yield "xl/_rels/workbook.xml.rels", _related(
        [*(("worksheet", name) for name in sheets), ("styles", "styles.xml")]
    )
    named = "".join(
        f'<sheet name={quoteattr(one.id)} sheetId="{n}" r:id="r{n}"/>'
        for n, one in enumerate(registers, 1)
    )
    yield "xl/workbook.xml", (
        f'{_FIRST}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{named}</sheets>'
        "</workbook>"
    )
    yield "xl/styles.xml", _STYLES
    for name, one in zip(sheets, registers, strict=True):
        yield f"xl/{name}", _sheet(one)


def _related(parts: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return f'{_FIRST}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _sheet(register: Register) -> str:
    heads = "".join(_cell(head, _HEAD) for head in register.heads)
    rows = "".join(
        f"<row>{''.join(_cell(c, _QUOTED if runs(c) else _PLAIN) for c in map(_shown, row))}</row>"
        for row in register.rows
    )
    wide = f'<cols><col min="1" max="{len(register.heads)}" width="32" customWidth="1"/></cols>'
    still = '<pane ySplit="1" topLeftCell="A2" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{still}</sheetView></sheetViews>'
    return (
        f'{_FIRST}<worksheet xmlns="{_MAIN}">{view}{wide}<sheetData><row>{heads}</row>{rows}'
        "</sheetData></worksheet>"
    )


def _cell(text: str, style: int) -> str:
    told = escape(text)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _shown(text: str) -> str:
    """Return what of a text can stand in a cell: nothing that hides, and no more than fits."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")[:_LONGEST]

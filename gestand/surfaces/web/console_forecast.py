"""The page that shows what falls due in the year to come: a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

from gestand.surfaces.web.console_told_words import MONTH_NAMES, TOLD_WORDS
from gestand.surfaces.web.page import Around, page
from gestand.work.forecast import Forecast

_WIDE, _HIGH, _TOP, _FOOT = 720, 260, 28, 30
_FAT = 0.68


def forecast_page(around: Around, found: Forecast) -> bytes:
    """Return what falls due per month and table."""
    words = TOLD_WORDS[around.language]
    names = [_month(around.language, day) for day in found.months]
    body = [f'<p class="hint">{escape(words["forecast more"])}</p>']
    if not found.tables:
        body.append(f'<p class="none">{escape(words["nothing due"])}</p>')
    else:
        body.append(_chart(words, found.months, names, found.totals))
        body.append(f'<h2 id="months">{escape(words["per month"])}</h2>')
        body.append(_table(words, names, found.tables, found.totals))
    if found.unseen:
        told = ", ".join(found.unseen)
        body.append(f'<p class="hint">{escape(words["not seen"])} <code>{escape(told)}</code></p>')
    lead = words["forecast lead"].format(f"{sum(found.totals):,}".replace(",", "\u202f"))
    return page(around, words["forecast"], lead, body)


def _month(language: str, day: date) -> str:
    return f"{MONTH_NAMES[language][day.month - 1]} {day.year}"


def _chart(
    words: Mapping[str, str], months: Sequence[date], names: Sequence[str], totals: Sequence[int]
) -> str:
    """Return bars, a month each; whoever cannot see them reads the table below."""
    room, step, most = _HIGH - _TOP - _FOOT, _WIDE / len(totals), max(*totals, 1)
    parts: list[str] = []
    for number, (day, name, rows) in enumerate(zip(months, names, totals, strict=True)):
        high = rows / most * room
        left, middle = (number + (1 - _FAT) / 2) * step, (number + 0.5) * step
        floor = _TOP + room
        if rows:
            parts.append(
                f'<rect x="{left:.1f}" y="{floor - high:.1f}" width="{step * _FAT:.1f}" '
                f'height="{max(high, 1.5):.1f}"><title>{escape(name)}: {rows}</title></rect>'
                f'<text x="{middle:.1f}" y="{floor - high - 8:.1f}">{rows}</text>'
            )
        parts.append(f'<text class="month" x="{middle:.1f}" y="{_HIGH - 8}">{day.month}</text>')
    line = f'<line x1="0" x2="{_WIDE}" y1="{_TOP + room}" y2="{_TOP + room}"/>'
    label = escape(words["chart"])
    return (
        f'<figure class="chart"><svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{label}">{line}{"".join(parts)}</svg>'
        f"<figcaption>{escape(words['caption'].format(names[0], names[-1]))}</figcaption></figure>"
    )


def _table(
    words: Mapping[str, str],
    names: Sequence[str],
    tables: Mapping[str, Sequence[int]],
    totals: Sequence[int],
) -> str:
    heads = (words["month"], words["rows"], words["per table"])
    top = "".join(f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in heads)
    rows = "".join(_rows(heads, names, tables, totals))
    return (
        '<table role="table" aria-labelledby="months"><thead role="rowgroup"><tr role="row">'
        f'{top}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _rows(
    heads: Sequence[str],
    names: Sequence[str],
    tables: Mapping[str, Sequence[int]],
    totals: Sequence[int],
) -> Iterator[str]:
    for number, name in enumerate(names):
        each = ", ".join(
            f"<code>{escape(table)}</code> {months[number]}"
            for table, months in tables.items()
            if months[number]
        )
        yield (
            f'<tr role="row"><th role="rowheader" scope="row">{escape(name)}</th>'
            f'<td role="cell" data-head="{escape(heads[1])}">{totals[number]}</td>'
            f'<td role="cell" data-head="{escape(heads[2])}">{each}</td></tr>'
        )

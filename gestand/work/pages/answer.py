"""Write a person's answer as one HTML page that stands on its own.

The page grows with the answer, so its middle is written row by row; what comes before it is
known only at the end, and is put in front then.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from urllib.parse import quote

from gestand.core.access.told import ColumnTold, Role, Standing
from gestand.core.access.words import counted
from gestand.core.datamap.holdings import HeldTable
from gestand.core.plan.read import OTHER
from gestand.core.plan.steps import Read, Withheld
from gestand.core.policy.model import Basis
from gestand.core.policy.words import capitalised
from gestand.stores.base import Lasts
from gestand.work.answer.rows import CellTold, RowShown, text
from gestand.work.answer.saying import Saying

MOST_ROWS = 500
"""Rows of a table that the page shows; the files have them all."""

MOST_CHARACTERS = 5_000
"""Characters of a value that the page shows; the files have them all."""

_ODD = re.compile(r"[^\w.-]")


@dataclass(frozen=True)
class ListShown:
    """A table in which something was found: its rows, and its files in the archive."""

    table: str
    heading: str
    rows: int
    json_name: str
    csv_name: str


@dataclass(frozen=True)
class Found:
    """What the page says around the rows: what was found, where, and what was left out."""

    lists: Sequence[ListShown]
    files: int
    purposes: Mapping[str, Sequence[str]]
    loose: bool
    left_out: Sequence[tuple[str, Withheld]]
    searched: Sequence[str]
    asked: Sequence[str]
    disclosed: Sequence[str]
    places: Sequence[str]
    unmapped: int
    looked_on: str


@dataclass(frozen=True)
class AnswerPage:
    """Writes the parts of one answer, in the words of `saying`."""

    saying: Saying
    _known: dict[object, tuple[ColumnTold, tuple[str, ...]]] = field(default_factory=dict)
    """Why values are held, in words, with their column: rows of one person mostly say the same."""
    _around: dict[object, tuple[ColumnTold, str, str]] = field(default_factory=dict)
    """What stands before and behind values, with their column."""

    def list_head(self, table: HeldTable, step: Read, names: tuple[str, str]) -> str:
        """Return what stands above the rows of a table; `names` are its CSV and JSON file."""
        words, (store, _, name) = self.saying.words, step.table.partition(".")
        anchor = list_anchor(step.table)
        told = words.table.format(table=_code(name), store=_code(store))
        as_files = words.as_files.format(csv=_file(names[0]), json=_file(names[1]))
        heading = escape(self.saying.heading(table))
        return (
            f'<section aria-labelledby="{anchor}"><h3 id="{anchor}">{heading}</h3>'
            f'<p class="list">{told} {as_files}</p>\n'
        )

    def row(self, step: Read, row: RowShown) -> str:
        """Return one row: its values in groups, each with why it is held."""
        # The key stands in the heading.
        shown = (c for c in row.cells if not c.empty and c.column.name not in step.key)
        parts = "".join(self._part(step, row, cells) for cells in self._groups(step, row, shown))
        key = ", ".join(_key(step, row))
        heading = self.saying.words.row_of.format(number=row.number, key=_bdi(key))
        return f'<div class="row"><h4>{heading}</h4>\n{parts}</div>\n'

    def list_end(self, shown: ListShown) -> str:
        """Return what stands below the rows of a table."""
        if shown.rows <= MOST_ROWS:
            return "</section>\n"
        names = {"csv": _file(shown.csv_name), "json": _file(shown.json_name)}
        more = self.saying.words.more_rows.format(MOST_ROWS, **names)
        return f"<p>{more}</p></section>\n"

    def before(self, found: Found) -> str:
        """Return the page up to the rows."""
        words, filler = self.saying.words, self.saying.filler
        intro = " ".join(words.intro).format(found.looked_on)
        return _template("answer.html").substitute(
            language=filler.grammar.language,
            style=_style(),
            style_hash=_style_hash(),
            title=escape(words.title.format(filler.policy.controller.name)),
            controller=escape(filler.policy.controller.name),
            skip=escape(words.skip),
            intro=f"<p>{escape(intro)}</p>",
            short_label=escape(words.short),
            short="\n".join(self._short(found)),
            contents_label=escape(filler.labels.contents),
            contents="".join(self._contents(found)),
            uses="\n".join(self._uses(found)),
            data_label=escape(words.data),
        )

    def after(self, found: Found) -> str:
        """Return the page from the rows on."""
        words, controller = self.saying.words, self.saying.filler.policy.controller
        empty = "" if found.lists else _paragraph(words.no_data)
        sections = "\n".join(
            _section(anchor, label, "".join(parts))
            for anchor, label, parts in (
                ("left-out", words.left_out, self._left_out(found)),
                ("rights", words.rights, self._rights()),
                ("complaint", words.complaint, self._complaint()),
                ("contact", words.contact, [self._contact()]),
                ("files", words.about, self._about()),
            )
        )
        footer = f"<footer><p>{escape(controller.name)}</p></footer>"
        return f"{empty}</section>\n{sections}\n</main>\n{footer}\n</body>\n</html>\n"

    def _short(self, found: Found) -> Iterator[str]:
        words = self.saying.words
        if found.lists:
            rows = counted(words.rows, sum(one.rows for one in found.lists))
            lists = counted(words.lists, len(found.lists))
            amounts = [words.in_lists.format(rows=rows, lists=lists)]
            amounts += [counted(words.files, found.files)] if found.files else []
            yield _paragraph(words.yes.format(self.saying.filler.grammar.all_of(amounts)))
        else:
            yield _paragraph(words.no)
        people = self.saying.filler.grammar.all_of(found.searched)
        yield _paragraph(words.searched.format(people))
        if found.unmapped and not found.lists:
            yield _paragraph(words.unmapped.format(found.unmapped))
        yield from map(_paragraph, found.asked)
        if found.lists:
            yield self._summary(found)

    def _summary(self, found: Found) -> str:
        words = self.saying.words
        heads = "".join(
            f'<th role="columnheader" scope="col">{escape(head)}</th>' for head in words.summary
        )
        rows = "".join(self._summary_row(one) for one in found.lists)
        return (
            f'<table role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
            f'<tbody role="rowgroup">{rows}</tbody></table>'
        )

    def _summary_row(self, one: ListShown) -> str:
        words = self.saying.words
        link = f'<a href="#{list_anchor(one.table)}">{escape(one.heading)}</a>'
        cells = (
            escape(counted(words.rows, one.rows)),
            f"{_file(one.csv_name, 'CSV')} {_file(one.json_name, 'JSON')}",
        )
        told = "".join(
            f'<td role="cell" data-head="{escape(head)}">{cell}</td>'
            for head, cell in zip(words.summary[1:], cells, strict=True)
        )
        return f'<tr role="row"><th role="rowheader" scope="row">{link}</th>{told}</tr>'

    def _contents(self, found: Found) -> Iterator[str]:
        words = self.saying.words
        purposes = [(_purpose_anchor(one), self.saying.title(one)) for one in found.purposes]
        lists = [(list_anchor(one.table), one.heading) for one in found.lists]
        yield _entry("short", words.short)
        yield _entry("uses", words.uses, purposes)
        yield _entry("data", words.data, lists)
        yield _entry("left-out", words.left_out)
        yield _entry("rights", words.rights)
        yield _entry("complaint", words.complaint)
        yield _entry("contact", words.contact)
        yield _entry("files", words.about)

    def _uses(self, found: Found) -> Iterator[str]:
        words = self.saying.words
        yield f'<section aria-labelledby="uses"><h2 id="uses">{escape(words.uses)}</h2>'
        if not found.purposes:
            yield _paragraph(words.no_uses)
        if found.loose:
            yield _paragraph(words.loose_uses)
        for purpose, categories in found.purposes.items():
            yield self._purpose(purpose, categories)
        filler = self.saying.filler
        if any(one.tools for name in found.purposes for one in filler.recipients_of(name)):
            yield _paragraph(words.safeguards)
        if found.disclosed:
            told = "".join(f"<li>{escape(one)}</li>" for one in found.disclosed)
            yield f'<h3 id="disclosed">{escape(words.disclosures)}</h3><ul>{told}</ul>'
        heading, automated = words.automated
        yield f'<h3 id="automated">{escape(heading)}</h3>{_paragraph(automated)}</section>'

    def _purpose(self, purpose: str, categories: Sequence[str]) -> str:
        filler = self.saying.filler
        labels, keep = filler.labels, filler.policy.purposes[purpose].keep
        kept = labels.erased_exactly if keep.exactly else labels.erased
        named = [filler.category(name) or name for name in categories]
        facts = [
            (labels.data, capitalised(filler.grammar.all_of(named))),
            (labels.ground, capitalised(filler.ground(purpose) or "")),
            (labels.how_long, kept.format(filler.keep(purpose) or "")),
            (labels.who, self.saying.who(purpose)),
        ]
        rows = "".join(_fact(term, escape(fact)) for term, fact in facts if fact)
        anchor = _purpose_anchor(purpose)
        return f'<h3 id="{anchor}">{escape(self.saying.title(purpose))}</h3><dl>{rows}</dl>'

    def _groups(
        self, step: Read, row: RowShown, cells: Iterable[CellTold]
    ) -> Iterator[list[CellTold]]:
        """Yield cells of which everything that is said is the same; what only goes along, last."""

        def said(cell: CellTold) -> tuple[bool, tuple[str, ...]]:
            return cell.column.role is not Role.DATA, self._why(step, row, cell)

        order: dict[tuple[bool, tuple[str, ...]], int] = {}
        listed = [(order.setdefault(said(cell), len(order)), cell) for cell in cells]
        key = {number: what for what, number in order.items()}
        listed.sort(key=lambda pair: (key[pair[0]][0], pair[0]))
        for _, group in groupby(listed, key=lambda pair: pair[0]):
            yield [cell for _, cell in group]

    def _part(self, step: Read, row: RowShown, cells: list[CellTold]) -> str:
        values = "".join(self._value(step, row, cell) for cell in cells)
        why = "".join(f"<li>{line}</li>" for line in self._why(step, row, cells[0]))
        sure = (Standing.HELD, Standing.APART, Standing.LEFT)
        loose = "" if cells[0].why.standing in sure else " loose"
        return f'<div class="part{loose}"><dl>{values}</dl><ul class="why">{why}</ul></div>\n'

    def _value(self, step: Read, row: RowShown, cell: CellTold) -> str:
        purposes = () if cell.masked else tuple(row.for_(step, cell))
        key = id(cell.column), purposes
        if key not in self._around:
            self._around[key] = cell.column, self._term(cell.column), self._gets(cell, purposes)
        _, term, gets = self._around[key]
        return f"<div><dt>{term}</dt><dd>{self._shown(cell)}{gets}</dd></div>"

    def _term(self, column: ColumnTold) -> str:
        return f"{escape(self.saying.label(column))} <small>{_code(column.name)}</small>"

    def _gets(self, cell: CellTold, purposes: Sequence[str]) -> str:
        gets = self.saying.gets(purposes, cell.column)
        return _note(self.saying.words.receives.format(gets)) if gets else ""

    def _shown(self, cell: CellTold) -> str:
        words = self.saying.words
        if cell.masked:
            return _note(words.masked)
        if isinstance(cell.value, bytes | bytearray | memoryview):
            return _note(words.binary.format(len(bytes(cell.value))))
        whole = self.saying.value(cell.column, text(cell.value))
        shown = _bdi(whole[:MOST_CHARACTERS])
        if len(whole) > MOST_CHARACTERS:
            shown += _note(words.cut.format(shown=MOST_CHARACTERS, all=len(whole)))
        if cell.file is None:
            return shown
        if cell.file.member is not None:
            return f'<a href="{quote(cell.file.member)}">{shown}</a>'
        return shown + _note(words.file_outside if cell.file.outside else words.file_gone)

    def _why(self, step: Read, row: RowShown, cell: CellTold) -> tuple[str, ...]:
        """Return why a value is held, until when, and how it came here, as HTML."""
        if cell.masked:
            return (escape(self.saying.words.reasons[OTHER]),)
        along = cell.column.with_row and cell.why.standing is Standing.LEFT
        if along or (cell.column.role is not Role.DATA and row.holds_data):
            return (_said(self.saying.words.why, escape(self.saying.words.goes_along)),)
        held = row.for_(step, cell)
        said = (id(cell.column), cell.why.standing, row.apart, row.own, *held.items())
        if said not in self._known:
            self._known[said] = cell.column, tuple(self._held(row, cell, held))
        return self._known[said][1]

    def _held(self, row: RowShown, cell: CellTold, held: Mapping[str, Lasts]) -> Iterator[str]:
        words, standing = self.saying.words, cell.why.standing
        data = cell.column.role is Role.DATA
        for number, (purpose, lasts) in enumerate(held.items()):
            link = f'<a href="#{_purpose_anchor(purpose)}">{escape(self.saying.title(purpose))}</a>'
            told = _with_link(self.saying.until(purpose, lasts, "\0"), link)
            yield _said(words.also if number else words.why, told)
        if row.apart:
            yield escape(words.apart)
        if standing is Standing.WAITS:
            yield _said(words.why, escape(words.waits))
        elif standing is Standing.LOOSE:
            yield _said(words.why, escape(words.loose if data else words.loose_row))
        part = self.saying.stays(cell.column)
        if part:
            frame = words.left if standing is Standing.LEFT else words.part
            yield escape(frame.format(part))
        source = self.saying.source(cell.column)
        if not row.own:
            yield escape(words.of_others)  # nobody here is where it came from
        elif source:
            yield _said(words.source, escape(source))

    def _left_out(self, found: Found) -> Iterator[str]:
        words = self.saying.words
        yield _paragraph(words.reserved)
        if not found.left_out:
            yield _paragraph(words.nothing_left_out)
        for reason, told in words.reasons.items():
            columns = [
                words.column_of.format(column=_code(one.column), table=_code(table))
                for table, one in found.left_out
                if one.reason == reason
            ]
            if columns:
                yield _paragraph(told) + _items(columns)
        if found.unmapped:
            yield _paragraph(words.unmapped.format(found.unmapped))
        if found.places:
            titles = [escape(self.saying.title(one)) for one in found.places]
            yield _paragraph(words.places) + _items(titles) + _paragraph(words.ask_places)
        yield _paragraph(words.receipt)

    def _rights(self) -> Iterator[str]:
        words, filler = self.saying.words, self.saying.filler
        consent = any(p.basis is Basis.CONSENT for p in filler.policy.purposes.values())
        rights = [*words.rights_list, *([words.withdraw] if consent else [])]
        yield f"<dl>{''.join(_fact(name, escape(told)) for name, told in rights)}</dl>"
        within = filler.grammar.period(filler.policy.answer_within)
        yield _paragraph(words.rights_ask.format(within))

    def _complaint(self) -> Iterator[str]:
        words, filler = self.saying.words, self.saying.filler
        authority = filler.edition.authority
        site = filler.words(authority.site) or ""
        for line in words.complaint_lines:
            told = escape(line).format(
                name=escape(filler.words(authority.name) or ""),
                post=escape(filler.words(authority.post) or ""),
                site=_link(site, site.removeprefix("https://")),
            )
            yield f"<p>{told}</p>"

    def _contact(self) -> str:
        one, terms = self.saying.filler.policy.controller, self.saying.words.contact_terms
        phone = "".join(c for c in one.phone if c.isdigit() or c == "+")
        facts = (
            escape(one.name),
            escape(one.post),
            _link(f"mailto:{one.email}", one.email),
            _link(f"tel:{phone}", one.phone),
            escape(one.register),
        )
        told = zip(terms, facts, strict=True)
        return f"<dl>{''.join(_fact(term, fact) for term, fact in told if fact)}</dl>"

    def _about(self) -> Iterator[str]:
        effective = self.saying.day(self.saying.filler.policy.effective)
        for line in self.saying.words.about_lines:
            yield _paragraph(line.format(effective))


def _key(step: Read, row: RowShown) -> Iterator[str]:
    """Yield the parts of a row's key, without those that are about somebody else."""
    told = {cell.column.name for cell in row.cells if not cell.masked}
    for name, part in zip(step.key, row.key, strict=True):
        yield text(part) if name in told else "..."


def list_anchor(table: str) -> str:
    """Return the name with which a link reaches the list of a table."""
    return f"list-{_ODD.sub('-', table)}"


def _purpose_anchor(purpose: str) -> str:
    return f"for-{_ODD.sub('-', purpose)}"


@cache
def _style() -> str:
    package = files(__package__)
    names = ("style.css", "answer.css")
    return "".join(package.joinpath(name).read_text(encoding="utf-8") for name in names)


def _style_hash() -> str:
    return "sha256-" + b64encode(sha256(_style().encode()).digest()).decode()


@cache
def _template(name: str) -> Template:
    return Template(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _section(anchor: str, label: str, content: str) -> str:
    heading = f'<h2 id="{anchor}">{escape(label)}</h2>'
    return f'<section aria-labelledby="{anchor}">{heading}\n{content}</section>'


def _entry(anchor: str, label: str, below: Sequence[tuple[str, str]] = ()) -> str:
    inner = "".join(_entry(*one) for one in below)
    inner = f"<ol>{inner}</ol>" if inner else ""
    return f'<li><a href="#{anchor}">{escape(label)}</a>{inner}</li>'


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _items(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _fact(term: str, fact: str) -> str:
    return f"<div><dt>{escape(term)}</dt><dd>{fact}</dd></div>"


def _said(label: str, told: str) -> str:
    return f"<b>{escape(label)}:</b> {told}"


def _with_link(told: str, link: str) -> str:
    return escape(told).replace("\0", link)


def _note(words: str) -> str:
    return f'<span class="note">{escape(words)}</span>'


def _code(name: str) -> str:
    return f"<code>{escape(name)}</code>"


def _bdi(words: str) -> str:
    """Return a text of the database, which cannot turn the direction of what stands around it."""
    return f"<bdi>{escape(words)}</bdi>"


def _file(name: str, label: str = "") -> str:
    return f'<a href="{quote(name)}">{escape(label or name.rpartition("/")[2])}</a>'


def _link(target: str, label: str) -> str:
    return f'<a href="{escape(target)}">{escape(label)}</a>' if label else ""

"""Write a document as one HTML page that stands on its own.

The style is part of the page and named by its digest in the content security policy, so that
the page can load and run nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from markdown_it import MarkdownIt

from gestand.core.policy.labels import LABELS
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
    lines_of,
)

FORMS = {"pdf": "PDF", "md": "Markdown"}
"""The other forms of a statement: the ending of the file, and what a reader calls it."""

LINKED_DATA = "statement.jsonld"
"""The statement as linked data, in all its languages at once."""

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "link", "escape", "backticks"])


@dataclass(frozen=True)
class Beside:
    """What a reader can reach from a page, and what is said of the page itself.

    `suffix` stands behind the language in the address of this page in each of `languages`;
    `forms` are the endings of files that hold the same; `links` are addresses with their
    words; `notice` is shown above the text; `ask` are where a reader asks for their own data, or
    sees them.
    """

    languages: Sequence[str]
    suffix: str = ""
    forms: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    notice: str = ""
    ask: Sequence[tuple[str, str]] = ()


def statement_page(document: Document, beside: Beside) -> str:
    """Return the page of one language, with links to the other languages and other forms."""
    return _whole_page(document, beside, _body(document))


def history_page(document: Document, beside: Beside) -> str:
    """Return the page that tells what each version changed."""
    page = _Page(document)
    sections = [page.section(one, "") for one in document.sections]
    return _whole_page(document, beside, [_contents(document), *sections])


def register_page(document: Document, beside: Beside) -> str:
    """Return the page of the registers of processing."""
    return history_page(document, beside)


def _whole_page(document: Document, beside: Beside, body: Iterable[str]) -> str:
    labels = LABELS[document.language]
    return _template("statement.html").substitute(
        language=document.language,
        style=_style(),
        style_hash=_style_hash(),
        plain_title=_plain(document.title),
        plain_controller=_plain(document.controller),
        controller=inline(document.controller),
        title=inline(document.title),
        alternates="\n".join(_alternates(beside)),
        languages=_language_links(document.language, beside),
        skip=escape(labels.skip),
        version_label=escape(labels.version),
        version=escape(document.version),
        effective_label=escape(labels.effective),
        effective=escape(document.effective),
        links="".join(f" <span>{_link(*link)}</span>" for link in beside.links),
        notice=f'<p class="notice">{escape(beside.notice)}</p>' if beside.notice else "",
        ask=_ask(beside.ask),
        forms=_form_links(document.language, beside.forms),
        body="\n".join(body),
    )


def _ask(links: Sequence[tuple[str, str]]) -> str:
    shown = " ".join(_link(*one) for one in links)
    return f'<p class="ask">{shown}</p>' if shown else ""


def choice_page(documents: Sequence[Document]) -> str:
    """Return the page on which a reader chooses a language."""
    first = documents[0]
    return _template("languages.html").substitute(
        language=first.language,
        style=_style(),
        style_hash=_style_hash(),
        plain_controller=_plain(first.controller),
        controller=inline(first.controller),
        body="\n".join(_choice(document) for document in documents),
    )


def inline(markdown: str) -> str:
    """Return inline Markdown as HTML; raw HTML in it is shown, never obeyed."""
    rendered: str = _MARKDOWN.renderInline(markdown)
    return rendered


@cache
def _style() -> str:
    return files(__package__).joinpath("style.css").read_text(encoding="utf-8")


def _style_hash() -> str:
    return "sha256-" + b64encode(sha256(_style().encode()).digest()).decode()


@cache
def _template(name: str) -> Template:
    return Template(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def words_of(markdown: str) -> str:
    """Return the words of inline Markdown without their markup."""
    tokens = _MARKDOWN.parseInline(markdown)[0].children or []
    return "".join(token.content for token in tokens)


def _plain(markdown: str) -> str:
    return escape(words_of(markdown))


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _alternates(beside: Beside) -> Iterator[str]:
    for language in beside.languages:
        address = f"{language}{beside.suffix}.html"
        yield f'<link rel="alternate" hreflang="{language}" href="{address}">'
    if beside.forms:
        yield f'<link rel="alternate" type="application/ld+json" href="{LINKED_DATA}">'


def _language_links(current: str, beside: Beside) -> str:
    if len(beside.languages) < 2:
        return ""
    links = (_language_link(current, other, beside.suffix) for other in beside.languages)
    items = "".join(f"<li>{link}</li>" for link in links)
    return f'<nav aria-label="{escape(LABELS[current].languages)}"><ul>{items}</ul></nav>'


def _language_link(current: str, language: str, suffix: str) -> str:
    name = escape(LABELS[language].language_name)
    if language == current:
        return f'<span aria-current="true">{name}</span>'
    address = f"{language}{suffix}.html"
    return f'<a href="{address}" hreflang="{language}" lang="{language}">{name}</a>'


def _form_links(language: str, forms: Sequence[str]) -> str:
    if not forms:
        return ""
    links = [f'<a href="{language}.{form}">{FORMS[form]}</a>' for form in forms]
    links.append(f'<a href="{LINKED_DATA}">JSON-LD</a>')
    return f'<p class="forms">{escape(LABELS[language].also_as)} {" · ".join(links)}</p>'


def _choice(document: Document) -> str:
    language, labels = document.language, LABELS[document.language]
    below = f"{labels.language_name} · {labels.effective} {document.effective}"
    return (
        f'<li lang="{language}"><a href="{language}.html" hreflang="{language}">'
        f"{_plain(document.title)}<span>{escape(below)}</span></a></li>"
    )


def _body(document: Document) -> Iterator[str]:
    """Yield the intro, the short version, the contents, and then the other sections."""
    page = _Page(document)
    if document.intro:
        yield f'<div class="intro">{page.blocks(document.intro)}</div>'
    for number, section in enumerate(document.sections):
        yield page.section(section, "short" if number == 0 else "")
        if number == 0:
            yield _contents(document)


def _contents(document: Document) -> str:
    label = escape(LABELS[document.language].contents)
    items = "".join(_entry(section) for section in document.sections)
    return (
        f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">{label}</h2>'
        f"<ol>{items}</ol></nav>"
    )


def _entry(section: Section) -> str:
    inner = "".join(f"<li>{_jump(sub.anchor, sub.markdown)}</li>" for sub in section.subheadings())
    below = f"<ol>{inner}</ol>" if inner else ""
    return f"<li>{_jump(section.anchor, section.markdown)}{below}</li>"


def _jump(anchor: str, markdown: str) -> str:
    return f'<a href="#{anchor}">{_plain(markdown)}</a>'


class _Page:
    """Writes the blocks of one document; knows which promises can be linked to."""

    def __init__(self, document: Document) -> None:
        blocks = [*document.intro, *(b for s in document.sections for b in s.blocks)]
        said = (block for block in blocks if not isinstance(block, Table))
        lines = (line for block in said for line in lines_of(block))
        self._promises = {line.promise for line in lines if line.promise}

    def section(self, section: Section, kind: str) -> str:
        """Return a section with its heading."""
        attribute = f' class="{kind}"' if kind else ""
        heading = f'<h2 id="{section.anchor}">{inline(section.markdown)}</h2>'
        named = f'aria-labelledby="{section.anchor}"'
        return f"<section{attribute} {named}>{heading}\n{self.blocks(section.blocks)}</section>"

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return blocks one after the other."""
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Prose):
            return f"<p>{_lines(block.lines)}</p>"
        if isinstance(block, Listing):
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{_lines(item)}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        if isinstance(block, Facts):
            return f"<dl>{''.join(_fact(term, lines) for term, lines in block.rows)}</dl>"
        if isinstance(block, Subheading):
            level = min(block.level, 6)
            return f'<h{level} id="{block.anchor}">{inline(block.markdown)}</h{level}>'
        return self._table(block)

    def _table(self, table: Table) -> str:
        heads = "".join(_head(head) for head in table.heads)
        rows = "".join(self._row(table.heads, row) for row in table.rows)
        # A narrow screen stacks the cells; the roles keep the table a table for a reader.
        return (
            f'<table role="table"{_id(table.promise)}><caption>{escape(table.caption)}</caption>'
            f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
            f'<tbody role="rowgroup">{rows}</tbody></table>'
        )

    def _row(self, heads: Sequence[str], row: Row) -> str:
        first = inline(row.cells[0])
        if row.promise in self._promises:
            first = f'<a href="#{row.promise}">{first}</a>'
        cells = "".join(
            f'<td role="cell"{_kind(cell)} data-head="{escape(head)}">{inline(cell)}</td>'
            for head, cell in zip(heads[1:], row.cells[1:], strict=True)
        )
        head = f'<th role="rowheader"{_kind(row.cells[0])} scope="row">{first}</th>'
        return f'<tr role="row">{head}{cells}</tr>'


def _kind(cell: str) -> str:
    """Mark a single word: a name of a cookie or of a host is never hyphenated."""
    return "" if " " in cell else ' class="name"'


def _head(text: str) -> str:
    return f'<th role="columnheader" scope="col">{escape(text)}</th>'


def _fact(term: str, lines: Iterable[Line]) -> str:
    return f"<div><dt>{escape(term)}</dt><dd>{_lines(lines)}</dd></div>"


def _lines(lines: Iterable[Line]) -> str:
    return " ".join(_line(line) for line in lines)


def _line(line: Line) -> str:
    words = inline(line.markdown)
    return f"<span{_id(line.promise)}>{words}</span>" if line.promise else words


def _id(promise: str) -> str:
    return f' id="{escape(promise)}"' if promise else ""

"""The files of a publication: every version that can be read, in each language and form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from gestand.core.policy.history import history, to_document
from gestand.core.policy.labels import LABELS
from gestand.core.policy.linked import to_linked_data
from gestand.core.policy.published import Document, to_markdown
from gestand.core.policy.words import GRAMMARS
from gestand.work.dated import vocabulary
from gestand.work.editions import Version
from gestand.work.pages.html import (
    LINKED_DATA,
    Beside,
    choice_page,
    history_page,
    statement_page,
    words_of,
)
from gestand.work.pages.pdf import is_possible, pdf_of

HISTORY = "-history"

File = tuple[str, str | bytes]


Asks = Mapping[str, Sequence[tuple[str, str]]]
"""By language where a reader asks for their own data, or sees them, and the words of each link."""


def site(
    versions: Sequence[Version], asks: Asks | None = None, *, draft: bool = False
) -> dict[str, bytes]:
    """Return every file by its name; the versions come oldest first.

    With `asks` they are for a server that answers. A `draft` says that it is one. For neither a PDF
    is laid out.
    """
    newest = versions[-1]
    documents = [newest.document(one) for one in newest.policy.controller.languages]
    found: list[File] = [("index.html", choice_page(documents))]
    for document in documents:
        found += _statement(newest, document, asks, draft=draft)
        found += _history(versions, document)
    found.append((LINKED_DATA, _linked_data(newest, documents)))
    for version in versions[:-1]:
        found += _earlier(version, newest)
    return {name: one if isinstance(one, bytes) else one.encode() for name, one in found}


def _linked_data(version: Version, documents: Sequence[Document]) -> str:
    fillers = {one.language: version.filler(one.language) for one in documents}
    titles = {one.language: words_of(one.title) for one in documents}
    told = to_linked_data(fillers, titles, vocabulary())
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _address(version: Version, language: str) -> str:
    """Return where this very version can be read, now and later."""
    return f"{language}{_suffix(version)}.html"


def _suffix(version: Version) -> str:
    return f"-{version.policy.effective.isoformat()}"


def _statement(
    version: Version, document: Document, asks: Asks | None, *, draft: bool
) -> Iterator[File]:
    """Yield the newest statement in one language, in all its forms."""
    language, labels = document.language, LABELS[document.language]
    with_pdf = asks is None and not draft and is_possible()
    forms = ("pdf", "md") if with_pdf else ("md",)
    links = ((f"{language}{HISTORY}.html", labels.history),)
    ask = (asks or {}).get(language, ())
    notice = labels.draft if draft else ""
    beside = Beside(version.policy.controller.languages, "", forms, links, notice=notice, ask=ask)
    page = statement_page(document, beside)
    yield f"{language}.html", page
    yield _address(version, language), page
    yield f"{language}.md", to_markdown(document, labels.version, labels.effective)
    if with_pdf:
        yield f"{language}.pdf", pdf_of(page)


def _history(versions: Sequence[Version], statement: Document) -> Iterator[File]:
    language = statement.language
    entries = history([version.filler(language) for version in versions])
    texts = {
        version.policy.effective: _address(version, language)
        for version in versions
        if language in version.languages
    }
    links = ((f"{language}.html", LABELS[language].statement),)
    beside = Beside(versions[-1].policy.controller.languages, HISTORY, links=links)
    yield f"{language}{HISTORY}.html", history_page(to_document(statement, entries, texts), beside)


def _earlier(version: Version, newest: Version) -> Iterator[File]:
    """Yield the pages of an older version whose text was kept; each says what it is."""
    current = newest.policy.controller.languages
    kept = version.languages
    languages = [
        *(one for one in current if one in kept),
        *(one for one in kept if one not in current),
    ]
    for language in languages:
        labels, grammar = LABELS[language], GRAMMARS[language]
        since, until = version.policy.effective, version.until or version.edition.on
        notice = labels.earlier.format(since=grammar.day(since), until=grammar.day(until))
        latest = f"{language}.html" if language in current else "index.html"
        links = ((latest, labels.newest),)
        beside = Beside(languages, _suffix(version), links=links, notice=notice)
        yield _address(version, language), statement_page(version.document(language), beside)

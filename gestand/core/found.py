"""Findings as they are collected: bounded, without repeats, safe to print.

A file can be wrong in a hundred thousand places, and its texts can hold anything. What is
collected stays readable: each finding once, a limited number of them, and every text of
the file cut short and stripped of characters that would steer a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from gestand.core.findings import Finding, Span, did_you_mean

CODES = {
    "G104": "a name is used that nothing declares",
    "G116": "a file has more findings than are shown",
}

MOST = 500
MOST_SUGGESTIONS = 50
MOST_COMPARED = 1_000
LONGEST = 60

NOWHERE = Span("")

DECLARED = {
    "anchor": "write the value out",
    "category": "declare it under `categories:` of the policy",
    "kind of person": "declare it under `subjects:` of policy and data map",
    "kind of recipient": "declare it under `kinds:` of the recipients",
    "moment": "declare it under `moments:` of the policy",
    "occasion": "bind it under `occasions:` of the data map",
    "purpose": "declare it under `purposes:` of the policy",
    "store": "declare it under `stores:` of the data map",
    "table": "say what it holds under `tables:` of the data map",
}
"""Where each kind of name is declared, for when no known name comes near."""


class Word(str):
    """A text that remembers where it stands in its file."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE) -> Word:
        """Make a word of `text` that stands at `span`."""
        word = super().__new__(cls, text)
        word.span = span
        return word


def span_of(text: str, otherwise: Span) -> Span:
    """Return where `text` stands, or `otherwise` when it does not know."""
    return text.span if isinstance(text, Word) and text.span != NOWHERE else otherwise


def shown(text: str) -> str:
    """Return `text` as a message may hold it: on one line, short, printable."""
    cut = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    return "".join(c if c.isprintable() and c != "`" else f"\\x{ord(c):02x}" for c in cut)


class Found:
    """The findings of one reading, in the order in which they were met."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}
        self._suggestions = 0
        self._beyond = False

    def __bool__(self) -> bool:
        return bool(self._findings)

    def add(
        self, span: Span, code: str, message: str, fragment: str = "", suggestion: str = ""
    ) -> None:
        """Keep a finding; beyond the limit it is left out."""
        self.keep(Finding(span, code, message, shown(fragment), suggestion))

    def keep(self, finding: Finding) -> None:
        """Keep a finding that was made elsewhere."""
        if len(self._findings) < MOST:
            self._findings.setdefault(finding)
        elif finding not in self._findings:
            self._beyond = True

    def known(self, what: str, used: Iterable[tuple[str, Span]], declared: Iterable[str]) -> None:
        """Keep a finding for each name that is used and not declared."""
        names = dict.fromkeys(declared)
        for word, span in used:
            if word not in names:
                self.unknown(what, word, names, span)

    def unknown(self, what: str, word: str, known: Iterable[str], span: Span) -> None:
        """Keep the finding that nothing declares the `what` named `word`."""
        message = f"unknown {what} `{shown(word)}`"
        hint = self.nearest(word, known, DECLARED.get(what, ""))
        self.add(span_of(word, span), "G104", message, word, hint)

    def nearest(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """Return the question whether a known word was meant; a search costs, so not forever."""
        if self._suggestions >= MOST_SUGGESTIONS or len(word) > LONGEST:
            return otherwise
        self._suggestions += 1
        near = (name for name in islice(known, MOST_COMPARED) if abs(len(name) - len(word)) <= 5)
        return did_you_mean(word, near) or otherwise

    def all(self) -> list[Finding]:
        """Return what was found, with a last line for what goes beyond the limit."""
        findings = list(self._findings)
        if self._beyond:
            file = findings[-1].span.file
            message = f"there are more than {MOST} findings; the rest is not shown"
            findings.append(Finding(Span(file), "G116", message, "", "mend the first ones first"))
        return findings

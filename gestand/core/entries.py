"""Read nodes into values: texts, lists, periods, dates, words per language, mappings.

Every function takes a node, or None for a key that is not there, and answers with a value
or with nothing; what is wrong is kept as a finding and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from gestand.core.calendar import Period, parse_period
from gestand.core.document import Document, Fields, Items, Node, Scalar
from gestand.core.findings import Span
from gestand.core.found import Found, Word, shown
from gestand.core.language.keys import NAMES, PHRASES, Kind, Older

CODES = {
    "G117": "a key is not part of the language",
    "G118": "a key that must be there is missing",
    "G119": "a value has another shape than its key asks for",
    "G120": "a value is empty",
    "G121": "an expression is not in this version of the language",
    "G122": "a name cannot be used",
    "G123": "a value is not one of the words that its key knows",
    "G124": "a value is neither `true` nor `false`",
    "G125": "a value is not an ISO 8601 period of whole days",
    "G126": "a value is not a date",
    "G127": "words are missing in a language of the statement",
    "G128": "words are given in a language that the statement does not have",
    "G129": "the version of the language is missing or not known",
    "G131": "a key is an older form of the language, which `gestand upgrade` rewrites",
}

VERSION = "1"

_NAME = re.compile(r"[^\W_](?:[\w -]*[^\W_])?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_LONGEST_NAME = 60
_SHORT = 90
_TERM = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*\Z")
_SPOKEN = re.compile(r"([0-9]{1,4})\s*([a-zë]+)\Z", re.IGNORECASE)
_UNITS = {
    "D": ("day", "days", "dag", "dagen"),
    "W": ("week", "weeks", "weken"),
    "M": ("month", "months", "maand", "maanden"),
    "Y": ("year", "years", "jaar", "jaren"),
}


def is_empty(node: Node) -> bool:
    """Tell whether a node is a key's missing value."""
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~")


class Reader:
    """Reads the nodes of one file; `languages` are those of the statement, once known."""

    def __init__(self, document: Document, found: Found) -> None:
        self.found = found
        self.whole = document.whole
        self.languages: tuple[str, ...] = ()

    def text(self, node: Node | None, what: str = "text") -> Word | None:
        """Return a single text, its white space made even."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.shape(node, f"a single {what}")
            return None
        if not node.text.strip():
            self.found.add(
                node.span, "G120", f"this {what} is empty", "", "write it, or take the key out"
            )
            return None
        return Word(" ".join(node.text.split()), node.span)

    def texts(self, node: Node | None, what: str = "word") -> tuple[Word, ...]:
        """Return a list of texts; a single text is a list of one."""
        if node is None:
            return ()
        if not isinstance(node, Items):
            single = self.text(node, what)
            return (single,) if single else ()
        if not node.items:
            self.found.add(
                node.span, "G120", "this list is empty", "", "fill it, or take the key out"
            )
        kept: dict[str, Word] = {}
        for item in node.items:
            word = self.text(item, what)
            if word is not None and word in kept:
                message = f"`{shown(word)}` stands twice in this list"
                self.found.add(word.span, "G114", message, word, "take one of the two out")
            elif word is not None:
                kept[word] = word
        return tuple(kept.values())

    def terms(self, node: Node | None) -> tuple[Word, ...]:
        """Return terms of the data privacy vocabulary, as `pd:Name`."""
        terms = self.texts(node, "term")
        for term in terms:
            if not _TERM.match(term):
                message = f"`{shown(term)}` cannot be a term of the data privacy vocabulary"
                self.found.add(term.span, "G203", message, term, "write it as `pd:Name`")
        return terms

    def choice(self, node: Node | None, known: Iterable[str], otherwise: str) -> str:
        """Return one of the known words."""
        word = self.text(node, "word")
        known = tuple(known)
        if word is None or word in known:
            return word or otherwise
        one_of = ", ".join(f"`{name}`" for name in known)
        message = f"`{shown(word)}` is not one of {one_of}"
        hint = self.found.nearest(word, known, "choose one of these words")
        self.found.add(word.span, "G123", message, word, hint)
        return otherwise

    def choices(self, node: Node | None, known: Iterable[str]) -> tuple[str, ...]:
        """Return a list of known words, each once."""
        known = tuple(known)
        if isinstance(node, Items):
            return tuple(dict.fromkeys(self.choice(item, known, "") for item in node.items))
        return () if node is None else (self.choice(node, known, ""),)

    def yes(self, node: Node | None) -> bool:
        """Return True for `true`; without the key it is False."""
        word = self.text(node, "`true` or `false`")
        if word is not None and word not in ("true", "false"):
            message = f"`{shown(word)}` is neither `true` nor `false`"
            self.found.add(word.span, "G124", message, word, "write `true` or `false`")
        return word == "true"

    def period(self, node: Node | None) -> Period | None:
        """Return an ISO 8601 period such as `P4W`."""
        word = self.text(node, "period")
        return None if word is None else self.period_of(word, word.span)

    def period_of(self, text: str, span: Span) -> Period | None:
        """Return the period that `text` is."""
        period = parse_period(text) if text.isascii() else None
        if period is None:
            message = f"`{shown(text)}` is not an ISO 8601 period"
            self.found.add(span, "G125", message, text, _period_meant(text))
        return period

    def day(self, node: Node | None) -> date | None:
        """Return a date such as `2026-12-01`."""
        word = self.text(node, "date")
        if word is None:
            return None
        try:
            return date.fromisoformat(word if _DAY.match(word) else "")
        except ValueError:
            message = f"`{shown(word)}` is not a date"
            hint = "write year, month and day as `2026-12-01`"
            self.found.add(word.span, "G126", message, word, hint)
            return None

    def phrases(self, node: Node | None, what: str) -> Mapping[str, str]:
        """Return words per language; a plain text counts for every language."""
        if isinstance(node, Fields):
            return self.entry(node, what, PHRASES).phrases()
        word = self.text(node)
        return dict.fromkeys(self.languages, word) if word else {}

    def own_phrases(self, node: Node, what: str) -> Mapping[str, str]:
        """Return words that each language needs of its own: no plain text for several."""
        if isinstance(node, Scalar) and len(self.languages) > 1:
            listed = ", ".join(f"{name}: ..." for name in self.languages)
            message = f"{what} needs words in each language"
            self.found.add(node.span, "G127", message, node.text, f"write `{{{listed}}}`")
        return self.phrases(node, what)

    def entry(self, node: Node | None, what: str, kind: Kind) -> Entry:
        """Return a mapping with the keys that `kind` describes; another key is a finding.

        A key that another version of the language may know is refused by name. `what` names
        the mapping in messages.
        """
        entry = Entry(self, node, what, kind)
        extra = self.languages if kind.speaks else ()
        for key in entry.others(extra):
            if kind.find(key) is not None:
                continue
            if older := kind.was(key):
                self._older(older, key)
            elif kind.refuses(key):
                self.not_yet(key, key.span, kind.meanwhile.get(key, ""))
            elif kind.speaks and _LANGUAGE.match(key):
                self._other_language(entry, key)
            else:
                self.unknown_key(entry, key, (*kind.names, *extra))
        return entry

    def named(self, node: Node | None, what: str, *, any_name: bool = False) -> dict[Word, Node]:
        """Return a mapping of names that the organisation gives itself."""
        entry = Entry(self, node, what)
        return self._checked(entry, entry.others(()), any_name=any_name)

    def names(self, entry: Entry, key: str, *, any_name: bool = False) -> dict[Word, Node]:
        """Return the names that stand in a mapping as `key` describes them, beside its keys."""
        return self._checked(entry, [name for name, _ in entry.like(key)], any_name=any_name)

    def _checked(self, entry: Entry, names: list[Word], *, any_name: bool) -> dict[Word, Node]:
        for name in names:
            if not any_name and (len(name) > _LONGEST_NAME or not _NAME.match(name)):
                message = f"`{shown(name)}` cannot be a name"
                hint = "use letters, digits, spaces and hyphens"
                self.found.add(name.span, "G122", message, name, hint)
        return {name: entry.fields[name][1] for name in names}

    def version(self, top: Entry, key: str) -> None:
        """Keep a finding when a file does not begin with a known version of the language."""
        word = self.text(top.need(key, f"begin with `{key}: {VERSION}`", code="G129"))
        if word is not None and word != VERSION:
            newer = word.isascii() and word.isdecimal() and int(word[:9]) > int(VERSION)
            message = f"version `{shown(word)}` of the language is not known"
            message += f": this Gestand reads no newer one than `{VERSION}`" if newer else ""
            hint = "install a newer Gestand" if newer else f"write `{key}: {VERSION}`"
            self.found.add(word.span, "G129", message, word, hint)

    def not_yet(self, expression: str, span: Span, meanwhile: str = "") -> None:
        """Refuse an expression that this version cannot carry, and say what to do without it."""
        message = f"`{shown(expression)}` is not in this version of the language"
        hint = meanwhile or "take it out: nothing would act on it"
        self.found.add(span, "G121", message, expression, hint)

    def _older(self, older: Older, key: Word) -> None:
        message = f"`{shown(key)}` is an older form of the language"
        outer, inner = older.now
        hint = f"`gestand upgrade` writes it as `{outer}: {{{inner}: ...}}`"
        self.found.add(key.span, "G131", message, key, hint)

    def shape(self, node: Node, wanted: str) -> None:
        """Keep the finding that `wanted` should stand here."""
        kinds = {Scalar: "a text", Items: "a list", Fields: "a mapping"}
        message = f"{wanted} is wanted here, not {kinds[type(node)]}"
        text = node.text if isinstance(node, Scalar) else ""
        self.found.add(node.span, "G119", message, text, "see the reference for what it looks like")

    def unknown_key(self, entry: Entry, key: Word, known: tuple[str, ...]) -> None:
        """Keep the finding that an entry has a key that the language does not know."""
        message = f"unknown key `{shown(key)}` in {entry.what}"
        names = ", ".join(f"`{name}`" for name in known)
        otherwise = f"it knows {names}" if known else "take it out"
        self.found.add(key.span, "G117", message, key, self.found.nearest(key, known, otherwise))

    def _other_language(self, entry: Entry, key: Word) -> None:
        if not self.languages:
            return
        message = f"{entry.what} has words in `{key}`, which is no language of the statement"
        hint = "add it to `languages` of the controller, or take the words out"
        self.found.add(key.span, "G128", message, key, hint)


class Entry:
    """A mapping while it is read; `what` names it in messages."""

    def __init__(self, reader: Reader, node: Node | None, what: str, kind: Kind = NAMES) -> None:
        self.reader = reader
        self.what = what
        self.kind = kind
        self.fields: dict[str, tuple[Scalar, Node]] = {}
        self.broken = not isinstance(node, Fields)
        if isinstance(node, Fields):
            self.fields = {key.text: (key, value) for key, value in node.fields}
        elif node is not None:
            reader.shape(node, f"a mapping with the keys of {what}")
        self.span = node.span if node is not None else Span("")

    def others(self, known: tuple[str, ...]) -> list[Word]:
        """Return the keys that are not `known`."""
        return [Word(k.text, k.span) for k, _ in self.fields.values() if k.text not in known]

    def like(self, name: str) -> list[tuple[Word, tuple[str, ...]]]:
        """Return the keys that are what `name` describes, each with the names that stand in it."""
        keys = [(key, self.kind.find(key)) for key in self.others(())]
        return [(key, found[1]) for key, found in keys if found and found[0].name == name]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None; an empty value is a finding."""
        if key not in self.fields:
            return None
        name, node = self.fields[key]
        if not is_empty(node):
            return node
        message = f"`{shown(key)}` of {self.what} is empty"
        example = self._example(key)
        hint = f"write its value, such as `{example}`" if example else "write its value"
        hint += "" if self._must(key) else ", or take it out"
        self.reader.found.add(name.span, "G120", message, key, hint)
        return None

    def need(self, key: str, hint: str = "", code: str = "G118") -> Node | None:
        """Return the value of a key that must be there."""
        if key not in self.fields and not self.broken:
            message = f"{self.what} has no `{key}`"
            hint = hint or f"add it, such as `{self._example(key) or f'{key}: ...'}`"
            self.reader.found.add(self.span, code, message, "", hint)
        return self.get(key)

    def _example(self, key: str) -> str:
        """Return how a key is written, as its description says; nothing where that is long."""
        found = self.kind.find(key)
        return found[0].example if found and len(found[0].example) <= _SHORT else ""

    def _must(self, key: str) -> bool:
        found = self.kind.find(key)
        return found is not None and found[0].must

    def word(self, key: str) -> Word | None:
        """Return a text that may be missing."""
        return self.reader.text(self.get(key))

    def phrases(self) -> Mapping[str, str]:
        """Return the words that stand here under each language of the statement."""
        reader = self.reader
        languages = reader.languages or [k for k in self.fields if _LANGUAGE.match(k)]
        missing = [name for name in languages if name not in self.fields]
        if missing and not self.broken:
            message = f"{self.what} has no words in {', '.join(f'`{n}`' for n in missing)}"
            hint = f"add `{missing[0]}: ...`"
            reader.found.add(self.span, "G127", message, "", hint)
        found = {name: reader.text(self.get(name)) for name in languages if name in self.fields}
        return {name: word for name, word in found.items() if word}


def _period_meant(text: str) -> str:
    if parse_period(text.upper()):
        return f"did you mean `{text.upper()}`?"
    spoken = _SPOKEN.match(text)
    for unit, names in _UNITS.items():
        if spoken and spoken[2].lower() in names:
            return f"did you mean `P{spoken[1]}{unit}`?"
    if text.upper().startswith("P") and "T" in text.upper():
        return "hours and minutes are not in this version: write whole days as `P1D`"
    return "write it as `P4W`, `P6M` or `P7Y`"

"""Read the recipients of a policy: who gets data, under which agreement, with which tool."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from gestand.core.document import Fields, Items, Node
from gestand.core.entries import Entry, Reader
from gestand.core.found import Word, shown
from gestand.core.policy import recipient_keys as keys
from gestand.core.policy.model import (
    LETTERS,
    MODULES,
    SUB_PROCESSORS,
    Adequacy,
    Agreement,
    Clauses,
    CorporateRules,
    Derogation,
    Recipient,
    Role,
    ToldAt,
    Tool,
    Words,
)

_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_HOURS = re.compile(r"[0-9]{1,4} hours?\Z")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_POST = re.compile(r"https://[^\s@]+")
_KEY = re.compile(r"[0-9a-f]{64}")

Kinds = dict[str, Words]


def read_recipients(
    reader: Reader, node: Node | None
) -> tuple[Kinds, tuple[str, ...], dict[str, Recipient]]:
    """Return the kinds of recipients, those that are processors, and the recipients by name."""
    entry = reader.entry(node, "the recipients", keys.RECIPIENTS)
    what = "kind of recipient"
    kinds: Kinds = {
        name: reader.own_phrases(value, f"{what} `{name}`")
        for name, value in reader.named(entry.get("kinds"), what).items()
    }
    processors = reader.texts(entry.get("processors"), what)
    named = reader.names(entry, "RECIPIENT")
    read = _RecipientReader(reader, processors)
    return kinds, processors, {name: read.recipient(name, node) for name, node in named.items()}


class _RecipientReader:
    """Reads one recipient after the other; `processors` are the kinds that are processors."""

    def __init__(self, reader: Reader, processors: tuple[str, ...]) -> None:
        self.reader = reader
        self.processors = processors

    def recipient(self, name: Word, node: Node) -> Recipient:
        """Read one recipient."""
        entry = self.reader.entry(node, f"recipient `{name}`", keys.RECIPIENT)
        kind = self.reader.text(entry.need("is")) or ""
        country = self.reader.text(entry.get("country"), "country")
        return Recipient(
            id=name,
            name=entry.word("name") or name,
            kind=kind,
            country=self._country(country) if country else "",
            gets=self.reader.texts(entry.get("gets"), "category"),
            purposes=self.reader.texts(entry.get("for"), "purpose"),
            role=self._role(entry.get("role"), kind),
            access=self._access(entry.get("access from")),
            tools=tuple(self._tool(one, entry.what) for one in _each(entry.get("tool"))),
            agreements=self._agreements(entry),
            hosts=self.reader.texts(entry.get("hosts"), "host"),
            notices=self._notices(entry.get("notices"), entry.what),
            span=name.span,
        )

    def _role(self, node: Node | None, kind: str) -> Role:
        usual = Role.PROCESSOR if kind in self.processors else Role.CONTROLLER
        return Role(self.reader.choice(node, keys.ROLES, usual.value))

    def _access(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self._country(one) for one in self.reader.texts(node, "country"))

    def _country(self, word: Word) -> Word:
        if not _COUNTRY.match(word):
            self._odd(word, "a country", "write its two letters, as `NL`")
        return word

    def _odd(self, word: Word, what: str, hint: str) -> None:
        message = f"`{shown(word)}` cannot be {what}"
        self.reader.found.add(word.span, "G203", message, word, hint)

    def _agreements(self, entry: Entry) -> tuple[Agreement, ...]:
        node = entry.get("agreement")
        return tuple(self._agreement(one, entry.what) for one in _each(node))

    def _agreement(self, node: Node, of: str) -> Agreement:
        entry = self.reader.entry(node, f"the agreement with {of}", keys.AGREEMENT)
        signed = self._day(entry.need("signed"))
        begins = entry.get("from")
        return Agreement(
            signed=signed,
            begins=signed if begins is None else self._day(begins),
            until=self.reader.day(entry.get("until")),
            reference=entry.word("reference") or "",
            says=self._says(entry),
            span=node.span,
        )

    def _says(self, entry: Entry) -> Mapping[str, str]:
        """Return what an agreement says, by the letter of article 28(3) GDPR."""
        period = self.reader.period(entry.get("help within"))
        said = {
            "a": entry.word("instructions"),
            "b": entry.word("confidentiality"),
            "c": entry.word("security"),
            "d": self._choice(entry.get("sub-processors"), SUB_PROCESSORS),
            "e": str(period) if period else None,
            "f": self._hours(entry.word("breach notice")),
            "g": self._choice(entry.get("at the end"), keys.ENDINGS),
            "h": entry.word("audit"),
        }
        return {letter: text for letter, text in said.items() if text}

    def _choice(self, node: Node | None, known: tuple[str, ...]) -> str | None:
        return None if node is None else self.reader.choice(node, known, "")

    def _hours(self, word: Word | None) -> Word | None:
        if word is not None and not _HOURS.match(word):
            self._odd(word, "a number of hours", "write it as `24 hours`")
        return word

    def _tool(self, node: Node, of: str) -> Tool:
        """Read a tool; what cannot be read comes back as one that never holds."""
        what = f"the tool of {of}"
        names = [key.text for key, _ in node.fields] if isinstance(node, Fields) else []
        told = [name for name in keys.TOOLS if name in names]
        if len(told) != 1:
            listed = ", ".join(f"`{name}`" for name in keys.TOOLS)
            message = f"{what} needs exactly one of {listed}"
            hint = "write it as `{scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}`"
            self.reader.found.add(node.span, "G119" if told else "G118", message, "", hint)
            return Adequacy("", span=node.span)
        entry = self.reader.entry(node, what, keys.TOOLS[told[0]])
        return self._of_kind(told[0], entry)

    def _of_kind(self, name: str, entry: Entry) -> Tool:
        first = entry.need(name)
        if name == "scc":
            module = self._choice(first, MODULES) or ""
            signed, assessed = (self._day(entry.need(key)) for key in ("signed", "assessed"))
            return Clauses(module, signed, assessed, entry.span)
        if name == "bcr":
            approved, assessed = (self._day(entry.need(key)) for key in ("approved", "assessed"))
            return CorporateRules(self.reader.text(first) or "", approved, assessed, entry.span)
        if name == "article 49":
            return Derogation(self._choice(first, LETTERS) or "", entry.span)
        until = self.reader.day(entry.get("certified until"))
        decision = self.reader.text(first, "decision") or Word("", entry.span)
        return Adequacy(decision, entry.word("scope") or "", until, entry.span)

    def _notices(self, node: Node | None, of: str) -> ToldAt:
        """Read where it is told; nowhere where that cannot be read."""
        if node is None:
            return ToldAt()
        what = f"`notices` of {of}"
        names = [key.text for key, _ in node.fields] if isinstance(node, Fields) else []
        told = [name for name in keys.WAYS if name in names]
        if len(told) != 1:
            message = f"{what} needs exactly one of `mail` and `post`"
            hint = "write it as `{mail: privacy@host.example}`"
            self.reader.found.add(node.span, "G119" if told else "G118", message, "", hint)
            return ToldAt()
        entry = self.reader.entry(node, what, keys.WAYS[told[0]])
        return ToldAt(
            mail=self._like(entry, "mail", _MAIL, "an address", "privacy@host.example"),
            post=self._like(entry, "post", _POST, "an address of a program", "https://host.example"),
            key=self._like(entry, "key", _KEY, "a public key", "64 digits of hex"),
        )

    def _like(self, entry: Entry, key: str, form: re.Pattern[str], what: str, hint: str) -> str:
        word = entry.word(key)
        if word is not None and not form.fullmatch(word):
            self._odd(word, what, f"write it as `{hint}`")
        return word or ""

    def _day(self, node: Node | None) -> date:
        """Return a day; one that cannot be read never comes."""
        return self.reader.day(node) or date.max


def _each(node: Node | None) -> tuple[Node, ...]:
    """Return the nodes of a list; one thing may stand alone."""
    if node is None:
        return ()
    return tuple(node.items) if isinstance(node, Items) else (node,)

"""Read policy.yaml into a policy, with every mistake as a finding."""

from __future__ import annotations

import re
from datetime import date

from gestand.core.calendar import FiscalYear, Period
from gestand.core.document import Items, Node, Scalar, read
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Finding, Span
from gestand.core.found import Found, Word, shown, span_of
from gestand.core.policy import keys
from gestand.core.policy.cookies import read_cookies
from gestand.core.policy.model import (
    Category,
    Controller,
    Party,
    Policy,
    Promise,
    Words,
)
from gestand.core.policy.purposes import EVERYTHING, FISCAL, PurposeReader
from gestand.core.policy.recipients import read_recipients
from gestand.core.policy.register_keys import SENSITIVE
from gestand.core.policy.registering import read_measures, read_party, read_processing
from gestand.core.policy.signing import read_attestations, read_signatures

CODES = {
    "G203": "an e-mail address, a language, a country, a term or a number of hours cannot be one",
    "G205": "a word that the language uses itself cannot be a name",
}

MONTH = Period(months=1)
TWO_MONTHS = Period(months=2)
WEEK = Period(days=7)

_RESERVED_CATEGORIES = ("secret", "technical")
_RESERVED_MOMENTS = ("table", "began", "from", "moved if")

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_FISCAL_YEAR = re.compile(r"(\d\d)-(\d\d)\Z", re.ASCII)
_LEAP_YEAR = 2000


def parse_policy(text: str, file: str) -> tuple[Policy | None, list[Finding]]:
    """Return the policy in `text` and what is wrong in it; None when it cannot be read at all."""
    document = read(text, file)
    found = Found()
    for finding in document.findings:
        found.keep(finding)
    if document.root is None:
        return None, found.all()
    policy = _PolicyReader(Reader(document, found)).policy(document.root)
    return (policy if document.whole else None), found.all()


class _PolicyReader:
    """Reads the sections of a policy, the languages of the controller first."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.found = reader.found

    def policy(self, root: Node) -> Policy | None:
        """Read every section."""
        top = self.reader.entry(root, "the policy", keys.POLICY)
        if top.broken:
            return None
        self.reader.version(top, "policy")
        if self.reader.whole:
            for section in (key.name for key in keys.POLICY.keys[1:] if key.must):
                top.need(section)
        controller = self._controller(top.get("controller"))
        kinds, processors, recipients = read_recipients(self.reader, top.get("recipients"))
        subjects, contracts = self._subjects(top.get("subjects"))
        answer, extension, undo = self._rights(top.get("rights"))
        return Policy(
            controller=controller,
            effective=self._effective(top.get("statement")),
            categories=self._categories(top.get("categories")),
            purposes=PurposeReader(self.reader).purposes(top.get("purposes")),
            moments=self._moments(top.get("moments")),
            subjects=subjects,
            recipient_kinds=kinds,
            processors=processors,
            recipients=recipients,
            cookies=read_cookies(self.reader, top.get("cookies")),
            attestations=read_attestations(self.reader, top.get("attestations")),
            promises=self._promises(top.get("promises")),
            answer_within=answer,
            extend_by=extension,
            undo=undo,
            measures=read_measures(self.reader, top.get("measures")),
            processing=read_processing(self.reader, top.get("processing for customers")),
            contracts=contracts,
            signatures=read_signatures(self.reader, top.get("signed")),
        )

    def _controller(self, node: Node | None) -> Controller:
        entry = self.reader.entry(node, "the controller", keys.CONTROLLER)
        contact = self.reader.entry(
            entry.need("contact"), "the contact of the controller", keys.CONTACT
        )
        return Controller(
            name=self.reader.text(entry.need("name")) or "",
            email=self._email(contact.need("email")),
            post=contact.word("post") or "",
            phone=contact.word("phone") or "",
            register=entry.word("register") or "",
            authority=entry.word("authority") or "",
            languages=self._languages(entry.need("languages")),
            zone=self.reader.text(entry.need("zone")) or "",
            fiscal_year=self._fiscal_year(entry.get("fiscal year")),
            officer=self._party(entry, "data protection officer"),
            representative=self._party(entry, "representative"),
            joint=self.reader.texts(entry.get("joint controllers"), "name"),
            long_records=self.reader.choices(entry.get("ten-year records"), keys.LONG_RECORDS),
            not_done=self.reader.choices(entry.get("not done"), keys.NOT_DONE),
        )

    def _party(self, entry: Entry, key: str) -> Party | None:
        party = read_party(self.reader, entry.get(key), f"the {key}")
        if party is not None and party.email and not _EMAIL.match(party.email):
            self._odd(Word(party.email, entry.span), "an e-mail address", "write it as `a@b.nl`")
        return party

    def _email(self, node: Node | None) -> str:
        word = self.reader.text(node, "e-mail address")
        if word is not None and not _EMAIL.match(word):
            self._odd(word, "an e-mail address", "write it as `privacy@example.org`")
        return word or ""

    def _languages(self, node: Node | None) -> tuple[str, ...]:
        languages = self.reader.texts(node, "language")
        for word in languages:
            if not _LANGUAGE.match(word):
                self._odd(word, "a language", "write two letters, as `nl`")
        self.reader.languages = languages
        return languages

    def _fiscal_year(self, node: Node | None) -> FiscalYear:
        word = self.reader.text(node, "fiscal year")
        if word is None or word == "calendar":
            return FiscalYear()
        first = _FISCAL_YEAR.match(word)
        month, day = (int(part) for part in first.groups()) if first else (0, 0)
        try:
            date(_LEAP_YEAR + 1, month, day)
        except ValueError:
            self._odd(word, "a fiscal year", "write `calendar`, or its first day as `04-01`")
            return FiscalYear()
        return FiscalYear(month, day)

    def _odd(self, word: Word, what: str, hint: str) -> None:
        self.found.add(word.span, "G203", f"`{shown(word)}` cannot be {what}", word, hint)

    def _effective(self, node: Node | None) -> date:
        entry = self.reader.entry(node, "the statement", keys.STATEMENT)
        return self.reader.day(entry.need("effective")) or date.max

    def _words_by_name(self, node: Node | None, what: str) -> dict[str, Words]:
        named = self.reader.named(node, what)
        return {
            name: self.reader.own_phrases(value, f"{what} `{name}`")
            for name, value in named.items()
        }

    def _subjects(self, node: Node | None) -> tuple[dict[str, Words], dict[str, str]]:
        words: dict[str, Words] = {}
        contracts: dict[str, str] = {}
        for name, value in self.reader.named(node, "kind of person").items():
            what = f"kind of person `{name}`"
            if isinstance(value, Scalar):
                words[name] = self.reader.own_phrases(value, what)
                continue
            entry = self.reader.entry(value, what, keys.SUBJECT)
            words[name] = entry.phrases()
            if whose := entry.get("contract"):
                contracts[name] = self.reader.choice(whose, keys.CONTRACTS, keys.CONTRACTS[0])
        return words, contracts

    def _moments(self, node: Node | None) -> dict[str, Words]:
        moments = self._words_by_name(node, "moment")
        for name in moments:
            if name in _RESERVED_MOMENTS or name.startswith((FISCAL.strip(), "via ")):
                self._reserved(name)
        return moments

    def _reserved(self, name: str) -> None:
        message = f"`{shown(name)}` is a word of the language itself"
        self.found.add(span_of(name, Span("")), "G205", message, name, "choose another name")

    def _categories(self, node: Node | None) -> dict[str, Category]:
        found: dict[str, Category] = {}
        for name, value in self.reader.named(node, "category").items():
            if name in _RESERVED_CATEGORIES or name.startswith(EVERYTHING.strip() + " "):
                self._reserved(name)
            found[name] = self._category(name, value)
        return found

    def _category(self, name: Word, node: Node) -> Category:
        what = f"category `{name}`"
        if isinstance(node, Scalar):
            return Category(name, self.reader.own_phrases(node, what), span=name.span)
        entry = self.reader.entry(node, what, keys.CATEGORY)
        return Category(
            id=name,
            words=entry.phrases(),
            dpv=self.reader.terms(entry.get("is")),
            contains=self.reader.texts(entry.get("contains"), "category"),
            never=self._nevers(entry.get("never")),
            sensitive=self._sensitive(entry.get("sensitive")),
            of_others=self.reader.yes(entry.get("of others")),
            for_delivery=self.reader.yes(entry.get("for delivery")),
            span=name.span,
        )

    def _sensitive(self, node: Node | None) -> str:
        return self.reader.choice(node, SENSITIVE, SENSITIVE[0]) if node else ""

    def _nevers(self, node: Node | None) -> tuple[Words, ...]:
        if node is None:
            return ()
        items = node.items if isinstance(node, Items) else (node,)
        return tuple(self.reader.phrases(item, "what is never held") for item in items)

    def _rights(self, node: Node | None) -> tuple[Period, Period, Period | None]:
        entry = self.reader.entry(node, "the rights", keys.RIGHTS)
        answer = self._term(entry.get("answer"), MONTH)
        extension = self._term(entry.get("extension"), TWO_MONTHS)
        undo = entry.get("undo")
        return answer, extension, None if undo is None else self._term(undo, WEEK)

    def _term(self, node: Node | None, default: Period) -> Period:
        if isinstance(node, Scalar) and node.text == "default":
            return default
        return self.reader.period(node) or default

    def _promises(self, node: Node | None) -> dict[str, Promise]:
        named = self.reader.named(node, "promise", any_name=True)
        return {name: self._promise(name, value) for name, value in named.items()}

    def _promise(self, name: Word, node: Node) -> Promise:
        entry = self.reader.entry(node, f"promise `{shown(name)}`", keys.PROMISE)
        mode = self.reader.choice(entry.need("mode"), keys.MODES, keys.MODES[-1])
        hint = "say what keeps it: a part of the software, or a person's declaration"
        return Promise(name, mode, self.reader.text(entry.need("by", hint)) or "", name.span)

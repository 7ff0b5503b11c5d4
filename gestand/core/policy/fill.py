"""Fill a placeholder from the policy, in the words of one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gestand.core.policy.labels import Labels, TableWords
from gestand.core.policy.model import Cookie, CookieClass, Policy, Purpose, Recipient, Words
from gestand.core.policy.placeholders import Form
from gestand.core.policy.published import Facts, Line, Row, Table, escape
from gestand.core.policy.safeguards import safeguard
from gestand.core.policy.terms import CONDITION_WORDS, special_of
from gestand.core.policy.words import Grammar, capitalised
from gestand.core.promises import slug


@dataclass(frozen=True)
class Authority:
    """A supervisory authority, from dated data with its source."""

    name: Words
    post: Words
    site: Words


@dataclass(frozen=True)
class Edition:
    """What a publication needs beside the policy: its version, its day, and the world.

    On the day itself an attestation still counts; the day after its last day it does not.
    """

    version: str
    on: date
    authority: Authority
    countries: Mapping[str, Words] = field(repr=False)


Filled = str | None
"""Words of the policy, or None when the policy has none for this."""


@dataclass(frozen=True)
class Filler:
    """Answers the placeholders of one language."""

    policy: Policy
    grammar: Grammar
    edition: Edition

    @property
    def labels(self) -> Labels:
        """The fixed words of this language."""
        return self.grammar.labels

    def fill(self, form: Form, argument: str, limit: bool = True) -> Filled:
        """Return the Markdown for an inline placeholder."""
        if form.name == "keep":
            return _escaped(self.keep(argument, limit))
        if form.name in _LINKS:
            return _LINKS[form.name](self)
        if form.argument:
            return _escaped(_WITH_ARGUMENT[form.name](self, argument))
        return _escaped(_PLAIN[form.name](self))

    def words(self, words: Words | None) -> Filled:
        """Return words in this language."""
        return (words or {}).get(self.grammar.language) or None

    def keep(self, id_: str, limit: bool = True) -> Filled:
        """Return until when a purpose holds values."""
        purpose = self.policy.purposes[id_]
        several = len(purpose.occasions) > 1
        return self.grammar.keep(purpose.keep, self.policy.moments, limit, several)

    def period(self, id_: str) -> Filled:
        """Return the period of a purpose."""
        return self.grammar.period(self.policy.purposes[id_].keep.period)

    def title(self, id_: str) -> Filled:
        """Return the title of a purpose, or None when a recipient names one that is not there."""
        purpose = self.policy.purposes.get(id_)
        return self.words(purpose.title) if purpose else None

    def tail(self, id_: str) -> Filled:
        """Return what a purpose may still do in its tail."""
        return self.words(self.policy.purposes[id_].tail_use)

    def asks(self, id_: str) -> Filled:
        """Return the words by which a purpose asks for consent."""
        return self.words(self.policy.purposes[id_].asks)

    def people(self, id_: str) -> Filled:
        """Return the people whom a purpose is about."""
        about = self.policy.purposes[id_].about
        return self._all_of(self.words(self.policy.subjects.get(kind)) for kind in about)

    def ground(self, id_: str) -> Filled:
        """Return the lawful basis of a purpose."""
        purpose = self.policy.purposes[id_]
        words = self.words(purpose.basis_words)
        if purpose.basis_words and words is None:
            return None
        return self.grammar.ground(purpose.basis, words or "")

    def category(self, id_: str) -> Filled:
        """Return the words of a category alone."""
        category = self.policy.categories.get(id_)
        return self.words(category.words) if category else None

    def category_in_full(self, id_: str) -> Filled:
        """Return a category with what it contains and what it never holds."""
        category = self.policy.categories.get(id_)
        word = self.category(id_)
        if category is None or word is None:
            return None
        contained = [self.category(inner) or inner for inner in category.contains]
        never = [self.words(words) or "" for words in category.never]
        return self.grammar.category(word, contained, [word for word in never if word])

    def data(self, id_: str) -> Filled:
        """Return the categories that a purpose needs."""
        lists: tuple[list[str], list[str]] = ([], [])
        for item in self.policy.purposes[id_].data:
            words = self.category_in_full(item.category)
            if words is None:
                return None
            if words not in lists[item.optional]:
                lists[item.optional].append(words)
        return self.grammar.data(*lists) or None

    def kind(self, id_: str) -> Filled:
        """Return the words of a kind of recipient."""
        return self.words(self.policy.recipient_kinds.get(id_))

    def processors(self) -> Filled:
        """Return the kinds of recipients that work on our behalf."""
        return self._all_of(self.kind(kind) for kind in self.policy.processors)

    def recipients_of(self, id_: str) -> list[Recipient]:
        """Return the regular recipients of a purpose."""
        return [one for one in self.policy.regular_recipients.values() if id_ in one.purposes]

    def recipients(self, id_: str) -> Filled:
        """Return the names and kinds of the recipients of a purpose."""
        return self._all_of(self.named(one) for one in self.recipients_of(id_))

    def named(self, recipient: Recipient) -> Filled:
        """Return the name of a recipient, and what kind it is of."""
        kind = self.kind(recipient.kind)
        return f"{recipient.name} ({kind})" if kind else None

    def country(self, recipient: Recipient) -> Filled:
        """Return the country of a recipient, and from which others it can reach the data."""
        country, *others = [self.country_name(one) for one in recipient.countries] or [None]
        if country is None or not recipient.country or not all(others):
            return None
        named = self.grammar.all_of(one for one in others if one)
        return self.labels.reached.format(country=country, others=named) if named else country

    def country_name(self, country: str) -> Filled:
        """Return the name of a country by its two letters."""
        return self.words(self.edition.countries.get(country))

    def tool(self, recipient: Recipient) -> Filled:
        """Return what protects data with a recipient abroad."""
        return self.words(safeguard(recipient))

    def transfers(self) -> Filled:
        """Return the recipients outside the European Economic Area, with their safeguard."""
        found = [one for one in self.policy.regular_recipients.values() if one.tools]
        return self._all_of(self._transfer(one) for one in found)

    def _transfer(self, recipient: Recipient) -> Filled:
        country, tool = self.country(recipient), self.tool(recipient)
        if country is None or tool is None:
            return None
        place = self.labels.placed.format(name=recipient.name, country=country)
        return self.labels.secured.format(place=place, tool=tool)

    def terms(self, purpose: Purpose) -> Iterator[tuple[str, str]]:
        """Yield the terms of a purpose: the last part of the promise of each, and its words."""
        offers = self.words(purpose.soft_opt_in) if purpose.soft_opt_in else None
        if offers:
            yield "soft-opt-in", self.labels.soft_opt_in.format(offers)
        if condition := self.condition(purpose):
            yield "condition", condition
        if purpose.guardian_below:
            yield "guardian", self.labels.guardian.format(purpose.guardian_below)

    def condition(self, purpose: Purpose) -> Filled:
        """Return under which condition a purpose holds which special categories."""
        if purpose.condition not in CONDITION_WORDS:
            return None
        letter, words = CONDITION_WORDS[purpose.condition]
        special = (self.category(one) or one for one in special_of(self.policy, purpose))
        why, data = words[self.grammar.language], self.grammar.all_of(special)
        return self.labels.condition.format(data=data, why=why, letter=letter)

    def cookie_class(self, cookie: Cookie) -> str:
        """Return of what class a cookie is, and whether it waits for consent."""
        if cookie.consent and cookie.kind is CookieClass.ANALYTICS:
            return self.labels.measured_with_consent
        return self.labels.cookie_classes[cookie.kind]

    def lifetime(self, cookie: Cookie) -> str:
        """Return how long a cookie stays."""
        return self.grammar.period(cookie.lifetime) if cookie.lifetime else self.labels.session

    def attestation(self, id_: str) -> Filled:
        """Return a certificate with its number, body and last day."""
        claim = self.policy.attestations[id_]
        words = self.words(claim.claim)
        until = self.grammar.day(claim.until)
        return words and self.labels.certificate.format(
            claim=words, number=claim.number, body=claim.body, until=until
        )

    def _all_of(self, items: Iterable[Filled]) -> Filled:
        words = [item or "" for item in items]
        return self.grammar.all_of(words) if words and all(words) else None


def _escaped(text: Filled) -> Filled:
    return escape(text) if text else None


_SAFE_TARGET = re.compile(r"[\w:/.+@%?=&-]+", re.ASCII)


def _link(text: str, target: str) -> Filled:
    """Return a link; an address that would need escaping is shown as text alone."""
    if _SAFE_TARGET.fullmatch(target):
        return f"[{escape(text)}]({target})"
    return _escaped(text)


def _phone_target(phone: str) -> str:
    return "tel:" + "".join(c for c in phone if c.isdigit() or c == "+")


def _site(filler: Filler) -> Filled:
    site = filler.words(filler.edition.authority.site) or ""
    return _link(site.removeprefix("https://"), site)


_WITH_ARGUMENT: Mapping[str, Callable[[Filler, str], Filled]] = {
    "data": Filler.data,
    "period": Filler.period,
    "ground": Filler.ground,
    "people": Filler.people,
    "tail": Filler.tail,
    "title": Filler.title,
    "recipients": Filler.recipients,
    "category": Filler.category,
    "kind": Filler.kind,
    "attestation": Filler.attestation,
}

_PLAIN: Mapping[str, Callable[[Filler], Filled]] = {
    "processors": Filler.processors,
    "transfers": Filler.transfers,
    "answer": lambda f: f.grammar.period(f.policy.answer_within),
    "extension": lambda f: f.grammar.period(f.policy.extend_by),
    "controller.name": lambda f: f.policy.controller.name,
    "controller.post": lambda f: f.policy.controller.post,
    "controller.register": lambda f: f.policy.controller.register,
    "controller.officer": lambda f: str(f.policy.controller.officer or ""),
    "authority.name": lambda f: f.words(f.edition.authority.name),
    "authority.post": lambda f: f.words(f.edition.authority.post),
    "effective": lambda f: f.grammar.day(f.policy.effective),
    "version": lambda f: f.edition.version,
}

_LINKS: Mapping[str, Callable[[Filler], Filled]] = {
    "controller.email": lambda f: _link(
        f.policy.controller.email, f"mailto:{f.policy.controller.email}"
    ),
    "controller.phone": lambda f: _link(
        f.policy.controller.phone, _phone_target(f.policy.controller.phone)
    ),
    "authority.site": _site,
}


def purpose_facts(filler: Filler, id_: str) -> Facts | None:
    """Return why, which data, on what basis, how long and who, of one purpose."""
    purpose, labels, name = filler.policy.purposes[id_], filler.labels, slug(id_)
    title, data, ground = filler.title(id_), filler.data(id_), filler.ground(id_)
    keep = filler.keep(id_)
    if not (title and data and ground and keep):
        return None
    kept = (labels.erased_exactly if purpose.keep.exactly else labels.erased).format(keep)
    return Facts(
        (
            (labels.why, (_sentence(title), *_about(filler, purpose), *_terms(filler, purpose))),
            (labels.data, (_sentence(data, f"{name}.data"),)),
            (labels.ground, (_sentence(ground, f"{name}.ground"),)),
            (labels.how_long, (Line(escape(kept), f"{name}.kept"),)),
            (labels.who, tuple(_receivers(filler, id_))),
        )
    )


def _sentence(words: str, promise: str = "") -> Line:
    return Line(escape(capitalised(words)) + ("" if words.endswith(".") else "."), promise)


def _about(filler: Filler, purpose: Purpose) -> Iterable[Line]:
    people, tail = filler.people(purpose.id), filler.tail(purpose.id)
    if people:
        yield Line(escape(filler.labels.concerns.format(people)))
    if tail:
        yield Line(escape(filler.labels.tail.format(tail)), f"{slug(purpose.id)}.tail")


def _terms(filler: Filler, purpose: Purpose) -> Iterable[Line]:
    """Yield what a purpose says of the terms under which it may do this."""
    for part, words in filler.terms(purpose):
        yield Line(escape(words), f"{slug(purpose.id)}.{part}")


def _receivers(filler: Filler, id_: str) -> Iterable[Line]:
    promise = f"{slug(id_)}.shared"
    receivers = filler.recipients_of(id_)
    if not receivers:
        yield Line(escape(filler.labels.nobody), promise)
    for number, one in enumerate(receivers):
        named = filler.named(one) or one.name
        words = filler.labels.receives.format(named=named, data=_gets(filler, one))
        yield Line(escape(words), "" if number else promise)


def _gets(filler: Filler, recipient: Recipient) -> str:
    return filler.grammar.all_of(filler.category(id_) or id_ for id_ in recipient.gets)


def _cell(words: Filled) -> str:
    return escape(capitalised(words or ""))


def _table(words: TableWords, rows: tuple[Row, ...]) -> Table:
    return Table(words.caption, words.heads, rows)


def periods_table(filler: Filler) -> Table | None:
    """Return all purposes with the moment at which their data are erased."""
    rows = []
    for id_ in filler.policy.purposes:
        title, keep = filler.title(id_), filler.keep(id_)
        if not (title and keep):
            return None
        rows.append(Row((_cell(title), _cell(keep)), f"{slug(id_)}.kept"))
    return _table(filler.labels.periods, tuple(rows)) if rows else None


def recipients_table(filler: Filler) -> Table | None:
    """Return the regular recipients with what they get, what for and where they are."""
    receivers = filler.policy.regular_recipients.values()
    rows = tuple(_recipient_row(filler, one) for one in receivers)
    return _table(filler.labels.recipients, rows) if rows else None


def _recipient_row(filler: Filler, one: Recipient) -> Row:
    titles = filler.grammar.all_of(filler.title(id_) or id_ for id_ in one.purposes)
    country, tool = filler.country(one), filler.tool(one)
    place = filler.labels.secured.format(place=country, tool=tool) if country and tool else country
    cells = (filler.named(one), _gets(filler, one), titles, place)
    return Row(tuple(_cell(cell) for cell in cells))


def cookies_table(filler: Filler) -> Table | None:
    """Return all cookies with purpose, class, lifetime and host."""
    rows = tuple(
        Row(
            (
                escape(one.name),
                _cell(filler.words(one.purpose)),
                _cell(filler.cookie_class(one)),
                _cell(filler.lifetime(one)),
                escape(one.host),
            )
        )
        for one in filler.policy.cookies.values()
    )
    return _table(filler.labels.cookies, rows) if rows else None


_BLOCKS: Mapping[str, Callable[[Filler], Table | None]] = {
    "periods": periods_table,
    "recipients": recipients_table,
    "cookies": cookies_table,
}


def fill_block(filler: Filler, form: Form, argument: str) -> Facts | Table | None:
    """Return the block for a placeholder that stands alone."""
    return purpose_facts(filler, argument) if form.argument else _BLOCKS[form.name](filler)

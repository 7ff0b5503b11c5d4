"""The registers of processing of article 30 GDPR, made from policy and data map.

One of what the organisation decides itself, one of what it processes for its customers, its
processors, and its transfers. What nobody declared says so in its cell: nothing is made up. Source
of the fields: article 30(1) and (2) GDPR, as far as known, and what a supervisor asks beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gestand.core.calendar import parse_period
from gestand.core.datamap.model import DataMap, MappedTable
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import (
    Adequacy,
    Agreement,
    Clauses,
    CorporateRules,
    Party,
    Policy,
    Processing,
    Purpose,
    Recipient,
    Role,
    Tool,
)
from gestand.core.policy.register_words import REGISTER_WORDS, RegisterWords
from gestand.core.promises import slug
from gestand.core.recipients import agreement_on


@dataclass(frozen=True)
class Register:
    """One register: the heads of its columns, and a row for each thing that stands in it.

    All cells are plain text. The first of a row is its title.
    """

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Registers:
    """All registers in one language, and whose they are, as pairs of a head and a text."""

    language: str
    title: str
    of: str
    who: tuple[tuple[str, str], ...]
    each: tuple[Register, ...]
    empty: str


def registers(filler: Filler, datamap: DataMap, day: date) -> Registers:
    """Return the registers in the language of `filler`, as they are on a day."""
    words = REGISTER_WORDS[filler.grammar.language]
    writer = _Writer(filler, datamap, day, words)
    policy = filler.policy
    processors = [one for one in policy.recipients.values() if one.role is Role.PROCESSOR]
    abroad = [one for one in policy.recipients.values() if one.tools]
    each = (
        _register("controller", words.controller, words.by_controller,
                  map(writer.purpose, policy.purposes.values())),
        _register("processor", words.processor, words.by_processor,
                  map(writer.processing, policy.processing.values())),
        _register("processors", words.processors, words.of_processors,
                  map(writer.processor, processors)),
        _register("transfers", words.transfers, words.of_transfers, map(writer.abroad, abroad)),
    )  # fmt: skip
    who = tuple(zip(words.who, writer.who(), strict=True))
    return Registers(filler.grammar.language, words.title, words.of, who, each, words.empty)


def undeclared(policy: Policy) -> Iterator[str]:
    """Yield, in English, what article 30 asks and the policy does not say."""
    if not policy.controller.post:
        yield "the address of the controller (`post` under `contact`)"
    if policy.controller.officer is None:
        yield "the data protection officer (`data protection officer` under `controller`)"
    if not policy.measures:
        yield "the measures of security (`measures`)"
    if not policy.processing:
        yield "what is processed for customers (`processing for customers`)"


def _register(
    id_: str, title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> Register:
    return Register(id_, title, heads, tuple(rows))


@dataclass(frozen=True)
class _Writer:
    """Writes the rows of one language; texts that are not there become words that say so."""

    filler: Filler
    datamap: DataMap
    day: date
    words: RegisterWords

    @property
    def policy(self) -> Policy:
        return self.filler.policy

    def who(self) -> tuple[str, ...]:
        one, filler, words = self.policy.controller, self.filler, self.words
        return (
            one.name,
            one.post or words.unknown,
            one.email,
            one.phone or words.unknown,
            one.register or words.unknown,
            self._all(one.joint) or words.none,
            _party(one.representative) or words.none,
            _party(one.officer) or words.unknown,
            filler.words(filler.edition.authority.name) or words.unknown,
            filler.edition.version,
            filler.grammar.day(self.policy.effective),
            filler.grammar.day(self.day),
        )

    def purpose(self, one: Purpose) -> tuple[str, ...]:
        filler, words = self.filler, self.words
        receivers = filler.recipients_of(one.id)
        processors = [each for each in receivers if each.role is Role.PROCESSOR]
        name = slug(one.id)
        return (
            filler.title(one.id) or one.id,
            name,
            filler.ground(one.id) or words.unknown,
            filler.people(one.id) or self._owners(one) or words.unknown,
            filler.data(one.id) or words.unknown,
            self._sensitive(one) or words.none,
            self._sources(one) or words.unknown,
            self._all(map(self._named, receivers)) or words.nobody,
            self._all(map(self._named, processors)) or words.none,
            self._abroad(receivers),
            filler.keep(one.id) or words.unknown,
            filler.tail(one.id) or words.none,
            self._systems(one) or words.unknown,
            self._measures(tuple(self.policy.measures)),
            words.section.format(f"#{name}"),
            f"{name}.kept",
            one.access or words.unknown,
            one.owner or words.unknown,
            filler.grammar.day(one.reviewed) if one.reviewed else words.unknown,
            one.dpia or words.unknown,
        )

    def processing(self, one: Processing) -> tuple[str, ...]:
        words = self.words
        taken_on = [self.policy.recipients[name] for name in one.sub_processors]
        listed = words.listed_in.format(one.customers_in) if one.customers_in else words.unknown
        return (
            self.filler.words(one.title) or one.id,
            slug(one.id),
            self.filler.words(one.customers) or words.unknown,
            listed,
            self.filler.words(one.people) or words.customer_knows,
            self.filler.words(one.data) or words.customer_knows,
            self._all(map(self._placed, taken_on)) or words.none,
            self._abroad(taken_on),
            self._measures(one.measures or tuple(self.policy.measures)),
        )

    def processor(self, one: Recipient) -> tuple[str, ...]:
        words, agreement = self.words, agreement_on(one, self.day)
        return (
            one.name,
            self.filler.kind(one.kind) or one.kind,
            self.filler.country(one) or words.unknown,
            self._gets(one),
            self._for(one),
            *(self._agreed(agreement) if agreement else (words.no_agreement, *("",) * 10)),
            self._abroad([one]),
        )

    def abroad(self, one: Recipient) -> tuple[str, ...]:
        details = "; ".join(self._detail(tool) for tool in one.tools)
        return (
            one.name,
            self.words.roles[one.role.value],
            self.filler.country(one) or self.words.unknown,
            self._gets(one),
            self._for(one),
            self.filler.tool(one) or self.words.unknown,
            details,
        )

    def _agreed(self, one: Agreement) -> tuple[str, ...]:
        words, says = self.words, one.says
        within = parse_period(says.get("e", ""))
        hours = says.get("f", "").partition(" ")[0]
        return (
            one.reference or words.unknown,
            self.filler.grammar.day(one.signed),
            self.filler.grammar.day(one.until) if one.until else words.no_end,
            *(says.get(letter, words.unknown) for letter in "abc"),
            words.sub.get(says.get("d", ""), words.unknown),
            self.filler.grammar.period(within) if within else words.unknown,
            words.hours.format(hours) if hours else words.unknown,
            words.at_the_end.get(says.get("g", ""), words.unknown),
            says.get("h", words.unknown),
        )

    def _detail(self, tool: Tool) -> str:
        words, day = self.words, self.filler.grammar.day
        if isinstance(tool, Adequacy):
            until = tool.certified_until
            return words.certified.format(tool.decision, day(until)) if until else tool.decision
        if isinstance(tool, Clauses):
            module = tool.module.upper()
            return words.clauses.format(module, day(tool.signed), day(tool.assessed))
        if isinstance(tool, CorporateRules):
            return words.rules.format(tool.reference, day(tool.approved), day(tool.assessed))
        return words.derogation.format(tool.letter)

    def _all(self, items: Iterable[str]) -> str:
        return self.filler.grammar.all_of(dict.fromkeys(items))

    def _named(self, one: Recipient) -> str:
        return self.filler.named(one) or one.name

    def _placed(self, one: Recipient) -> str:
        country = self.filler.country(one)
        placed = self.filler.labels.placed
        return placed.format(name=one.name, country=country) if country else one.name

    def _abroad(self, receivers: Iterable[Recipient]) -> str:
        found = (
            self.filler.labels.secured.format(place=self._placed(one), tool=self.filler.tool(one))
            for one in receivers
            if one.tools
        )
        return "; ".join(found) or self.words.no_transfer

    def _gets(self, one: Recipient) -> str:
        return self._all(self.filler.category(name) or name for name in one.gets)

    def _for(self, one: Recipient) -> str:
        processing = self.policy.processing.values()
        told = [self.filler.title(name) or name for name in one.purposes]
        theirs = (each for each in processing if one.id in each.sub_processors)
        told += [self.filler.words(each.title) or each.id for each in theirs]
        return self._all(told) or self.words.unknown

    def _sensitive(self, one: Purpose) -> str:
        found = sorted(self.policy.declared_categories(one.id))
        kinds: tuple[tuple[str, str], ...] = (
            ("special", self.words.special), ("criminal", self.words.criminal),
        )  # fmt: skip
        told = []
        for kind, words in kinds:
            named = [c for c in found if self.policy.categories[c].sensitive == kind]
            if named:
                told.append(words.format(self._all(self.filler.category(c) or c for c in named)))
                if kind == "special":
                    told.append(self.filler.condition(one) or self.words.no_condition)
        return "; ".join(told)

    def _tables(self, one: Purpose) -> list[MappedTable]:
        return [table for table in self.datamap.tables.values() if one.id in table.purposes]

    def _owners(self, one: Purpose) -> str:
        """Return whose data they are where the purpose does not say: by the tables that list it."""
        tables = self._tables(one)
        own = {table.id for table in tables}
        kinds = [each.id for each in self.datamap.subjects.values() if each.table in own]
        kinds += [owner.kind for table in tables for owner in table.owners if owner.kind]
        told = (self.filler.words(self.policy.subjects.get(kind)) for kind in kinds)
        return self._all(filter(None, told))

    def _sources(self, one: Purpose) -> str:
        wanted = self.policy.declared_categories(one.id)
        found: dict[str, None] = {}
        for table in self._tables(one):
            own = table.source or self.datamap.stores[table.store].source
            for value in table.values:
                source = value.source or own
                if value.category in wanted and source:
                    found[source] = None
        return self._all(self.words.sources[source] for source in found)

    def _systems(self, one: Purpose) -> str:
        stores = [table.store for table in self._tables(one)]
        places = (p.id for p in self.datamap.places.values() if one.id in p.purposes)
        return self._all([*stores, *(self.words.elsewhere.format(place=p) for p in places)])

    def _measures(self, names: tuple[str, ...]) -> str:
        told = [self.filler.words(self.policy.measures[name]) or name for name in names]
        standing = (a for a in self.policy.attestations.values() if a.until >= self.day)
        told += [self.filler.words(a.claim) or a.id for a in standing]
        return self._all(told) or self.words.unknown


def _party(one: Party | None) -> str:
    return str(one or "")



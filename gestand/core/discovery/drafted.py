"""Propose policy and data map for a schema: subjects, owners, occasions, purposes, columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gestand.core.datamap.model import EACH_ROW
from gestand.core.datamap.schema import Kind
from gestand.core.discovery.attributes import named
from gestand.core.discovery.bookkeeping import ORDER, is_of_orders, kept_by_law
from gestand.core.discovery.dated_columns import Moments, moments, told_as
from gestand.core.discovery.draft import (
    SECRET,
    TECHNICAL,
    Draft,
    DraftOccasion,
    DraftPurpose,
    DraftSubject,
    DraftTable,
    Line,
)
from gestand.core.discovery.found import ASKED, OURSELVES, Found
from gestand.core.discovery.grades import CREDENTIAL, IDENTIFIER, Judged
from gestand.core.discovery.linking import Links, links, silent_in_key, told_by_key
from gestand.core.discovery.looks import UNSEEN, Looks
from gestand.core.discovery.naming import one, words
from gestand.core.discovery.old_versions import OldVersions, old_versions
from gestand.core.discovery.owning import DETAILS, Owned
from gestand.core.discovery.places import Role, head
from gestand.core.discovery.sectors import ACCOUNT, SECTORS, Template

_OF_PEOPLE = ("recruitment",)
"""Purposes that people's own rows live by, rather than by an account."""

_MOST_SOFT = 6

NONE = "n"
"""What somebody answers who has none of the purposes for a table."""

WHOSE = "no column tells whose rows these are"
BOTH = "both "
"""How the question begins whether a row is of all whom it links."""

GUEST = "guest"
"""Who is known by an identifier in a row alone."""

_RESERVED = {
    **{"person": "individual", "subject": "individual", "people": "individual"},
    **{"application": "applicant", "sollicitatie": "sollicitant"},
}


def drafted(found: Found, blank: Draft, sector: str) -> Draft:
    """Return a draft for what was found; `blank` says which database, languages and day."""
    done = [each for each in SECTORS[sector] if f"purpose {each.id}" not in found.refused]
    drafting = _Drafting(found, blank.store, done)
    tables = {name: drafting.table(name) for name in found.schema.tables}
    subjects = {each.kind: each for each in drafting.subjects()}
    purposes = {
        each.id: DraftPurpose(
            each,
            each.period,
            f"is `{each.basis}` the basis? only you can say",
            each.advice,
        )
        for each in (ACCOUNT, *SECTORS[sector])
    }
    return replace(
        blank,
        subjects=subjects,
        tables=tables,
        occasions=tuple(drafting.occasions),
        purposes=purposes,
    ).tidy()


@dataclass
class _Drafting:
    """The proposals made so far: an owner's purpose is that of its rows, unless they have one."""

    found: Found
    store: str
    templates: Sequence[Template]
    occasions: list[DraftOccasion] = field(default_factory=list)
    guests: dict[str, None] = field(default_factory=dict)
    made: dict[str, DraftTable] = field(default_factory=dict)

    @cached_property
    def versions(self) -> Mapping[str, OldVersions]:
        """The tables of old versions."""
        return old_versions(self.found.schema, self.found.pointers)

    def subjects(self) -> Iterator[DraftSubject]:
        """Yield the kinds of people of the tables that were not set apart."""
        for name, kind in self.kinds().items():
            if self.table(name).apart is None:
                yield DraftSubject(kind, name, self._identified(name), "are its rows people?")
        if self.guests:
            doubt = "people who are known by this alone; is one of them a customer as well?"
            yield DraftSubject(GUEST, None, tuple(self.guests), doubt)

    def kinds(self) -> dict[str, str]:
        """Return by table the name of its kind of people; no two alike."""
        named: dict[str, str] = {}
        for name in self.found.subjects:
            kind = _RESERVED.get(head(name), head(name))
            if kind in named.values() or kind == GUEST:
                kind = " ".join(one(word) for word in words(name)) or kind
            named[name] = kind if kind not in named.values() else f"{kind} {len(named) + 1}"
        return named

    def table(self, name: str) -> DraftTable:
        """Return what is proposed for a table; the rows that own its rows come first."""
        if name not in self.made:
            owned = self.found.owned.get(name)
            if owned is not None:
                self.table(owned.by.target)
            self.made[name] = self._proposed(name, owned)
        return self.made[name]

    def _proposed(self, name: str, owned: Owned | None) -> DraftTable:
        table, judged = self.found.schema.tables[name], self.found.judged[name]
        personal = [column for column, said in judged.items() if said.category]
        if self.found.purposes.get(name) == NONE:
            why = "somebody said that it is for none of the purposes that were proposed"
            return self._unable(name, personal, why)
        is_subject = name in self.found.subjects
        if name in self.found.own and not is_subject:
            return DraftTable(name, apart=self._nothing(name, judged))
        if owned is not None and self.table(owned.by.target).apart is not None:
            owned = None
        if owned is not None and owned.by.actor and not personal:
            owned = None
        soft = self._soft(name)
        if name in self.versions and self.table(self.versions[name].of).apart is None:
            return self._old_versions(self.versions[name])
        if soft is not None and table.key and personal:
            return self._mapped(name, None, soft)
        if not personal and owned is None and not is_subject:
            return DraftTable(name, apart=self._nothing(name, judged))
        if not table.key:
            return self._unable(name, personal, "it has no key, so its rows cannot be told apart")
        guest = None if owned or is_subject else self._guest(name)
        if owned is None and guest is None and not is_subject:
            return self._unable(name, personal, WHOSE, self._pointed_at(name))
        return self._mapped(name, owned, guest)

    def _pointed_at(self, name: str) -> str:
        """Return which rows of people point at rows of nobody, and what helps; else nothing."""
        told = {
            each.table for each in self.found.pointers
            if each.target == name and not each.typed and self.found.places[each.table].owned
        }  # fmt: skip
        if not told:
            return ""
        named = ", ".join(f"`{table}`" for table in sorted(told)[:4])
        return f"rows of people point at them from {named}: give them a column with the key of " \
            "whose they are, filled from there"

    def _is_refused(self, name: str) -> bool:
        """Tell whether somebody said no to whose the rows of a table are: then they are unknown."""
        ways = (each for each in self.found.refused if each.startswith(("owner ", "actor ")))
        return any(f" {name}." in way for way in ways)

    def _soft(self, name: str) -> Line | None:
        """Return the owners that a pair of columns names, one for each table that it may name."""
        found = [
            each for each in self.found.soft.get(name, ()) if self.table(each.target).apart is None
        ]
        said = [
            f"{{{_key(o.id_column)}: {self.store}.{o.target}, "
            f"when: \"{o.type_column} = '{o.word}'\"}}"
            for o in found[:_MOST_SOFT]
        ]
        doubt = "the table stands in another column; rows of other tables wait for a person"
        return Line(f"[{', '.join(said)}]", doubt, f"soft {name}") if said else None

    def _old_versions(self, found: OldVersions) -> DraftTable:
        """Propose a table of old versions: it holds what the rows themselves hold."""
        table, of = self.found.schema.tables[found.table], self.found.schema.tables[found.of]
        line = Line(
            f"{{of: {self.store}.{found.of}, by: {_key(found.by)}}}",
            f"it seems to hold old versions of `{found.of}`",
            f"history {found.of}",
        )
        own = {*of.columns, *table.key, found.by}
        own |= {column for key in table.foreign_keys for column in key.columns}
        columns = {name: Line(TECHNICAL) for name in table.columns if name not in own}
        return DraftTable(
            found.table, history=line, of=found.of, columns=columns, triggers=table.triggers
        )

    def _mapped(self, name: str, owned: Owned | None, guest: Line | None) -> DraftTable:
        table = self.found.schema.tables[name]
        purpose = self._purpose(name, owned)
        if purpose is None:
            personal = [c for c, said in self.found.judged[name].items() if said.category]
            refused = any(f" {name} begins on " in each for each in self.found.refused)
            no_day = "no column with a date tells when a row began"
            why = "somebody said that it does not begin as proposed" if refused else no_day
            own = self._template(name)
            if own is not None and own.law:
                why = f"the law may ask to keep it (`{own.id}`, {own.period}), and {why}"
            left = self._unable(name, personal, why)
            return left if owned is None else self._with_owner(left, owned)
        bound = {(each.began, each.ended) for each in self.occasions if each.table == name}
        dates = {moment for pair in bound for moment in pair if moment}
        written = self._dated(name).written
        owner = None
        if owned is not None:
            owner = self._owner(owned) if owned.filled else self._owner_or_guest(name, owned)
        elif guest is not None:
            owner = guest
        structural = {*table.key, *dates, *(c for k in table.foreign_keys for c in k.columns)}
        structural |= {owned.by.column} if owned is not None else set()
        soft = self.found.soft.get(name, ()) if owned is None else ()
        structural |= {column for o in soft for column in (o.id_column, o.type_column)}
        columns = {
            column: _line(said, self.found.looks.get(name, {}).get(column, UNSEEN))
            for column, said in self.found.judged[name].items()
            if column not in structural
        } | {
            column: Line(TECHNICAL, moment=told_as(written[column]))
            for column in table.columns
            if column in dates & written.keys()
        }
        owner = self._both(name, owned) or owner
        columns = self._with_key(name, owned, columns, dates | {o.type_column for o in soft})
        told = named(table, self.found.names.get(name, ()), self.found.looks.get(name, {}))
        if told is not None and told.value in columns:
            columns[told.value] = told.proposed(columns[told.value], name)
        of = None if owned is None else owned.by.target
        return DraftTable(
            name, None, (purpose,), owner, of, columns, triggers=table.triggers
        )

    def _with_owner(self, left: DraftTable, owned: Owned) -> DraftTable:
        """Return a table that is left out, with its owner in what could be said of it."""
        if left.proposed is None:
            return left
        seems = replace(left.proposed, owner=self._owner(owned), of=owned.by.target)
        return replace(left, proposed=seems)

    def _links(self, name: str, owned: Owned | None) -> Links | None:
        """Return what rows link somebody with, where they do nothing else."""
        if owned is None or name in self.found.subjects:
            return None
        table, judged = self.found.schema.tables[name], self.found.judged[name]
        return links(table, judged, self.found.pointers, owned, self.found.subjects)

    def _with_key(
        self, name: str, owned: Owned | None, columns: Mapping[str, Line], known: Collection[str]
    ) -> dict[str, Line]:
        """Return columns with what the key of each row tells, or that it tells nothing."""
        table, judged = self.found.schema.tables[name], self.found.judged[name]
        linking = self._links(name, owned)
        told = told_by_key(table, judged, self.found.pointers)
        if told is None or owned is None or name in self.found.subjects:
            told = linking.told if linking is not None else None
        if told is not None:
            return {EACH_ROW: told, **columns}
        silent = silent_in_key(table, judged, self.found.pointers)
        return {**columns, **{key: line for key, line in silent.items() if key not in known}}

    def _both(self, name: str, owned: Owned | None) -> Line | None:
        """Return as owners everybody whom a row links, where these are several people."""
        group, linking = f"{BOTH}{name}", self._links(name, owned)
        if linking is None or len(linking.people) < 2 or group in self.found.refused:
            return None
        said = ", ".join(
            _key(by.column) if by.declared else f"{{{_key(by.column)}: {self.store}.{by.target}}}"
            for by in linking.people
        )
        return Line(f"[{said}]", "is a row about both of the people that it links?", group)

    def _owner_or_guest(self, name: str, owned: Owned) -> Line | None:
        """Return the owner, or who is known by an identifier where the row has no owner."""
        plain = self._owner(owned)
        guest = None if plain is None or owned.by.actor else self._guest(name, empty=owned)
        if plain is None or guest is None:
            return plain
        doubt = f"a row of nobody by `{owned.by.column}` belongs to who is known by this value"
        return Line(f"[{plain.said}, {guest.said}]", doubt, "guests")

    def _owner(self, owned: Owned) -> Line | None:
        by, doubt, group = owned.by, owned.doubt, owned.by.group
        if by.table in self.found.twofold and by.target in self.found.subjects:
            doubt = f"is a row a person of its own, or more about the row of `{by.target}`?"
            group = f"{DETAILS}{by.target}"
        elif not doubt and self._is_refused(by.table):
            doubt = f"in place of what was refused: is `{by.column}` the owner?"
        if by.declared:
            return Line(_key(by.column), doubt, group)
        return Line(f"{{{_key(by.column)}: {self.store}.{by.target}}}", doubt, group)

    def _purpose(self, name: str, owned: Owned | None) -> str | None:
        """Return the purpose of a table, and bind an occasion to it where it needs one.

        None where rows could stand before anything holds them, and no date says since when.
        """
        own = self._template(name)
        if name in self.found.subjects and (own is None or own.id not in _OF_PEOPLE):
            own = ACCOUNT
        if own is None and head(name) in ("account", "registration", "aanmelding"):
            own = ACCOUNT
        if owned is not None and owned.filled and self._goes_with(owned, own):
            return own.id if own is not None else None
        if own is not None and self._bind(name, own):
            return own.id
        if owned is not None and name not in self.found.subjects:
            inherited = self.table(owned.by.target).purposes[0]
            if own is not None and own.law and inherited != own.id:
                return None  # by another purpose it would go before the law lets it
            if owned.filled:
                return inherited
            return inherited if self._bind(name, self._by_id(inherited)) else None
        fallback = own or ACCOUNT
        return fallback.id if self._bind(name, fallback) else None

    def _goes_with(self, owned: Owned, own: Template | None) -> bool:
        """Tell whether rows go with what owns them: they are for the same, as lines of an order.

        Were they an occasion of their own, each would hold its order for as long as itself.
        """
        above = self.table(owned.by.target).purposes
        return own is not None and owned.by.target not in self.found.subjects and own.id in above

    def _bind(self, name: str, template: Template) -> bool:
        dated = self._dated(name)
        began = dated.began()
        if began is None:
            return False
        ended = dated.ended() or dated.seen()
        doubt = f"does `{template.id}` begin here, and end on `{ended}`?"
        meanwhile = template.meanwhile if ended is None else ""
        if ended is None:
            doubt = "no column tells when it ends: the period counts from its beginning"
            doubt += f", also {meanwhile}" if meanwhile else ""
        bound = DraftOccasion(template.id, name, began, ended, doubt, meanwhile)
        if f"occasion {template.id} {bound.days}" in self.found.refused:
            return False
        self.occasions.append(bound)
        return True

    def _dated(self, name: str) -> Moments:
        return moments(self.found.schema.tables[name], self.found.looks.get(name, {}))

    def _template(self, name: str) -> Template | None:
        if (chosen := self.found.purposes.get(name)) is not None:
            known = [each for each in (ACCOUNT, *self.templates) if each.id == chosen]
            return known[0] if known else None
        plain = {one(word) for word in words(name)}
        last = head(name)
        # A program that comes with a key is called an application as well.
        opens = any(words(column) == ("key",) for column in self.found.schema.tables[name].columns)
        known = [each for each in self.templates if not opens or each.id not in _OF_PEOPLE]
        table = self.found.schema.tables[name]
        by_law = kept_by_law(table)
        fits = (
            *(each for each in known if each.id == by_law),
            *(each for each in known if last in each.heads),
            *(each for each in known if plain & each.heads),
            *(each for each in known if each.id == ORDER and is_of_orders(table)),
        )
        return fits[0] if fits else None

    def _by_id(self, purpose: str) -> Template:
        return next(each for each in (ACCOUNT, *self.templates) if each.id == purpose)

    def _guest(self, name: str, empty: Owned | None = None) -> Line | None:
        """Return an identifier and its column, by which people without a row are found.

        With `empty` only those rows are theirs that have no such owner.
        """
        judged = self.found.judged[name]
        table = self.found.schema.tables[name]
        for category, by in (("email", "email"), ("username", "username"), ("ip address", "ip")):
            for column, said in judged.items():
                text = table.columns[column].kind is Kind.TEXT
                if said.category == category and said.grade == IDENTIFIER and text:
                    self.guests[by] = None
                    doubt = "no key leads to people: its rows are found by this value alone"
                    when = f', when: "{empty.by.column} is null"' if empty else ""
                    return Line(f"{{{GUEST} by {by}: {_key(column)}{when}}}", doubt, "guests")
            if empty is not None:
                return None  # where people have accounts, guests are known by an address
        return None

    def _identified(self, name: str) -> tuple[str, ...]:
        judged = self.found.judged[name]
        for category in ("email", "username", "client number", "phone", "name"):
            found = [c for c, said in judged.items() if said.category == category]
            if found:
                return tuple(found[:1])
        return self.found.schema.tables[name].key

    def _nothing(self, name: str, judged: Mapping[str, Judged]) -> Line:
        if name in self.found.own:
            said = "its one row is your own organisation, which is no person"
            return Line(said, "is this row your own organisation?", f"{OURSELVES}{name}")
        seems = self.found.places[name].role
        unsure = [column for column, said in judged.items() if said.doubtful]
        doubt = f"look at {', '.join(f'`{c}`' for c in unsure[:3])}" if unsure else ""
        if self._is_refused(name):
            said = "nobody owns its rows, and no column is about anybody by itself"
            doubt = "may it be about people, though they are not of who it names?"
            return Line(said, doubt, f"{ASKED}named")
        what = "nothing points at people" if seems is Role.ROWS else f"seems to be {seems.value}"
        return Line(f"{what}, and no column is about anybody", doubt, f"about {seems.value}")

    def _unable(
        self, name: str, personal: Sequence[str], why: str, hint: str = ""
    ) -> DraftTable:
        seems = self._as_it_seems(name) if personal else None
        return DraftTable(name, apart=set_apart(personal, why, hint), proposed=seems)

    def _as_it_seems(self, name: str) -> DraftTable:
        """Return what could be said of a table that is left out, for a person to go on with."""
        table = self.found.schema.tables[name]
        structural = {*table.key, *(c for key in table.foreign_keys for c in key.columns)}
        columns = {
            column: _line(said, self.found.looks.get(name, {}).get(column, UNSEEN))
            for column, said in self.found.judged[name].items()
            if column not in structural
        }
        purpose = self._template(name) or ACCOUNT
        return DraftTable(
            name, None, (purpose.id,), columns=columns, triggers=table.triggers
        )


def set_apart(personal: Sequence[str], why: str, hint: str = "") -> Line:
    """Say that a table is not mapped yet although it may hold data, why, and what helps."""
    named = ", ".join(personal[:4])
    holds = f"may hold {named}, and " if named else ""
    doubt = f"this table is left out of every plan: {why}" + (f"; {hint}" if hint else "")
    return Line(f"NOT MAPPED YET: {holds}{why}", doubt)


def _line(said: Judged, seen: Looks) -> Line:
    what = SECRET if said.grade == CREDENTIAL else said.category or TECHNICAL
    doubt = said.why if said.doubtful else ""
    code = seen.code if said.category else ""
    return Line(what, doubt, f"column {what}" if doubt else "", encoded=code)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() else f'"{name}"'


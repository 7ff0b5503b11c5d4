"""Judge what each column of a table holds: by its name, its type, its neighbours and its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.credentials import is_credential
from gestand.core.datamap.schema import Column, Kind
from gestand.core.discovery.by_whom import as_note
from gestand.core.discovery.grades import CONTENT, CREDENTIAL, IDENTIFIER, NONE, SURE, Judged
from gestand.core.discovery.libraries import by_library
from gestand.core.discovery.looks import NAME_OF_CREDENTIAL, SECRET, UNSEEN, Looks
from gestand.core.discovery.naming import one, said, words
from gestand.core.discovery.natures import by_nature, by_publishing
from gestand.core.discovery.places import Place, Role, head, is_number_of_a_thing, pair_of_attribute
from gestand.core.discovery.rules import (
    ADMITTING,
    FAILURES,
    FILES,
    GOODS,
    HASHES,
    NEVER,
    NUMBERS_OF_LETTERS,
    OPENING,
    ORDERED,
    RULES,
    WRITTEN,
    Rule,
)
from gestand.core.discovery.standards import by_standard

_TOLD = (Kind.TEXT, Kind.OTHER, Kind.BLOB)
_DATES = (Kind.DATE, Kind.TIMESTAMP)
_PREFIXED = 0.6
_MOST = 0.5
"""Of the values that must look like something before that decides."""


def judge(place: Place, looks: Mapping[str, Looks]) -> dict[str, Judged]:
    """Return what each column seems to hold; keys, and columns that point elsewhere, hold nothing.

    `looks` may lack columns: then names and neighbours decide alone.
    """
    judging = _Judging(place, looks)
    judged = {name: judging.column(column) for name, column in place.table.columns.items()}
    return {name: as_note(found, place, name) for name, found in judged.items()}


@dataclass(frozen=True)
class _Judging:
    """A table, and what its values look like."""

    place: Place
    looks: Mapping[str, Looks]

    def column(self, column: Column) -> Judged:
        """Return what one column seems to hold: the first of these that says something."""
        if any(column.name in key.columns for key in self.place.table.foreign_keys):
            return Judged(NONE, why="it points at another row")
        name, seen = self._name_of(column), self.looks.get(column.name, UNSEEN)
        if NUMBERS_OF_LETTERS.search(name):
            return Judged(NONE, sure=SURE, why="it is the number of a letter")
        if column.kind in _TOLD and (kept := by_library(self.place.table).get(column.name)):
            return kept
        found = self._opening(name, column, seen)
        if found is not None:
            return found
        if self.place.table.key == (column.name,) and column.kind in (Kind.INTEGER, Kind.UUID):
            return Judged(NONE, why="it is the key of the row")
        told, dated = column.kind in _TOLD, column.kind in _DATES
        if seen.repeats:
            why = f"its values are each the `{seen.repeats}` of somebody"
            return Judged(IDENTIFIER, seen.repeats, 0.75, why)
        return (
            self._of_names(column, told=told)
            or _whom(name, column, seen)
            or self._theirs(_by_values(column, seen))
            or (by_standard(self.place.table).get(column.name) if told or dated else None)
            or self._by_name(name, column, seen, _LASTING)
            or by_nature(self.place, name, column)
            or self._chosen(column, seen)
            or _never(name, column)
            or self._elsewhere(name, column)
            or self._by_name(name, column, seen, RULES)
            or self._by_whom(name, column, seen)
            or by_publishing(self.place, name)
            or self._generic(name, column, seen)
            or self._by_look(name, column, seen)
            or self._rest(column, seen)
        )

    def _name_of(self, column: Column) -> str:
        """Return the words of a name without those with which most names of the table begin or end.

        What they end with is taken away where the table is called so: `lang_user` of `users`.
        """
        parts, every = words(column.name), [words(name) for name in self.place.table.columns]
        first = _most([each[0] for each in every if each])
        if first and len(parts) > 1 and parts[0] == first:
            return f" {' '.join(parts[1:])} "
        own = {one(word) for word in words(self.place.table.name)}
        last = _most([each[-1] for each in every if each])
        if one(last) in own:
            while len(parts) > 1 and one(parts[-1]) in own:
                parts = parts[:-1]
        return f" {' '.join(parts)} "

    def _opening(self, name: str, column: Column, seen: Looks) -> Judged | None:
        """Return whether it opens something: a credential, or a session as a whole."""
        if column.kind not in _TOLD or NEVER.search(name):
            return None
        if seen.share("hash") >= _MOST:
            return Judged(CREDENTIAL, sure=0.95, why="its values are hashes of passwords")
        if seen.share(SECRET) >= _MOST:
            return Judged(CREDENTIAL, sure=0.9, why="its values are keys or tokens")
        if is_credential(column.name) or HASHES.search(name):
            return Judged(CREDENTIAL, sure=0.9, why="its name is that of a credential")
        table = {one(word) for word in words(self.place.table.name)}
        if not table.isdisjoint(ADMITTING) and _alone(name, _CODE_LIKE):
            return Judged(CREDENTIAL, sure=0.75, why="it lets in who has it")
        if not table.isdisjoint(OPENING) and (_OPENS.search(name) or _alone(name, _KEY_LIKE)):
            return Judged(CREDENTIAL, sure=0.8, why="it opens what the table is called after")
        pair = pair_of_attribute(self.place.table)
        if pair is not None and column.name == pair[0]:
            return None
        random = seen.share("random") + seen.share("hex") + seen.share("base64")
        if random >= 0.8 and seen.apart > 0.9 and seen.seen > 1 and not _PLACED.search(name):
            whose = self.place.direct or self.place.role is Role.PEOPLE
            beside = whose and any(HASHES.search(said(o)) for o in self.place.table.columns)
            if beside or any(word in name for word in _SECRETIVE):
                return Judged(CREDENTIAL, sure=0.7, why="its values are long and random")
        return None

    def _by_name(
        self, name: str, column: Column, seen: Looks, rules: Sequence[Rule]
    ) -> Judged | None:
        people = self.place.role is Role.PEOPLE or self.place.personal or self.place.detail
        theirs = people or self.place.owned or self.place.role is Role.LOG
        for rule in rules:
            met = rule.words.search(name)
            if met is None or (rule.about and not people) or (rule.owned and not theirs):
                continue
            if column.kind is Kind.BOOLEAN or (column.kind not in _TOLD and not rule.any_kind):
                continue
            if column.kind in _DATES and rule.category not in ("birth", "activity"):
                continue
            return self._weighed(rule, met.group().strip(), seen)
        return None

    def _weighed(self, rule: Rule, met: str, seen: Looks) -> Judged:
        """Return what a rule says, less sure where the values or the table contradict it."""
        sure, why = rule.sure, f"its name says `{met}`"
        if self.place.role in _LISTS and not self.place.personal:
            sure -= 0.25
            why += ", in a table that seems to be a list"
        if rule.category == "email" and seen.seen >= 5 and seen.share("email") < 0.1:
            return Judged(NONE, sure=0.6, why="its name says `email`, and no value is one")
        return self._theirs(Judged(rule.grade, rule.category, sure, why)) or Judged(NONE)

    def _theirs(self, found: Judged | None) -> Judged | None:
        """Return what was found; nothing where it reaches an organisation or a machine."""
        if found is None or not self.place.organisation or found.category not in _REACHED:
            return found
        sure = 0.6 if found.category in ("email", "phone") else SURE
        return Judged(NONE, sure=sure, why="it seems to be of an organisation or a machine")

    def _of_names(self, column: Column, *, told: bool) -> Judged | None:
        """Return that some of what a table with names and values holds for people is a secret."""
        pair = pair_of_attribute(self.place.table)
        if pair is None or not told or column.name != pair[1] or not self.place.owned:
            return None
        if NAME_OF_CREDENTIAL not in self.looks.get(pair[0], UNSEEN).within:
            return None
        return Judged(CREDENTIAL, sure=0.6, why=f"`{pair[0]}` of the same row names a credential")

    def _chosen(self, column: Column, seen: Looks) -> Judged | None:
        """Return that somebody chose a language or a time zone, by the values in their row."""
        theirs = self.place.detail or self.place.role is Role.PEOPLE
        linked = self.place.direct and not self.place.acted
        if column.kind is not Kind.TEXT:
            return None
        if linked and len(self.place.table.columns) <= _LINK and _TONGUE.search(said(column.name)):
            return Judged(CONTENT, "preference", 0.65, "it tells the language of somebody")
        if not theirs:
            return None
        if seen.seen < 3 or max(seen.share("zone"), seen.share("language")) < 0.8:
            return None
        if _MEASURED.search(said(column.name)):
            return None
        return Judged(CONTENT, "preference", 0.7, "its values are languages or time zones")

    def _elsewhere(self, name: str, column: Column) -> Judged | None:
        """Return that a number is that of somebody at another service, which the row names."""
        place = self.place
        if not (place.owned or place.role is Role.PEOPLE) or not _ABROAD.search(name):
            return None
        named = (other for other in place.table.columns if other != column.name)
        if not any(_SERVICE.search(said(other)) for other in named):
            return None
        return Judged(IDENTIFIER, "online account", 0.75, "it is a number at a service beside it")

    def _generic(self, name: str, column: Column, seen: Looks) -> Judged | None:
        """Judge names that say nothing by themselves by table, other columns and values."""
        if column.kind not in _TOLD:
            return None
        return (
            self._called(name, seen)
            or self._attribute(column)
            or self._told(name, seen)
        )

    def _called(self, name: str, seen: Looks) -> Judged | None:
        """Judge a `name` or a `title`: of a person, of a file, or of somebody's own thing."""
        place = self.place
        if name.endswith(" name ") and place.role is Role.PEOPLE and not _OF_THINGS.search(name):
            return Judged(IDENTIFIER, "name", 0.9, "it is the name in a table of people")
        named = any(_LAST_NAME in said(other) for other in place.table.columns)
        if name == " title " and any(_PREFIX in said(other) for other in place.table.columns):
            return Judged(CONTENT, "function", 0.65, "it stands beside a form of address")
        if name == " title " and (place.role is Role.PEOPLE or named):
            return Judged(IDENTIFIER, "name", 0.6, "it is a form of address, beside a name")
        if _FILE.fullmatch(name) and place.owned and (place.said or not place.acted):
            return Judged(CONTENT, "document", 0.6, "it is a file of somebody")
        pair = pair_of_attribute(place.table)
        if pair is not None and name == said(pair[0]):
            return None
        if not name.endswith(" name ") or place.role in (*_LISTS, Role.LOG):
            return None
        if head(place.table.name) in FILES and (place.owned or place.personal):
            return Judged(CONTENT, "document", 0.75, "it is the name of a file")
        if place.personal and not place.organisation and not _OF_THINGS.search(name):
            return Judged(IDENTIFIER, "name", 0.75, "it stands beside other data of people")
        given = max(seen.share("person"), seen.share("slug")) < _MOST and not _is_code(seen)
        if place.direct and given:
            return Judged(CONTENT, "text", 0.5, "somebody gave this name to a thing of theirs")
        return None

    def _attribute(self, column: Column) -> Judged | None:
        """Judge the value of a table with names and values by what the names say."""
        pair = pair_of_attribute(self.place.table)
        if pair is None or (column.name != pair[1] and not _BEFORE.search(said(column.name))):
            if pair is None or said(column.name) != " value ":
                return None
        why = f"what it holds stands in `{pair[0]}` of the same row"
        if self.place.owned and any(_BEFORE.search(said(o)) for o in self.place.table.columns):
            return Judged(CONTENT, "activity", 0.5, "it tells what somebody changed")
        if NAME_OF_CREDENTIAL in self.looks.get(pair[0], UNSEEN).within:
            return Judged(CREDENTIAL, sure=0.6, why=f"{why}, and some of it is a credential")
        if self.place.direct or self.place.detail:
            return Judged(CONTENT, "activity", 0.5, why)
        return Judged(NONE, sure=0.6, why=why)

    def _told(self, name: str, seen: Looks) -> Judged | None:
        """Judge what people write, or what is written of them: it must be somebody's row."""
        place = self.place
        if place.role in _LISTS and not (place.owned and _REMARK.search(name)):
            return None
        nobodys = _of_nobody(place, name)
        rule = next((each for each in WRITTEN if each.words.search(name)), None)
        if nobodys is not None or rule is None or (rule.sure < _PLAIN and _few(seen)):
            return nobodys
        if place.acted and rule.sure < _PLAIN and place.role not in _ABOUT and not place.said:
            return Judged(NONE, sure=SURE, why="somebody made it, for others to use")
        if not self._somebodys(rule):
            return None if rule.sure < _SAID else _of_whom(place, rule)
        if _coded(seen) and "keys" not in seen.within and place.role is not Role.HISTORY:
            return Judged(NONE, sure=0.6, why="its values are coded, and name no data of people")
        sure = rule.sure + (0.1 if seen.share("sentence") > 0.3 else 0)
        if seen.seen >= 5 and seen.apart < 0.3:
            sure -= 0.3
        why = "somebody wrote it, or it was written of them"
        return Judged(rule.grade, rule.category, max(sure, 0.4), why)

    def _somebodys(self, rule: Rule) -> bool:
        """Tell whether a text is somebody's: by their row, or by what tables of this kind hold."""
        place = self.place
        if place.owned or place.personal or place.role is Role.PEOPLE:
            return True
        return place.role is Role.HISTORY and rule.sure >= _TEXT

    def _by_whom(self, name: str, column: Column, seen: Looks) -> Judged | None:
        """Return that a text tells who did something: a key of theirs would be no text."""
        if column.kind not in _TEXTS or not _TOLD_BY.search(name):
            return None
        if is_number_of_a_thing(column.name) or (" id " in name and not _is_login(seen)):
            return None
        if self.place.organisation and seen.share("person") < _MOST:
            return None
        return Judged(IDENTIFIER, "username", 0.65, "it is a text that tells who somebody is")

    def _by_look(self, name: str, column: Column, seen: Looks) -> Judged | None:
        """Return that values look like names of people, where no name said anything."""
        if column.kind not in _TOLD or seen.seen < 3 or self.place.role in _LISTS:
            return None
        if seen.share("person") < 0.6 or seen.apart < 0.3 or " title " in name:
            return None
        if self.place.organisation:
            return None
        return Judged(IDENTIFIER, "name", 0.75, "its values look like names of people")

    def _rest(self, column: Column, seen: Looks) -> Judged:
        """Judge a column of which nothing tells that it is about anybody."""
        place = self.place
        if column.kind not in _TOLD or not seen.seen:
            sure = 0.85 if place.role is not Role.PEOPLE or column.kind not in _TOLD else 0.7
            return Judged(NONE, sure=sure, why="nothing tells that it is about a person")
        told = seen.share("sentence") > 0.5 and seen.apart > 0.5
        if told and (place.owned or place.personal) and place.role not in _LISTS:
            return Judged(CONTENT, "text", 0.6, "its values are sentences, in somebody's row")
        return Judged(NONE, sure=0.85, why="neither its name nor its values are about a person")


_OF_THINGS = re.compile(
    r" (?:plan|group|product|event|file|host|domain|class|table|template|role|department|team"
    r"|course|generic|drug|policy|project|category|package|system|item|bank|store|shop|brand"
    r"|school) name $"
)
_CALLED = re.compile(r" (?:title|description|name|caption|message) $")
_REMARK = re.compile(r" (?:comment|remark|note) $")
_FILE = re.compile(
    r" (?:file|image|photo|document|attachment|scan|upload|video|(?:file|document) path"
    r"|(?:attachment|document|original|uploaded) file) "
)
_LAST_NAME, _PREFIX = " last name ", " prefix "
_BEFORE = re.compile(r" (?:old|new|previous|before|after) value $")
_MEASURED = re.compile(r" (?:unit|currency|country|state|size|gender|code|level) $")
_REACHED = frozenset({"name", "username", "email", "phone", "address", "ip address", "location"})
_PLAIN, _TEXT, _SAID = 0.65, 0.6, 0.7
"""Words such as `title` are less sure: of all things somebody says what they are."""
_TEXTS = (Kind.TEXT, Kind.BLOB)
"""Some applications keep texts in columns for bytes."""

_TOLD_BY = re.compile(
    r" (?:author|creator|uploader|reporter|assignee|organi[sz]er|attendees?|requester|recipient"
    r"|user|(?:created|updated|modified|changed|approved|locked|performed|edited|posted|added) by"
    r"|(?:aangemaakt|gewijzigd|goedgekeurd|gedaan) door|poster|owner|contributor|translator"
    r"|participants?|invitees?|members|guests|actor|performer|submitter|initiator|moderator"
    r"|approver|reviewer|(?:deleted|closed|assigned|handled|invited|reviewed|blocked|moved"
    r"|submitted|uploaded|reported|cancelled|requested) by)(?: id)? $"
)
"""How a name ends of a text that says who somebody is, where it is no key."""

_LASTING = tuple(rule for rule in RULES if rule.category in ("activity", "preference"))
_LISTS = (Role.LOOKUP, Role.SETTINGS)
_LINK = 4
"""Columns of a table that says one thing of somebody, and no more."""

_TONGUE = re.compile(r" (?:lang|language|locale|taal) $")
_ABOUT = (Role.PEOPLE, Role.LOG, Role.HISTORY)
_KEY_LIKE = frozenset({"id", "key", "code", "value", "data", "vars", "hash", "digest", "payload"})
_CODE_LIKE = frozenset({"key", "code", "hash", "digest", "secret"})
_SECRETIVE = (" key ", " code ", " auth ", " series ", " sequence ", " selector ", " verifier ")
_ABROAD = re.compile(
    r" (?:user|subject|sub|(?:external|remote|provider|social|foreign|federated|account|openid)"
    r"(?: account| user)? (?:id|user|number|key|identifier)) $"
)
"""How a name ends of a number at another service; `uid` is read as `user`."""

_SERVICE = re.compile(r" (?:provider|issuer|idp|realm|identity provider|backend) (?=$|name |id )")

_PLACED = re.compile(r" (?:hash|path|file|url|uri|picture|image) $")
"""How a name ends of what is long and random, and opens nothing: a sum, or where a file stands."""

_OPENS = re.compile(
    r" (?:key hash|code hash|session (?:data|key|id|vars)|token (?:hash|key)|(?:prev|old|new) id) "
)


def _alone(name: str, known: Collection[str]) -> bool:
    """Tell whether a name is one of some words alone."""
    return name.strip() in known


def _whom(name: str, column: Column, seen: Looks) -> Judged | None:
    """Return that a coded value tells who else is meant: the guests of an entry in a calendar."""
    if column.kind not in _TOLD or "email" not in seen.within or not _TOLD_BY.search(name):
        return None
    return Judged(IDENTIFIER, "email", 0.8, "its coded values tell who somebody is")


def _most(found: Sequence[str]) -> str:
    """Return the word that most names share; nothing where there is none."""
    most, count = Counter(found).most_common(1)[0] if found else ("", 0)
    return most if count > 3 and count > _PREFIXED * len(found) else ""


def _of_whom(place: Place, rule: Rule) -> Judged | None:
    """Judge a text of nobody's row: who wrote it may stand beside it, or else a person must look.
    """
    if place.organisation or place.role is Role.LOG:
        return None
    if place.signed:
        return Judged(rule.grade, rule.category, 0.6, "the row tells who wrote it")
    if place.said:
        return Judged(NONE, sure=0.6, why="somebody may write here, and nobody says who")
    return None


def _is_code(seen: Looks) -> bool:
    """Tell whether values are single long words, as no name is that somebody gives."""
    return seen.seen > 2 and seen.words <= 1 and seen.length >= 16 and seen.apart > 0.9


def _of_nobody(place: Place, name: str) -> Judged | None:
    """Return that a text is about what was ordered, or about how an application failed."""
    parts = {one(word) for word in words(place.table.name)}
    if parts & ORDERED and parts & GOODS and _CALLED.search(name):
        return Judged(NONE, sure=SURE, why="it is what something is called that was ordered")
    if parts & FAILURES:
        return Judged(NONE, sure=SURE, why="it tells how the application failed")
    return None


def _is_login(seen: Looks) -> bool:
    """Tell whether the values of a column that is called a number are words: login names."""
    return seen.seen > 1 and seen.share("number") + seen.share("uuid") + seen.share("hex") < _MOST


def _few(seen: Looks) -> bool:
    """Tell whether values are a choice of some words rather than what people type."""
    return seen.seen >= 6 and seen.words < 2 and round(seen.seen * seen.apart) <= 3


def _coded(seen: Looks) -> bool:
    return seen.seen >= 3 and seen.share("json") + seen.share("php") + seen.share("base64") > _MOST


def _never(name: str, column: Column) -> Judged | None:
    """Return that a name tells of something else, such as when a mail was sent."""
    if not NEVER.search(name) or column.kind is Kind.BLOB:
        return None
    return Judged(NONE, sure=0.9, why="its name tells of something else than a person")


_VALUES: tuple[tuple[str, float, str, str, float, str], ...] = (
    ("email", 0.5, IDENTIFIER, "email", 0.93, "its values are e-mail addresses"),
    ("iban", 0.6, IDENTIFIER, "bank account", 0.93, "its values are bank accounts"),
    ("ip", 0.8, IDENTIFIER, "ip address", 0.9, "its values are IP addresses"),
    ("agent", 0.5, CONTENT, "device", 0.85, "its values are names of browsers"),
    ("zip", 0.7, IDENTIFIER, "address", 0.85, "its values are postal codes"),
    ("card", 0.3, IDENTIFIER, "name", 0.9, "its values are cards of people"),
    ("calendar", 0.3, CONTENT, "text", 0.85, "its values are entries of a calendar"),
)


_BESIDE, _ALL = 0.15, 0.8
"""The share of each of two kinds of values in one column, and of both together."""


def _by_values(column: Column, seen: Looks) -> Judged | None:
    """Return what the values say, where they say it whatever the name is."""
    if seen.seen < 3 or column.kind not in _TOLD:
        return None
    mail, phone = seen.share("email"), seen.share("phone")
    if min(mail, phone) > _BESIDE and mail + phone > _ALL:
        why = "its values are e-mail addresses and telephone numbers"
        return Judged(IDENTIFIER, "contact", 0.85, why)
    for pattern, least, grade, category, sure, why in _VALUES:
        if seen.share(pattern) >= least:
            return Judged(grade, category, sure, why)
    if seen.share("bsn") >= 0.9 and seen.seen >= 5 and seen.apart > 0.8:
        return Judged(IDENTIFIER, "national number", 0.7, "its values pass the test of a BSN")
    if seen.share("phone") >= 0.7 and seen.apart > 0.5:
        return Judged(IDENTIFIER, "phone", 0.75, "its values look like telephone numbers")
    if "email" in seen.within:
        return Judged(CONTENT, "activity", 0.7, "its coded values hold e-mail addresses")
    if "keys" in seen.within:
        return Judged(CONTENT, "activity", 0.6, "its coded values hold data of people by name")
    return None

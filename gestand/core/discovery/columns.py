"""Judge what each column of a table holds: by its name, its type, its neighbours and its values."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.credentials import is_credential
from gestand.core.datamap.schema import Column, Kind
from gestand.core.discovery.grades import CONTENT, CREDENTIAL, IDENTIFIER, NONE, Judged
from gestand.core.discovery.looks import UNSEEN, Looks
from gestand.core.discovery.naming import said
from gestand.core.discovery.places import Place, Role, pair_of_attribute
from gestand.core.discovery.rules import HASHES, NEVER, RULES, WRITTEN, Rule

_TOLD = (Kind.TEXT, Kind.OTHER, Kind.BLOB)
_FLAGS = (Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP)
_MOST = 0.5
"""Of the values that must look like something before that decides."""


def judge(place: Place, looks: Mapping[str, Looks]) -> dict[str, Judged]:
    """Return what each column seems to hold; keys, and columns that point elsewhere, hold nothing.

    `looks` may lack columns: then names and neighbours decide alone.
    """
    keys = {name for key in place.table.foreign_keys for name in key.columns}
    single = place.table.key if len(place.table.key) == 1 else ()
    return {
        name: _judge(
            place, column, looks.get(name, UNSEEN), pointer=name in keys, key=name in single
        )
        for name, column in place.table.columns.items()
    }


def _judge(place: Place, column: Column, seen: Looks, *, pointer: bool, key: bool) -> Judged:
    if pointer:
        return Judged(NONE, why="it points at another row")
    if key and column.kind in (Kind.INTEGER, Kind.UUID):
        return Judged(NONE, why="it is the key of the row")
    name = said(column.name)
    for found in (_credential(name, column, seen), _by_values(place, column, seen)):
        if found is not None:
            return found
    if NEVER.search(name) and column.kind is not Kind.BLOB:
        return Judged(NONE, sure=0.9, why="its name tells of something else than a person")
    found = _by_name(place, name, column, seen) or _generic(place, name, column, seen)
    return found or _rest(place, column, seen)


def _credential(name: str, column: Column, seen: Looks) -> Judged | None:
    if column.kind not in (Kind.TEXT, Kind.BLOB, Kind.OTHER):
        return None
    if seen.share("hash") >= _MOST:
        return Judged(CREDENTIAL, sure=0.95, why="its values are hashes of passwords")
    by_name = is_credential(column.name) or HASHES.search(name)
    if by_name and not NEVER.search(name):
        return Judged(CREDENTIAL, sure=0.9, why="its name is that of a credential")
    random = seen.share("random") + seen.share("hex") + seen.share("base64")
    if random >= 0.8 and seen.apart > 0.9 and any(w in name for w in (" key ", " code ", " auth ")):
        return Judged(CREDENTIAL, sure=0.7, why="its values are long and random")
    return None


_VALUES: tuple[tuple[str, float, str, str, float, str], ...] = (
    ("email", 0.5, IDENTIFIER, "email", 0.93, "its values are e-mail addresses"),
    ("iban", 0.6, IDENTIFIER, "bank account", 0.93, "its values are bank accounts"),
    ("ip", 0.8, IDENTIFIER, "ip address", 0.9, "its values are IP addresses"),
    ("agent", 0.5, CONTENT, "device", 0.85, "its values are names of browsers"),
    ("zip", 0.7, IDENTIFIER, "address", 0.85, "its values are postal codes"),
)


def _by_values(place: Place, column: Column, seen: Looks) -> Judged | None:
    """Return what the values say, where they say it whatever the name is."""
    if seen.seen < 3 or column.kind not in _TOLD:
        return None
    for pattern, least, grade, category, sure, why in _VALUES:
        if seen.share(pattern) >= least:
            return Judged(IDENTIFIER if category == "device" else grade, category, sure, why)
    if seen.share("bsn") >= 0.9 and seen.seen >= 5 and seen.apart > 0.8:
        return Judged(IDENTIFIER, "national number", 0.7, "its values pass the test of a BSN")
    if seen.share("phone") >= 0.7 and seen.apart > 0.5:
        return Judged(IDENTIFIER, "phone", 0.75, "its values look like telephone numbers")
    if "email" in seen.within:
        return Judged(CONTENT, "activity", 0.7, "its coded values hold e-mail addresses")
    listed = place.role in (Role.LOOKUP, Role.SETTINGS) or " title " in said(column.name)
    if not listed and seen.share("person") >= 0.6 and seen.apart >= 0.3:
        return Judged(IDENTIFIER, "name", 0.75, "its values look like names of people")
    return None


def _by_name(place: Place, name: str, column: Column, seen: Looks) -> Judged | None:
    people = place.role is Role.PEOPLE or place.personal
    for rule in RULES:
        if not rule.words.search(name) or (rule.about and not people):
            continue
        if not rule.any_kind and column.kind not in _TOLD:
            continue
        if column.kind is Kind.BOOLEAN or (column.kind in _FLAGS and rule.category != "birth"):
            continue
        return _weighed(place, rule, name, column, seen)
    return None


def _weighed(place: Place, rule: Rule, name: str, column: Column, seen: Looks) -> Judged:
    """Return what a rule says, less sure where the values contradict it."""
    sure, why = rule.sure, f"its name says `{rule.words.search(name).group().strip()}`"  # type: ignore[union-attr]  # it was found
    if place.role in (Role.LOOKUP, Role.SETTINGS) and not place.personal:
        sure -= 0.25
        why += ", in a table that seems to be a list"
    if rule.category == "email" and seen.seen >= 5 and seen.share("email") < 0.1:
        return Judged(NONE, sure=0.6, why="its name says `email`, and no value is one")
    return Judged(rule.grade, rule.category, sure, why)


_NAME_LIKE = (" name ", " names ", " title ", " label ")


def _generic(place: Place, name: str, column: Column, seen: Looks) -> Judged | None:
    """Judge names that say nothing by themselves by the table, its other columns, the values."""
    if column.kind not in _TOLD:
        return None
    if " name " in name and place.role is Role.PEOPLE:
        return Judged(IDENTIFIER, "name", 0.9, "it is the name in a table of people")
    if name == " title " and place.role is Role.PEOPLE:
        return Judged(IDENTIFIER, "name", 0.6, "it is a form of address, in a table of people")
    if name.endswith(" name ") and place.personal and place.role not in (Role.LOOKUP, Role.LOG):
        return Judged(IDENTIFIER, "name", 0.75, "it stands beside other data of people")
    pair = pair_of_attribute(place.table)
    if pair and column.name == pair[1] and (place.owned or place.role is Role.ATTRIBUTES):
        why = f"what it holds stands in `{pair[0]}` of the same row"
        return Judged(CONTENT if place.owned else NONE, "activity" if place.owned else "", 0.5, why)
    if place.role in (Role.LOOKUP, Role.SETTINGS):
        return None
    for rule in WRITTEN:
        if rule.words.search(name):
            return _written(place, rule, seen)
    return None


def _written(place: Place, rule: Rule, seen: Looks) -> Judged | None:
    """Judge what people write, or what is written of them: it must be somebody's row."""
    if not (place.owned or place.personal or place.role in (Role.PEOPLE, Role.LOG, Role.HISTORY)):
        if not place.written or rule.sure < 0.7:
            return None
        return Judged(rule.grade, rule.category, 0.5, "somebody writes here; nobody says who")
    sure = rule.sure + (0.1 if seen.share("sentence") > 0.3 else 0)
    if seen.seen >= 5 and seen.apart < 0.3:
        sure -= 0.3
    why = "somebody wrote it, or it was written of them"
    return Judged(rule.grade, rule.category, max(sure, 0.4), why)


def _rest(place: Place, column: Column, seen: Looks) -> Judged:
    """Judge a column of which nothing tells that it is about anybody."""
    if column.kind not in _TOLD or not seen.seen:
        sure = 0.85 if place.role is not Role.PEOPLE or column.kind not in _TOLD else 0.7
        return Judged(NONE, sure=sure, why="nothing tells that it is about a person")
    if seen.share("sentence") > 0.5 and seen.apart > 0.5 and (place.owned or place.personal):
        return Judged(CONTENT, "text", 0.6, "its values are sentences, in somebody's row")
    return Judged(NONE, sure=0.85, why="neither its name nor its values are about a person")

"""What was told about people: restrictions, holds, objections, withdrawals, requests (rule 13)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.oracle.company import Company
from tests.oracle.reach import Person, folded

Begun = dict[tuple[str, object], date]
"""About whom, and since when."""


def same(person: Person) -> Person:
    """Return a person as one of a fact and one of a row are compared."""
    return person[0], folded(person[1])


def _told(company: Company, as_of: date, *words: str) -> list[tuple[str, Person, date, dict]]:
    """Return the facts of some kinds that count by a day, oldest first."""
    found = []
    for said in company.facts:
        kind, _, key = said["who"].partition(":")
        on = said["when"]
        if isinstance(on, datetime):
            # The reader of YAML has brought the time to UTC, and left the zone out.
            utc = on.replace(tzinfo=on.tzinfo or ZoneInfo("UTC"))
            on = utc.astimezone(ZoneInfo(company.versions[-1].zone)).date()
        if said["fact"] in words and on <= as_of:
            found.append((said["fact"], same((kind, key)), on, said))
    return sorted(found, key=lambda fact: fact[2])


def _in_columns(
    company: Company, as_of: date, key: str, names: tuple[str, str], *, unsure: bool
) -> set[Person]:
    """Return about whom a column says that something stands; `unsure`: if its day is no day."""
    found: set[Person] = set()
    for kind, subject in company.datamap["subjects"].items():
        words = company.mapped(subject["table"]).get(key) if "table" in subject else None
        for rid in company.rows_of(subject["table"]) if words else []:
            begun = company.day(rid, words[names[0]])
            ended = company.day(rid, words[names[1]]) if names[1] in words else None
            since = begun if isinstance(begun, date) else date.min
            stands = begun is not None and (isinstance(begun, date) or unsure)
            over = isinstance(ended, date) and since <= ended <= as_of
            if stands and since <= as_of and not over:
                found.add(same((kind, rid[1])))
    return found


def apart(company: Company, as_of: date) -> set[Person]:
    """Return everybody who asked for a restriction, or about whom there is a hold (rule 18)."""
    return restricted(company, as_of) | _under_a_hold(company, as_of)


def _under_a_hold(company: Company, as_of: date) -> set[Person]:
    """Return on whom a hold stands; a release says which one ends where there are several."""
    placed: list[tuple[Person, date]] = []
    for fact, person, on, said in _told(company, as_of, "hold", "hold released"):
        if fact == "hold":
            placed.append((person, on))
            continue
        over = [each for each in placed if each == (person, said.get("placed", each[1]))]
        if len(over) == 1:
            placed.remove(over[0])
    return {person for person, _ in placed}


def restricted(company: Company, as_of: date) -> set[Person]:
    """Return everybody who asked for a restriction that nobody has lifted (rule 18)."""
    columns = _in_columns(company, as_of, "restriction", ("placed", "lifted"), unsure=True)
    return columns | _standing(company, as_of, "restriction", "restriction lifted")


def _standing(company: Company, as_of: date, begins: str, ends: str) -> set[Person]:
    found: set[Person] = set()
    for fact, person, _, _ in _told(company, as_of, begins, ends):
        found = found | {person} if fact == begins else found - {person}
    return found


def _came_later(company: Company, person: Person, on: date) -> bool:
    """Tell whether a person's own row began after a day: somebody else had that key before."""
    table = company.datamap["subjects"][person[0]].get("table")
    days = [
        company.day(rid, binding.began)
        for binding in company.bindings
        if binding.table == table
        for rid in company.rows_of(table)
        if same((person[0], rid[1])) == same(person)
    ]
    known = [day for day in days if day is not None]
    return bool(known) and all(isinstance(day, date) and day > on for day in known)


def objects(company: Company, as_of: date, person: Person, purpose: str) -> bool:
    """Tell whether a person's objection to a purpose stands (rule 17)."""
    stands = False
    for fact, who, on, said in _told(company, as_of, "objection", "objection withdrawn"):
        if fact == "objection" and _came_later(company, person, on):
            continue
        if who == same(person) and said["purpose"] == purpose:
            stands = fact == "objection"
    marketing = company.versions[-1].purposes[purpose].marketing
    names = ("made", "withdrawn")
    told = _in_columns(company, as_of, f"objection {purpose}", names, unsure=not marketing)
    return stands or same(person) in told


def withdrew(company: Company, as_of: date, person: Person, purpose: str) -> date | None:
    """Return the last day on which a person withdrew or refused consent (rule 14)."""
    days = [
        on
        for _, who, on, said in _told(company, as_of, "consent withdrawn", "consent refused")
        if who == same(person) and said["purpose"] == purpose
    ]
    return max(days, default=None)


def erasures(company: Company, as_of: date, person: Person) -> list[date]:
    """Return the days on which a person asked for erasure."""
    told = _told(company, as_of, "erasure asked")
    return [on for _, who, on, _ in told if who == same(person)]

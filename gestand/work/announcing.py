"""Tell people of a new version before it takes effect: whom, with which letter, each once.

Whom it concerns is looked up as `gestand may` does: everybody of whom a purpose that changes holds
something today. A letter goes to an address once for a version, whoever starts the command again;
where what it tells was changed, it is another letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gestand.core.changes.words import sentences
from gestand.core.facts import folded_text
from gestand.core.letters import FRAMES, Written, in_languages
from gestand.core.mail import IN_DOUBT, Stage
from gestand.core.permission import Key, Seen
from gestand.errors import CannotRun
from gestand.work.announced import KIND, what_is_told
from gestand.work.company import Company
from gestand.work.diff_told import Told
from gestand.work.journal import Journal
from gestand.work.letters import letter
from gestand.work.mails import Mail
from gestand.work.people import certain_address, reading
from gestand.work.permissions import Permissions
from gestand.work.sending import Outgoing, Sender, send
from gestand.work.sweep import in_force

LETTER = "new version"
_TWO = re.compile(r"[a-z]{2}(?:[-_].*)?")
DEAD = frozenset({Stage.REFUSED, Stage.BOUNCED})
"""What became of a letter to an address at which nobody gets any: they are told in another way."""


@dataclass(frozen=True)
class Concerned:
    """Whom a version concerns: how many of each kind by purpose, and the addresses to write to.

    `languages` give by address in which language somebody reads, where that is known. `without` are
    how many of each kind have no address of mail, or more than one. Of `unseen` kinds
    nobody can tell who they are in one question. `begins` are purposes that hold nothing yet.
    """

    counts: Mapping[str, Mapping[str, int]]
    addresses: tuple[str, ...] = field(repr=False)
    languages: Mapping[str, str] = field(repr=False)
    without: Mapping[str, int]
    unseen: tuple[str, ...]
    begins: tuple[str, ...]


def concerned(company: Company, purposes: Sequence[str], day: date) -> Concerned:
    """Return whom the purposes hold something about on a day."""
    current = in_force(company.versions, day)[-1]
    known = [one for one in purposes if one in current.purposes]
    permissions = Permissions(company, as_of=day)
    counts: dict[str, dict[str, int]] = {}
    people: dict[str, set[Key]] = {}
    unseen: set[str] = set()
    for purpose in known:
        seen = permissions.everybody(purpose)
        by_kind = _by_kind(seen)
        counts[purpose] = {kind: len(keys) for kind, keys in by_kind.items() if keys}
        for kind, keys in by_kind.items():
            people.setdefault(kind, set()).update(keys)
        about = current.purposes[purpose].about
        unseen |= {kind for kind in about if kind not in seen.kinds}
    found, without = _addresses(company, people)
    languages = {to: said for to, one in found.items() if (said := _only(one))}
    begins = tuple(one for one in purposes if one not in current.purposes)
    return Concerned(counts, tuple(found), languages, without, tuple(sorted(unseen)), begins)


def _by_kind(seen: Seen) -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = {}
    for (kind, _), uses in seen.found.items():
        found.setdefault(kind, set()).update(*uses.values())
    return found


def _addresses(
    company: Company, people: Mapping[str, set[Key]]
) -> tuple[dict[str, set[str]], dict[str, int]]:
    """Return each address once, with what its people read, and how many have none for certain."""
    spelled: dict[str, str] = {}
    read: dict[str, set[str]] = {}
    without: dict[str, int] = {}
    for kind, keys in people.items():
        certain = 0
        for identifiers, language in _identifiers(company, kind, keys):
            if address := certain_address(identifiers):
                certain += 1
                spelled[folded_text(address)] = address
                read.setdefault(folded_text(address), set()).add(language)
        if certain < len(keys):
            without[kind] = len(keys) - certain
    return {spelled[one]: read[one] for one in sorted(spelled)}, without


def _only(languages: set[str]) -> str:
    """Return the one language that all who share an address read; empty where nobody knows it."""
    return next(iter(languages)) if len(languages) == 1 else ""


def _identifiers(
    company: Company, kind: str, keys: set[Key]
) -> Iterator[tuple[list[str], str]]:
    """Yield what each person is identified by, and in which language they read.

    As it stands in their own row, if it is there; the language is empty where nothing tells it.
    """
    table, names = company.holdings.subjects[kind], company.holdings.identifiers[kind]
    if table is None:
        yield from (([str(key)], "") for key in keys)
        return
    language = company.holdings.languages.get(kind)
    told = [*names, *([language] if language else [])]
    with reading(company, table) as run:
        for _, values in run.rows_at(table, told, [*keys]):
            own, said = values[: len(names)], values[len(names) :]
            yield [str(value) for value in own if value is not None], _language(said)


def _language(said: Sequence[object]) -> str:
    """Return the two letters of a language, as they begin `nl-BE`; empty where there are none."""
    written = str(said[0] or "").strip().lower() if said else ""
    return written[:2] if _TWO.fullmatch(written) else ""


@dataclass(frozen=True)
class Letters:
    """The letter that tells of a version, by language, and the one for whom nobody knows theirs."""

    by_language: Mapping[str, Written]
    otherwise: Written

    def to(self, address: str, whom: Concerned) -> Written:
        """Return the letter that goes to an address."""
        return self.by_language.get(whom.languages.get(address, ""), self.otherwise)


def the_letters(told: Told, chosen: str | None) -> Letters:
    """Return the letters of a version: in the language `chosen`, or else in every one at once.

    Whoever is known to read another language of both versions gets it in that one. Raises
    CannotRun where nothing is material, or there are no letters in a language.
    """
    sides = (told.older, told.newer)
    spoken = [
        one
        for one in told.newer.policy.controller.languages
        if one in FRAMES and all(one in side.policy.controller.languages for side in sides)
    ]
    if chosen is not None and chosen not in spoken:
        return Letters({}, the_letter(replace(told, language=chosen)))
    written = {one: the_letter(replace(told, language=one)) for one in spoken}
    every = [written[chosen]] if chosen else list(written.values())
    return Letters(written, in_languages(every or [the_letter(told)]))


def the_letter(told: Told) -> Written:
    """Return the letter that tells what is material of a version, and from which day.

    Raises CannotRun where nothing is, or there are no letters in that language.
    """
    older, newer = told.fillers
    if not told.material:
        message = "nothing of it is material: nobody has to be told, `gestand diff` tells why"
        raise CannotRun(message)
    said = (line for one in told.material for line in sentences(one.what, older, newer))
    effective = told.newer.policy.effective.isoformat()
    given = {
        "case": effective,
        "effective": effective,
        "changes": "\n".join(f"- {line}" for line in said),
    }
    return letter(told.newer.policy, told.language, LETTER, given)


def announce(
    journal: Journal, sender: Sender | None, told: Told, whom: Concerned, letters: Letters
) -> list[Mail]:
    """Send the letter to every address that has not had it, and tell the ledger how many did.

    To call it again is safe: what was sent, was refused or is in doubt stays as it is. Where there
    is no address no sender is needed, and the ledger tells that nobody had to be told.
    """
    what = what_is_told(told)
    version = told.newer.policy.effective.isoformat()
    of = f"version {version}, {what}"
    mails = [
        send(journal, sender, Outgoing(0, LETTER, to, letters.to(to, whom), once=once))
        for to in whom.addresses
        for once in [_once(journal, of, to)]
        if sender is not None
    ]
    stages = Counter(mail.stage for mail in mails)
    entry: dict[str, Any] = {
        "effective": version,
        "told": what,
        "from": told.older.policy.effective.isoformat(),
        "on": told.today.isoformat(),
        "addresses": len(whom.addresses),
        "sent": stages[Stage.SENT],
        "refused": sum(stages[one] for one in DEAD),
        "in doubt": sum(stages[one] for one in IN_DOUBT),
        "without address": sum(whom.without.values()),
    }
    with journal.recording((KIND, entry)):
        pass
    return mails


def _once(journal: Journal, of: str, address: str) -> str:
    who = journal.state.digest("who is told of a version", folded_text(address))
    return f"{of} to {who}"

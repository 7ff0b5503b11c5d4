"""Tell people of a new version before it takes effect: whom, with which letter, each once.

Whom it concerns is looked up as `gestand may` does: everybody of whom a purpose that changes holds
something today. A letter goes to an address once for a version, whoever starts the command again;
where what it tells was changed, it is another letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gestand.core.changes.words import sentences
from gestand.core.facts import folded_text
from gestand.core.letters import Written
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
DEAD = frozenset({Stage.REFUSED, Stage.BOUNCED})
"""What became of a letter to an address at which nobody gets any: they are told in another way."""


@dataclass(frozen=True)
class Concerned:
    """Whom a version concerns: how many of each kind by purpose, and the addresses to write to.

    `without` are how many of each kind have no address of mail, or more than one. Of `unseen` kinds
    nobody can tell who they are in one question. `begins` are purposes that hold nothing yet.
    """

    counts: Mapping[str, Mapping[str, int]]
    addresses: tuple[str, ...] = field(repr=False)
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
    begins = tuple(one for one in purposes if one not in current.purposes)
    return Concerned(counts, found, without, tuple(sorted(unseen)), begins)


def _by_kind(seen: Seen) -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = {}
    for (kind, _), uses in seen.found.items():
        found.setdefault(kind, set()).update(*uses.values())
    return found


def _addresses(
    company: Company, people: Mapping[str, set[Key]]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return each address once, and how many of a kind have none that is certain."""
    found: dict[str, str] = {}
    without: dict[str, int] = {}
    for kind, keys in people.items():
        addresses = [*filter(None, map(certain_address, _identifiers(company, kind, keys)))]
        found |= {folded_text(one): one for one in addresses}
        if len(addresses) < len(keys):
            without[kind] = len(keys) - len(addresses)
    return tuple(found[one] for one in sorted(found)), without


def _identifiers(company: Company, kind: str, keys: set[Key]) -> Iterator[list[str]]:
    """Yield what each person is identified by, as it stands in their own row, if it is there."""
    table, names = company.holdings.subjects[kind], company.holdings.identifiers[kind]
    if table is None:
        yield from ([str(key)] for key in keys)
        return
    with reading(company, table) as run:
        for _, values in run.rows_at(table, [*names], [*keys]):
            yield [str(value) for value in values if value is not None]


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
    journal: Journal, sender: Sender, told: Told, whom: Concerned
) -> list[Mail]:
    """Send the letter to every address that has not had it, and tell the ledger how many did.

    To call it again is safe: what was sent, was refused or is in doubt stays as it is.
    """
    written, what = the_letter(told), what_is_told(told)
    version = told.newer.policy.effective.isoformat()
    of = f"version {version}, {what}"
    mails = [
        send(journal, sender, Outgoing(0, LETTER, to, written, once=_once(journal, of, to)))
        for to in whom.addresses
    ]
    stages = Counter(mail.stage for mail in mails)
    entry: dict[str, Any] = {
        "effective": version,
        "told": what,
        "from": told.older.policy.effective.isoformat(),
        "on": told.today.isoformat(),
        "addresses": len(mails),
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

"""What a person wrote with a decision, and who decided: encrypted, under the keys of people.

The reason stands under the key of each person whose rows it is about, and can be read while one of
these keys is there; where nobody can tell whose rows they are, or there are many, under a key of
the decision itself. The name of who decided stands under a key of theirs. To destroy the key of a
person is to forget what was written about nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from secrets import token_hex
from typing import Any

from gestand.core.facts import Decision, Person, folded_text
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened, News
from gestand.settings import now
from gestand.work.corrections import forget_corrections, kept_corrections
from gestand.work.durable import Own
from gestand.work.facts import DECIDED, FACTS, HIDDEN, WORDS
from gestand.work.keyring import Keyring
from gestand.work.keys import LONGEST_NUMBER
from gestand.work.memory import digest_of
from gestand.work.said import Entry
from gestand.work.state import State
from gestand.work.way_back import until
from gestand.work.whose import Whose

PERSON, DECIDER, MATTER = "person", "decider", "decision"
"""With what the name of a key begins: whose words it encrypts."""

_CLEAR = ("because", "by")
_ABOUT = "gestand words 1: {}"
_SHARE = "gestand words 1: key of {} for {}"


@dataclass(frozen=True)
class Written:
    """A decision as it is told: `because` and `by` are None where they were forgotten.

    `about` are the names of the keys under which the reason stands.
    """

    told: Entry
    because: str | None
    by: str | None
    about: tuple[str, ...] = ()


def key_of(state: State, person: Person) -> str:
    """Return with what the names of the keys of a person begin."""
    digest = person.key if person.hidden else state.digest(person.kind, person.key)
    return f"{PERSON} {digest}"


def key_of_decider(state: State, name: str) -> str:
    """Return with what the names of the keys of somebody who decides begin."""
    return f"{DECIDER} {state.digest(DECIDER, name)}"


def hidden(keyring: Keyring, decision: Decision, whose: Whose) -> Entry:
    """Return what a decision says in words, to be recorded within the open transaction.

    It is encrypted where the data map names a master key; `whose` are the rows. Raises CannotRun
    where that key cannot be used.
    """
    said = {"because": decision.because, "by": decision.by}
    if keyring.master is None:
        return said
    about = [key_of(keyring.journal.state, person) for person in whose.people]
    if whose.others or not about:
        about.append(f"{MATTER} {token_hex(8)}")
    return {WORDS: _sealed(keyring, said, about, until(now(), keyring.keep))}


def written(keyring: Keyring) -> Iterator[Written]:
    """Yield every decision with its words, oldest first.

    Raises CannotRun where the master key cannot be used, or something is not what it was.
    """
    for line in keyring.journal.state.lines(FACTS):
        if line["fact"] == DECIDED:
            said, about = line, ()
            if WORDS in line:
                said = {what: _opened(keyring, what, one) for what, one in line[WORDS].items()}
                about = tuple(line[WORDS]["because"]["for"])
            yield Written(line, said["because"], said["by"], about)


@dataclass(frozen=True)
class ToForget:
    """What is forgotten of somebody: the keys, the words that go with them, and those that stay.

    `shared` are about others as well, whose keys still open them. `corrections` are kept for when a
    backup has the old value, and go too, since they are of `people`.
    """

    names: tuple[str, ...]
    alone: int
    shared: int
    corrections: int = 0
    people: tuple[Person, ...] = ()


def to_forget(
    keyring: Keyring, starts: Sequence[str], people: Sequence[Person] = ()
) -> ToForget:
    """Return what would be forgotten with the keys whose names begin with one of `starts`."""
    names = [name for start in dict.fromkeys(starts) for name in keyring.names(start)]
    alone = shared = 0
    for line in keyring.journal.state.lines(FACTS):
        for sealed in line.get(WORDS, {}).values():
            theirs = [name for name in sealed["for"] if name in names]
            others = any(keyring.has(name) for name in sealed["for"] if name not in names)
            alone += bool(theirs) and not others
            shared += bool(theirs) and others
    kept = kept_corrections(keyring) if people else ()
    corrections = sum(1 for one in kept if {*people} & {*one.people})
    return ToForget(tuple(names), alone, shared, corrections, tuple(people))


def forget(keyring: Keyring, told: ToForget) -> None:
    """Destroy the keys of somebody, and the corrections that are kept of them.

    What was decided still counts, and so does a request to erase: these stand there as digests.
    """
    keyring.destroy_all(told.names, "asked", {})
    if told.corrections:
        forget_corrections(keyring, told.people)


def people_named(kind: str, text: str) -> list[Person]:
    """Return who may be meant by the key that somebody typed: their row may be gone by now."""
    keys: dict[str | int, None] = {text: None, folded_text(text): None}
    if text.isdecimal() and len(text) <= LONGEST_NUMBER:
        keys[int(text)] = None
    return [Person(kind, key) for key in keys]


def forgotten(state: State, keys: frozenset[str]) -> tuple[int, frozenset[str]]:
    """Return how many words nobody can read any more, and the keys that they were for.

    `keys` are those that are there.
    """
    count, gone = 0, set[str]()
    for line in state.lines(FACTS):
        for sealed in line.get(WORDS, {}).values():
            missing = {*sealed["for"]} - keys
            gone |= missing
            count += len(missing) == len(sealed["for"])
    return count, frozenset(gone)


def in_clear(state: State) -> int:
    """Return how many decisions are on record whose words are not encrypted."""
    return sum(1 for line in state.lines(FACTS) if _is_clear(line))


def hide(keyring: Keyring) -> None:
    """Encrypt the words that were recorded before there was a master key, once.

    Whose rows they are about is not known any more, so each stands under a key of its decision,
    for as long as that would have been. Nothing is done while another run is at work, or while the
    master key cannot be used: the next command does it.
    """
    state = keyring.journal.state
    if keyring.master is None or not in_clear(state):
        return
    try:
        keyring.ready()
        with state.alone():
            encrypt = Own("encrypt", lambda news: _hide(keyring, state, news))
            keyring.and_overwrite(encrypt, FACTS)
    except CannotRun:
        return


def _hide(keyring: Keyring, state: State, news: list[News]) -> None:
    lines = [_without_clear(keyring, line) for line in state.lines(FACTS)]
    state.rewrite(FACTS, lines)
    recorded = {"lines": len(lines), "digest": digest_of(state, lines)}
    news.append((HIDDEN, {"recorded": recorded, "receipt": state.next_receipt() - 1}))


def _without_clear(keyring: Keyring, line: Entry) -> Entry:
    if not _is_clear(line):
        return line
    begun = line.get("at")
    moment = datetime.fromisoformat(begun) if begun else None
    if moment is None:
        moment = datetime.combine(datetime.fromisoformat(line["on"]), time(), now().tzinfo)
    about = [f"{MATTER} {token_hex(8)}"]
    sealed = _sealed(keyring, {k: line[k] for k in _CLEAR}, about, until(moment, keyring.keep))
    return {WORDS: sealed, **{k: v for k, v in line.items() if k not in _CLEAR}}


def _is_clear(line: Entry) -> bool:
    return line["fact"] == DECIDED and WORDS not in line


def _sealed(keyring: Keyring, said: Mapping[str, str], about: Sequence[str], last: str) -> Entry:
    decider = key_of_decider(keyring.journal.state, said["by"])
    return {
        "because": _for_each(keyring, "because", said["because"], about, last),
        "by": _for_each(keyring, "by", said["by"], [decider], last),
    }


def _for_each(
    keyring: Keyring, what: str, text: str, starts: Sequence[str], last: str
) -> dict[str, Any]:
    """Encrypt a text with a key of its own, and that key with the key of each of some people."""
    cipher, key = keyring.cipher, keyring.cipher.new_key()
    shares = {}
    for start in dict.fromkeys(starts):
        name, own = keyring.own(start, last)
        shares[name] = cipher.seal(own, key, _SHARE.format(what, name)).hex()
    return {"sealed": cipher.seal(key, text.encode(), _ABOUT.format(what)).hex(), "for": shares}


def _opened(keyring: Keyring, what: str, sealed: Mapping[str, Any]) -> str | None:
    try:
        for name, share in sealed["for"].items():
            if keyring.has(name):
                own, about = keyring.key(name), _SHARE.format(what, name)
                key = keyring.cipher.opened(own, bytes.fromhex(share), about)
                text = bytes.fromhex(sealed["sealed"])
                return keyring.cipher.opened(key, text, _ABOUT.format(what)).decode()
    except (CannotBeOpened, ValueError) as error:
        message = (
            f"{keyring.journal.ledger.place}: the words of a decision are not what they were, and "
            "cannot be read; restore these records from a backup"
        )
        raise CannotRun(message) from error
    return None

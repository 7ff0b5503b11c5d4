"""What was decided on a request, in the words of a letter: item by item, or why all is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from gestand.core.letters import FRAMES
from gestand.core.letters.items import ITEM_WORDS, Decided, Stays, item_lines
from gestand.core.policy.fill import Edition, Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from gestand.core.request import EVERYTHING, REST, Item, Outcome, Request, What
from gestand.core.rights_rules import Rules
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.work.dated import countries
from gestand.work.disclosures import MADE
from gestand.work.editions import known_authorities
from gestand.work.handing_over import handed_over
from gestand.work.keyring import Keyring
from gestand.work.packages import packages
from gestand.work.rights import the_rules, words
from gestand.work.rights_kept import Kept, request_known

PER_ITEM, REFUSED, HANDED = "decided per item", "refused", "handed over"
"""The letters that say what was decided on each thing, why nothing is done, and who got data."""

STOPPED, ENDS = "stopped", "restriction ends"
_FETCHED = frozenset({"access", "portability"})
"""The letters with an answer that may wait on the website."""

_HOW_TO_OPEN = {
    "nl": "haal het op onze website op, op de pagina “Uw gegevens ophalen”, met de code die u "
          "apart van ons krijgt",
    "en": "fetch it on our website, on the page “Fetch your data”, with the code that you get from "
          "us apart",
}  # fmt: skip

_BY_ARTICLE = re.compile(r"(?P<ground>.+) \((?P<article>art.+)\)")
"""How the words of a ground name its article."""


def decided_in(
    keyring: Keyring, policy: Policy, name: str, number: int, language: str
) -> dict[str, str]:
    """Return what was decided on a request for the gaps of the letter of this name, if any.

    Nothing in a language without letters. Raises CannotRun as `items_of` does.
    """
    if language not in FRAMES:
        return {}
    if name == PER_ITEM:
        return {"items": items_of(keyring, policy, number, language)}
    if name == REFUSED:
        return refusal_of(request_known(keyring.journal.state, number), language)
    if name == HANDED:
        return _handed(keyring, number, language)
    if name in _FETCHED:
        return _fetched(keyring, policy, number, language)
    return _days_of(request_known(keyring.journal.state, number).request, name)


def _fetched(keyring: Keyring, policy: Policy, number: int, language: str) -> dict[str, str]:
    """Return how an answer is fetched that waits, and until when; nothing where none does."""
    known = packages(keyring.journal.state).values()
    waiting = [one for one in known if one.request == number and one.waits(now())]
    if not waiting:
        return {}
    until = waiting[-1].until.astimezone(ZoneInfo(policy.controller.known_zone))
    return {
        "until": until.date().isoformat(), "how_to_open": _HOW_TO_OPEN[language],
        "formats": "JSON, CSV",
    }  # fmt: skip


def _days_of(request: Request, name: str) -> dict[str, str]:
    """Return the days that stand with a request for a letter: since when something stopped, or
    from which day on what was set apart is used again.
    """
    if name == STOPPED and request.carried_out is not None:
        return {"stopped": request.carried_out.isoformat()}
    if name == ENDS and request.apart_until is not None:
        return {"from_day": (request.apart_until + timedelta(days=1)).isoformat()}
    return {}


def _handed(keyring: Keyring, number: int, language: str) -> dict[str, str]:
    """Return to whom data went straight by a request, and on which day; nothing before they did."""
    found = [one for one in handed_over(keyring.journal.state, number) if one.event == MADE]
    if not found:
        return {}
    to = GRAMMARS[language].all_of([one.to for one in found])
    return {"receiver": to, "handed": found[-1].on.isoformat()}


def refusal_of(kept: Kept, language: str) -> dict[str, str]:
    """Return on which grounds, and by which articles, all that a request is about was refused.

    Nothing where some of it was not, and no article where the words of a ground name none apart.
    """
    items = kept.request.items.values()
    refused = [one for one in items if one.outcome is Outcome.REFUSED and one.is_complete]
    if not refused or len(refused) < len(items):
        return {}
    grounds = the_rules().grounds
    said = [grounds[code].words[language] for code in dict.fromkeys(one.ground for one in refused)]
    parted = [_BY_ARTICLE.fullmatch(words) for words in said]
    all_of = GRAMMARS[language].all_of
    if None in parted:
        return {"ground": all_of(said)}
    return {
        gap: all_of([one[gap] for one in parted if one]) for gap in ("ground", "article")
    }


def items_of(keyring: Keyring, policy: Policy, number: int, language: str) -> str:
    """Return what becomes of each thing that a request is about, a line for each.

    Raises CannotRun where nothing was decided, or a reason was forgotten: a person must read it.
    """
    kept = request_known(keyring.journal.state, number)
    filler = _filler(policy, language)
    rules, said = the_rules(), ITEM_WORDS[language]
    names = {EVERYTHING: said.everything, REST: said.rest}
    reasons = _reasons(keyring, kept)
    decided = [
        _decided(filler, rules, item, names.get(item.name), reasons.get(item.name))
        for item in kept.request.items.values()
    ]
    lines = list(item_lines(said, kept.request.right, decided, list(_stays(filler, kept))))
    if not lines:
        message = f"nothing was decided on request {number} yet"
        raise CannotRun(message)
    return "\n".join(f"- {line}" for line in lines)


def data_in_words(policy: Policy, language: str, names: Iterable[str]) -> str:
    """Return categories as a language enumerates them."""
    filler = _filler(policy, language)
    return filler.grammar.all_of([filler.category(name) or name for name in names])


def _filler(policy: Policy, language: str) -> Filler:
    day = today(policy.controller.known_zone)
    known = known_authorities(day, day)[policy.controller.authority]
    return Filler(policy, GRAMMARS[language], Edition("", day, known, countries()))


def _reasons(keyring: Keyring, kept: Kept) -> dict[str, str | None]:
    """Return why, by the item, the newest decision on it was taken; None where that is gone."""
    found: dict[str, str | None] = {}
    for happened in kept.events:
        if happened.event == What.DECIDE.value:
            item = json.loads(happened.told)["item"]
            found[item] = words(keyring, happened).get("because", "")
    return found


def _decided(
    filler: Filler, rules: Rules, item: Item, name: str | None, because: str | None
) -> Decided:
    label = name or filler.category(item.name) or filler.title(item.name) or item.name
    if not item.ground:
        return Decided(label)
    if because is None:
        message = f"why `{item.name}` was limited was forgotten: write that letter by hand"
        raise CannotRun(message)
    ground = rules.grounds[item.ground].words[filler.grammar.language]
    return Decided(label, ground, because, _in_words(filler, item.until))


def _stays(filler: Filler, kept: Kept) -> Iterator[Stays]:
    """Yield what other purposes held when the request was carried out."""
    done = [e for e in kept.events if e.event == What.CARRY_OUT.value]
    for one in json.loads(json.loads(done[-1].told).get("stays", "[]")) if done else ():
        data = [filler.category(name) or name for name in one["categories"]]
        until = date.fromisoformat(one["until"]) if one["until"] else None
        yield Stays(
            filler.title(one["purpose"]) or one["purpose"],
            filler.grammar.all_of(data),
            filler.ground(one["purpose"]) or one["purpose"],
            _in_words(filler, until),
        )


def _in_words(filler: Filler, day: date | None) -> str:
    return filler.grammar.day(day) if day else ""

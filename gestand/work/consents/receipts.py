"""Make the receipt of a consent, for the person: a page, or linked data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from gestand.core.consent import Event, words_of
from gestand.core.consent_receipt import Happened, Told, as_linked_data, in_words
from gestand.core.policy.fill import Edition, Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from gestand.errors import CannotRun
from gestand.records.consents import Row
from gestand.settings import now, today
from gestand.work.company import Company
from gestand.work.consents.agree import COLUMN
from gestand.work.consents.look import last_day
from gestand.work.dated import countries, vocabulary
from gestand.work.editions import known_authorities
from gestand.work.pages.plain import plain_page


def receipt(company: Company, number: str, form: str, language: str) -> str:
    """Return the receipt with a number, as `html` in a language, or as `jsonld`.

    Raises CannotRun where there is none, or where the policy has no words in that language.
    """
    told, policy = _told(company, number)
    if form == "jsonld":
        fillers = {lang: _filler(company, policy, lang) for lang in policy.controller.languages}
        data = as_linked_data(told, fillers, vocabulary(), now())
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    if language not in policy.controller.languages or language not in GRAMMARS:
        listed = ", ".join(policy.controller.languages)
        message = f"the policy has no words in `{language}`; use one of its languages: {listed}"
        raise CannotRun(message)
    return _page(told, _filler(company, policy, language))


def _told(company: Company, number: str) -> tuple[Told, Policy]:
    with company.state.consents() as register:
        row = register.with_receipts([number]).get(number)
        if row is None:
            message = "no consent has this receipt"
            raise CannotRun(message)
        every = register.of_people([row.person]) if row.person else [row]
    said = [other for other in every if _about_the_same(row, other)]
    version, language = _shown(row)
    policy = _version(company.versions, version, row)
    words = words_of(company.versions, row.purpose, version, language) if version else ""
    events = tuple(
        Happened(Event(one.event), datetime.fromisoformat(one.at), _how(one)) for one in said
    )
    stands = said[-1].event == Event.GIVEN.value
    until = last_day(policy, said[-1]) if stands else None
    person, purpose = row.person, row.purpose
    return Told(number, person, purpose, events, words, language, version, until), policy


def _how(row: Row) -> str:
    return "" if row.how == COLUMN else row.how


def _about_the_same(row: Row, other: Row) -> bool:
    """Tell whether something was said about the same consent: for its row, or for all of them."""
    same_row = row.occasion == other.occasion or not other.occasion
    return row.purpose == other.purpose and same_row and other.at >= row.at


def _shown(row: Row) -> tuple[date | None, str]:
    """Return the version and the language of the words; a column may name them otherwise."""
    day, _, language = row.words.partition("/")
    try:
        return date.fromisoformat(day), language
    except ValueError:
        return None, ""


def _version(versions: Sequence[Policy], version: date | None, row: Row) -> Policy:
    """Return the version that was shown, or else the newest that has the purpose."""
    having = [policy for policy in versions if row.purpose in policy.purposes]
    if not having:
        message = "no version of the policy has the purpose of this consent any more"
        raise CannotRun(message)
    return next((policy for policy in having if policy.effective == version), having[-1])


def _filler(company: Company, policy: Policy, language: str) -> Filler:
    day = today(company.zone)
    known, code = known_authorities(day, day), policy.controller.authority
    if code not in known:
        message = f"unknown supervisory authority `{code}`: `gestand publish` says what to mend"
        raise CannotRun(message)
    return Filler(policy, GRAMMARS[language], Edition("", day, known[code], countries()))


def _page(told: Told, filler: Filler) -> str:
    title, intro, facts = in_words(told, filler)
    shown = "".join(
        f"<div><dt>{escape(name)}</dt><dd><bdi>{escape(fact)}</bdi></dd></div>\n"
        for name, fact in facts
    )
    language, controller = filler.grammar.language, filler.policy.controller.name
    body = f"<p>{escape(intro)}</p>\n<dl>\n{shown}</dl>\n"
    return plain_page(language, title, controller, body, heading=True)

"""Write a letter: its gaps filled from the policy, and by whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from html import escape
from types import MappingProxyType

from gestand.core.findings import did_you_mean
from gestand.core.letters import FRAMES, UNLOOKED, Lacking, Written, write
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS, Grammar
from gestand.core.rights_due import stand
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.settings import decider, today
from gestand.work.due import promised_by, the_clock
from gestand.work.editions import ONE_DAY, known_authorities
from gestand.work.pages.plain import plain_page
from gestand.work.project import Project
from gestand.work.rights import the_rules
from gestand.work.rights_kept import request_known
from gestand.work.state import State


def letter(
    policy: Policy,
    language: str,
    name: str,
    given: Mapping[str, str],
    on_record: Mapping[str, str] = MappingProxyType({}),
) -> Written:
    """Return a letter in a language; a day, as `2026-12-01`, is written out.

    What is `on_record` of a request fills gaps that are not `given`. Raises CannotRun for a letter
    or a language that is not there, or where a gap is not filled.
    """
    if language not in FRAMES or language not in policy.controller.languages:
        known = ", ".join(one for one in policy.controller.languages if one in FRAMES)
        message = f"there are no letters in `{language}` for this policy; use one of: {known}"
        raise CannotRun(message)
    frame = FRAMES[language]
    if name not in frame.letters:
        hint = did_you_mean(name, frame.letters) or f"one of {', '.join(frame.letters)}"
        message = f"there is no letter `{name}`; {hint}"
        raise CannotRun(message)
    gaps = {*frame.letters[name].gaps, "case", UNLOOKED}
    told = {gap: value for gap, value in on_record.items() if value and gap in gaps}
    told |= {**_always(policy, language), **given}
    if "right" in told:
        told["right"] = frame.rights.get(told["right"], told["right"])
    grammar = GRAMMARS[language]
    spoken = {gap: _in_words(grammar, text) for gap, text in told.items()}
    try:
        return write(frame, language, name, spoken)
    except Lacking as error:
        raise CannotRun(str(error)) from error


def told_by(project: Project, number: int, country: str) -> dict[str, str]:
    """Return what a request on record says for a letter: its number, its right, its days.

    Raises CannotRun where there is no such request, or own records cannot be read.
    """
    if project.policy is None or project.datamap is None:
        message = "policy and data map cannot be read: `gestand check` tells why"
        raise CannotRun(message)
    state = State.beside(project.root, project.datamap.records)
    with state.reading():
        request = request_known(state, number).request
    zone = project.zone
    promised = promised_by(project, request.clock_from)
    terms = Terms(the_rules(), the_clock(country), zone, promised)
    found = stand(request, today(zone), terms)
    return {
        **not_looked_into(project, request.right),
        "case": str(number),
        "received": request.clock_from.isoformat(),
        "right": request.right.value,
        "due": found.refuse_by.isoformat(),
        "until": found.due.strict.isoformat() if request.extended else "",
        "from_day": (request.apart_until + ONE_DAY).isoformat() if request.apart_until else "",
    }


def not_looked_into(project: Project, right: Right | None = None) -> dict[str, str]:
    """Return in how many tables nobody looked, for a letter that speaks of all that is held.

    Not where it answers another `right`: then nobody looks for all of it.
    """
    concerns = right is None or right in (Right.ACCESS, Right.ERASURE)
    return {UNLOOKED: str(len(project.unmapped))} if project.unmapped and concerns else {}


def as_text(written: Written) -> str:
    """Return a letter as plain text, with its subject first."""
    return f"{written.subjects}\n\n{as_text_alone(written)}"


def as_text_alone(written: Written) -> str:
    """Return a letter as plain text, without its subject."""
    each = ("\n\n".join(one.paragraphs) for one in written.every)
    return "\n\n* * *\n\n".join(each) + "\n"


def as_page(written: Written, controller: str) -> str:
    """Return a letter as a page that loads nothing, for mail and for a PDF."""
    shown = _paragraphs(written) + "".join(
        f'<hr>\n<div lang="{one.language}">\n{_paragraphs(one)}</div>\n' for one in written.also
    )
    return plain_page(written.language, written.subjects, controller, shown, heading=False)


def _paragraphs(written: Written) -> str:
    return "".join(
        "<p>" + "<br>".join(escape(line) for line in one.split("\n")) + "</p>\n"
        for one in written.paragraphs
    )


def _always(policy: Policy, language: str) -> dict[str, str]:
    one, day = policy.controller, today(policy.controller.known_zone)
    known = known_authorities(day, day).get(one.authority)
    if known is None:
        message = f"unknown supervisory authority `{one.authority}`: `gestand publish` tells more"
        raise CannotRun(message)
    return {
        "controller": one.name,
        "contact": one.email,
        "authority": known.name.get(language, ""),
        "authority_site": known.site.get(language, ""),
        "signed_by": decider(),
    }


def _in_words(grammar: Grammar, text: str) -> str:
    """Return a text as a letter says it: a day, or a moment as `2026-12-01 09:30`, written out."""
    day, space, clock = text.strip().partition(" ")
    try:
        words = grammar.day(date.fromisoformat(day))
        return f"{words}, {time.fromisoformat(clock):%H:%M}" if space else words
    except ValueError:
        return text

"""Whether data may flow to a recipient on a day, why not, and what ends when.

An agreement, a certificate or a decision that has ended stops the flow by itself. Days are those
of the controller; a last day is the last one on which data may flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from gestand.core.counting import counted
from gestand.core.findings import Finding
from gestand.core.found import shown, span_of
from gestand.core.lacks import Lack
from gestand.core.policy.law import Law, unknown_country, without_tool
from gestand.core.policy.model import (
    Adequacy,
    Agreement,
    Clauses,
    CorporateRules,
    Derogation,
    Policy,
    Recipient,
    Role,
    Tool,
)
from gestand.core.sayings import Saying, say
from gestand.core.transfers import Decision

CODES = {
    "G230": "there is no agreement with a processor",
    "G231": "the agreement with a processor leaves out what article 28(3) GDPR asks",
    "G232": "two agreements with a recipient count at the same time",
    "G233": "an adequacy decision is not known",
    "G234": "a tool does not cover a recipient",
    "G235": "an adequacy decision is not in force",
    "G236": "the certificate of a recipient has ended",
    "G237": "no agreement with a recipient counts today",
    "G238": "the statement does not name the kind of a recipient",
    "G241": "nobody knows in which country a recipient has the data",
    "G242": "standard clauses or approved rules do not count yet",
}

WARN_BEFORE = (30, 60, 90)
"""So many days before something ends it is told."""

ASKED = {
    "a": "instructions",
    "b": "confidentiality",
    "c": "security",
    "d": "sub-processors",
    "e": "help within",
    "f": "breach notice",
    "g": "at the end",
    "h": "audit",
}
"""What article 28(3) GDPR asks of an agreement with a processor, and the key that says it."""

TO_PROCESSORS = ("c2p", "p2p")
TO_OTHERS = ("c2c", "p2c")

Dates = tuple[date, date]
"""A first and a last day; `date.max` stands for no end."""


@dataclass(frozen=True)
class Ends:
    """What of a recipient ends, its last day, and how many days are left on the day asked for."""

    recipient: str
    what: str
    until: date
    left: int

    @property
    def warning(self) -> int | None:
        """Return the nearest of `WARN_BEFORE` that it has come within, if any."""
        return next((days for days in WARN_BEFORE if self.left <= days), None)

    def __str__(self) -> str:
        days = "today" if not self.left else f"in {counted(self.left, 'day')}"
        return f"{self.what} of `{self.recipient}` ends on {self.until}, {days}"


@dataclass(frozen=True)
class Standing:
    """How a recipient stands on a day: data may flow exactly when nothing lacks.

    Of what lacks, `agreement` and `transfer` are about one of the two, `kind` about a statement
    that closes its list of kinds without this one. `ends` is sorted by day.
    """

    recipient: Recipient
    day: date
    agreement: tuple[Lack, ...]
    transfer: tuple[Lack, ...]
    ends: tuple[Ends, ...]
    kind: tuple[Lack, ...] = ()

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """All that lacks."""
        return self.agreement + self.transfer + self.kind

    @property
    def may_flow(self) -> bool:
        """Tell whether data may flow to it on the day."""
        return not self.lacks


def standing(
    policy: Policy, law: Law, day: date, unnamed: frozenset[str] = frozenset()
) -> tuple[Standing, ...]:
    """Return how each recipient of a policy stands on a day, in the order of the policy."""
    return tuple(stands(one, law, day, unnamed) for one in policy.recipients.values())


def stands(
    recipient: Recipient, law: Law, day: date, unnamed: frozenset[str] = frozenset()
) -> Standing:
    """Return how one recipient stands on a day; `unnamed` are kinds that a statement leaves out."""
    agreement, under = _agreement(recipient, day)
    transfer: list[Lack] = []
    ends = {} if under is None else {"the agreement": under}
    if not recipient.country:
        why = say("no country", recipient=recipient.id)
        hint = "add `country:` with the two letters of where it has the data"
        transfer.append(Lack("G241", why, hint, recipient.span))
    for country in recipient.countries:
        if country in law.eea:
            continue
        lacks, until = _abroad(recipient, country, law, day)
        transfer += lacks
        if until is not None:
            ends[f"the protection in `{country}`"] = until
    ended = [(last, what) for what, last in ends.items() if last < date.max]
    told = tuple(Ends(recipient.id, what, last, (last - day).days) for last, what in sorted(ended))
    kind = (_unnamed(recipient),) if recipient.kind in unnamed else ()
    return Standing(recipient, day, tuple(agreement), tuple(dict.fromkeys(transfer)), told, kind)


def _unnamed(recipient: Recipient) -> Lack:
    kind = recipient.kind
    why = say("kind not named", kind=kind, recipient=recipient.id)
    return Lack("G238", why, how_a_kind_is_named(kind), recipient.span, kind)


def how_a_kind_is_named(kind: str) -> str:
    """Return what to do about a kind that a statement does not name."""
    return f'name it with `{{{{ kind("{kind}") }}}}`, or give it another kind'


def until_without_gap(spells: Iterable[Dates], day: date) -> date | None:
    """Return the last day up to which spells go on without a gap from `day`, None if none holds."""
    last: date | None = None
    for begins, until in sorted(spells):
        follows = begins <= (day if last is None else _next(last))
        if follows and until >= day and (last is None or until > last):
            last = until
    return last


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def agreement_on(recipient: Recipient, day: date) -> Agreement | None:
    """Return the agreement that counts on a day; of several the one that began last."""
    return next(reversed(_on(recipient, day)), None)


def _on(recipient: Recipient, day: date) -> list[Agreement]:
    """Return the agreements that count on a day, by when they began; there should be one."""
    on = (one for one in recipient.agreements if one.begins <= day <= (one.until or date.max))
    signed = (one for one in on if one.signed <= day)
    return sorted(signed, key=lambda one: (one.begins, one.until or date.max))


def _agreement(recipient: Recipient, day: date) -> tuple[list[Lack], date | None]:
    """Return what lacks in the agreement, and the last day that one counts without a gap."""
    if not recipient.agreements:
        if recipient.role is not Role.PROCESSOR:
            return [], None
        why = say("no agreement", recipient=recipient.id)
        hint = "add `agreement:` with the day on which it was signed and what it says"
        return [Lack("G230", why, hint, recipient.span)], None
    on = _on(recipient, day)
    if not on:
        return [_none_counts(recipient, day)], None
    if len(on) > 1:  # nobody can tell by which of them data would flow
        return [_overlap(recipient, on[1])], None
    spells = [
        (max(one.begins, one.signed), one.until or date.max) for one in recipient.agreements
    ]
    return list(_letters(recipient, on[0])), until_without_gap(spells, day)


def _none_counts(recipient: Recipient, day: date) -> Lack:
    last = max(recipient.agreements, key=lambda one: one.until or date.max)
    told = {"recipient": recipient.id, "day": day}
    if last.until and last.until < max(last.begins, last.signed):
        why = say("agreement ends before it begins", **told, until=last.until)
        return Lack("G237", why, "mend one of the two days", last.span)
    if last.until and last.until < day:
        why = say("agreement ended", **told, until=last.until)
        hint = "add the agreement that follows, or stop giving it data"
        return Lack("G237", why, hint, last.span)
    starts = [max(one.begins, one.signed) for one in recipient.agreements]
    why = say("agreement to come", **told, begins=min(start for start in starts if start > day))
    return Lack("G237", why, "add the one of today, or wait until then", last.span)


def overlaps(recipient: Recipient) -> Iterator[Finding]:
    """Yield each agreement that begins while the one before still counts."""
    ordered = sorted(recipient.agreements, key=lambda one: (one.begins, one.until or date.max))
    for one, following in pairwise(ordered):
        if following.begins <= (one.until or date.max):
            yield _overlap(recipient, following).finding


def _overlap(recipient: Recipient, following: Agreement) -> Lack:
    why = say("two agreements", recipient=recipient.id, day=following.begins)
    hint = "end the first one the day before, or begin the second with `from:` after it"
    return Lack("G232", why, hint, following.span)


def _letters(recipient: Recipient, agreement: Agreement) -> Iterator[Lack]:
    if recipient.role is not Role.PROCESSOR:
        return
    missing = [letter for letter in ASKED if letter not in agreement.says]
    if missing:
        named = ", ".join(f"({letter}) `{ASKED[letter]}`" for letter in missing)
        why = say("letters missing", recipient=recipient.id, letters=named)
        hint = "add what it says, or have it amended"
        yield Lack("G231", why, hint, agreement.span)


def _abroad(
    recipient: Recipient, country: str, law: Law, day: date
) -> tuple[list[Lack], date | None]:
    """Return why no tool protects data in a country on a day, or up to which day tools do."""
    if country not in law.countries:
        return [unknown_country(recipient, country)], None
    if not recipient.tools:
        return [without_tool(recipient, country)], None
    judged = [_judged(recipient, tool, country, law, day) for tool in recipient.tools]
    spells = [one for one in judged if not isinstance(one, Lack)]
    until = until_without_gap(spells, day)
    if until is not None:
        return [], until
    lacks = [one for one in judged if isinstance(one, Lack)]
    return lacks or [_nothing_holds(recipient, country, day)], None


def _nothing_holds(recipient: Recipient, country: str, day: date) -> Lack:
    why = say("no tool counts", recipient=recipient.id, country=country, day=day)
    hint = "add one that does, or stop giving it data"
    return Lack("G242", why, hint, recipient.span, country)


def _judged(
    recipient: Recipient, tool: Tool, country: str, law: Law, day: date
) -> Dates | Lack:
    """Return from when to when a tool protects data in a country, or why it does not."""
    if isinstance(tool, Adequacy):
        return _adequacy(recipient, tool, country, law, day)
    if isinstance(tool, Derogation):
        return (date.min, date.max) if tool.letter else _nothing_holds(recipient, country, day)
    if isinstance(tool, Clauses):
        fitting = TO_PROCESSORS if recipient.role is Role.PROCESSOR else TO_OTHERS
        if tool.module not in fitting:
            listed = " or ".join(f"`{one}`" for one in fitting)
            role = recipient.role.value
            why = say("other module", module=tool.module, recipient=recipient.id, role=role)
            return Lack("G234", why, f"sign {listed}", tool.span, tool.module)
    return _from(recipient, tool, day)


def _from(recipient: Recipient, tool: Clauses | CorporateRules, day: date) -> Dates | Lack:
    made = tool.approved if isinstance(tool, CorporateRules) else tool.signed
    begins = max(made, tool.assessed)
    if begins <= day:
        return begins, date.max
    why = say("tool to come", recipient=recipient.id)
    hint = f"on {day} one of the two is still to come: assess the country first"
    return Lack("G242", why, hint, tool.span)


def _adequacy(
    recipient: Recipient, tool: Adequacy, country: str, law: Law, day: date
) -> Dates | Lack:
    decision = law.decisions.get(tool.decision)
    span = span_of(tool.decision, tool.span)
    if decision is None:
        why = say("unknown decision", decision=shown(tool.decision))
        hint = f"one of {', '.join(f'`{name}`' for name in law.decisions)}"
        return Lack("G233", why, hint, span, tool.decision)
    if beyond := _beyond(recipient, tool, decision, country):
        return Lack("G234", *beyond, span, tool.decision)
    if why_not := _not_in_force(decision, day):
        hint = f"use another tool for `{recipient.id}`, or stop giving it data"
        return Lack("G235", why_not, hint, span, tool.decision)
    certified = tool.certified_until or date.max
    if certified < day:
        why = say("certificate ended", recipient=recipient.id, until=certified)
        hint = "look in the list of certified organisations, or stop giving it data"
        return Lack("G236", why, hint, span, tool.decision)
    return decision.begins, min(certified, decision.until or date.max)


def _not_in_force(decision: Decision, day: date) -> Saying | None:
    """Return why a decision does not count on a day."""
    known = {} if decision.settled else {"checked": decision.checked_at}
    if decision.until is not None and decision.until < day:
        return say("decision ended", decision=decision.name, until=decision.until, **known)
    if decision.begins > day:
        return say("decision to come", decision=decision.name, begins=decision.begins, **known)
    return None


def _beyond(
    recipient: Recipient, tool: Adequacy, decision: Decision, country: str
) -> tuple[Saying, str] | None:
    """Return why a decision does not cover a recipient in a country, and what to do."""
    name, who = decision.name, recipient.id
    if country not in decision.countries:
        why = say("decision of other countries", decision=name, country=country, recipient=who)
        return why, "add a tool for that country"
    if decision.scopes and tool.scope not in decision.scopes:
        listed = ", ".join(f"`{one}`" for one in decision.scopes)
        why = say("decision of other scopes", decision=name, scopes=listed, recipient=who)
        return why, f"add `scope:` if one is true: {decision.depends_on}"
    if tool.scope and not decision.scopes:
        why = say("decision without scopes", decision=name, scope=shown(tool.scope))
        return why, "take `scope:` out"
    if decision.needs_certificate and tool.certified_until is None:
        why = say("no certificate", decision=name, recipient=who)
        return why, "add `certified until:` from the list of certified organisations"
    return None

"""The logs of own records as tables: consents, disclosures, orders, breaches, holds.

No name of a person whom data are about stands in them: digests, numbers and categories do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.breach import FIELDS, Breach
from gestand.core.holds import Hold
from gestand.core.log_words import LOG_WORDS, LogWords
from gestand.core.orders import Order
from gestand.core.policy.fill import Filler
from gestand.core.policy.registers import Register
from gestand.core.sayings import kept_words
from gestand.work.breaches import breaches, running
from gestand.work.disclosures import Logged, logged
from gestand.work.holds import holds
from gestand.work.orders import clocks, due_at, orders
from gestand.work.state import State


def logs(filler: Filler, state: State) -> tuple[Register, ...]:
    """Return every log in the language of `filler`; CannotRun where own records cannot be read.

    Consents are counted, by purpose, event, words and way: there may be a million of them, and
    `gestand consents --export` writes each.
    """
    writer = _Writer(filler, LOG_WORDS[filler.grammar.language])
    with state.reading():
        with state.consents() as register:
            counted = register.counted()
        known, held = orders(state), holds(state).values()
        return (
            writer.register("consents", map(writer.consent, counted)),
            writer.register("disclosures", map(writer.disclosure, logged(state))),
            writer.register("orders", map(writer.order, known.values())),
            writer.register("breaches", map(writer.breach, breaches(state).values())),
            writer.register("holds", (writer.hold(one, known.get(one.order)) for one in held)),
        )


@dataclass(frozen=True)
class _Writer:
    """Writes the rows of one language."""

    filler: Filler
    words: LogWords

    def register(self, id_: str, rows: Iterator[tuple[str, ...]]) -> Register:
        title, heads = getattr(self.words, id_)
        return Register(id_, title, heads, tuple(rows))

    def consent(self, told: Sequence[Any]) -> tuple[str, ...]:
        purpose, event, words, how, number, first, last = told
        title = self.filler.title(purpose) or purpose
        return (title, self.said(event), words, self.said(how), str(number), first, last)

    def disclosure(self, one: Logged) -> tuple[str, ...]:
        told = one.told
        reasons = (self.kept(each, each["why"]) for each in told.get("because") or ())
        purpose = told.get("purpose") or ""
        return (
            str(one.number),
            str(told.get("on") or ""),
            self.said(one.event),
            str(told.get("name") or self.recipient(told.get("recipient") or "")),
            ", ".join(self.filler.country_name(one) or one for one in told.get("countries") or ()),
            self.filler.title(purpose) or self.said(purpose),
            self.said(str(told.get("ground") or "")),
            self.kept(told.get("found_in"), str(told.get("reference") or "")),
            self.categories(told.get("categories") or ()),
            str(told.get("rows") if told.get("rows") is not None else ""),
            self.said(str(told.get("channel") or "")),
            str(told.get("statement") or ""),
            "; ".join(reasons),
            str(told.get("package") or ""),
        )

    def order(self, one: Order) -> tuple[str, ...]:
        due = due_at(one, ZoneInfo(self.filler.policy.controller.known_zone))
        return (
            str(one.number),
            self.recipient(one.recipient),
            one.received_on.isoformat(),
            one.article,
            one.issued_by,
            one.verified,
            self.categories(one.asked),
            self.categories(one.given),
            self.categories(one.refused),
            self.moment(due) if due else "",
            one.decided_on.isoformat() if one.decided_on else "",
            one.secret_until.isoformat() if one.secret_until else "",
            one.secret_by,
            one.voluntary,
            str(one.costs) if one.costs is not None else "",
        )

    def breach(self, one: Breach) -> tuple[str, ...]:
        told = [
            self.words.told_when.format(self.said(notice.whom), self.moment(notice.at))
            + (f" ({notice.reference})" if notice.reference else "")
            for notice in one.notices
        ]
        due = [
            self.words.until_when.format(
                self.said(clock.rule.whom), self.said(clock.state.value), self.moment(clock.due)
            )
            for clock in running(one)
        ]
        told_of = {name: one.told[name] for name in FIELDS if one.told.get(name)}
        if kinds := told_of.get("kind"):
            told_of["kind"] = re.sub(r"\w+", lambda word: self.said(word.group()), kinds)
        fields = [
            f"{self.words.fields.get(name, name)}: {text}"
            for name, text in told_of.items()
            if name != "what"
        ]
        return (
            str(one.number),
            one.told.get("what", ""),
            self.moment(one.aware),
            self.said(one.role),
            self.said(one.risk.value) if one.risk else "",
            one.because,
            "; ".join(told),
            "; ".join(due),
            "; ".join(fields),
            self.moment(one.closed) if one.closed else "",
        )

    def hold(self, one: Hold, by: Order | None) -> tuple[str, ...]:
        kind = self.filler.words(self.filler.policy.subjects.get(one.person.kind))
        because, article = one.because, one.article
        if by is not None:
            because = self.words.by_order.format(by.number, self.recipient(by.recipient))
            article = by.article or self.rule(by)
        return (
            str(one.number),
            f"{kind or one.person.kind} #{one.person.key}",
            one.placed_on.isoformat(),
            because,
            article,
            one.placed_by,
            one.confirmed_by,
            one.review.isoformat(),
            one.released_on.isoformat() if one.released_on else "",
            one.released_by,
        )

    def kept(self, told: Mapping[str, Any] | None, otherwise: str) -> str:
        return kept_words(told, self.filler.grammar.language, otherwise)

    def rule(self, order: Order) -> str:
        """Return in words the law by which a European order counts."""
        clock = clocks().get(order.clock)
        return self.filler.words(clock.source) or "" if clock else ""

    def recipient(self, name: str) -> str:
        known = self.filler.policy.recipients.get(name)
        return known.name if known else name

    def said(self, code: str) -> str:
        return self.words.said.get(code, code)

    def categories(self, names: Sequence[str]) -> str:
        known: Mapping[str, Any] = self.filler.policy.categories
        told = (self.filler.words(known[name].words) if name in known else None for name in names)
        return ", ".join(word or name for word, name in zip(told, names, strict=True))

    def moment(self, at: datetime) -> str:
        zone = ZoneInfo(self.filler.policy.controller.known_zone)
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

"""The grammar of each language: lists, periods, dates, clauses and grounds.

A language is one `Grammar`: its words and the frames they are put in. Everything else in the
package is the same for all languages, so a new language is one more entry here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.calendar import Period
from gestand.core.policy.labels import LABELS, Labels
from gestand.core.policy.model import Basis, Keep, Words


@dataclass(frozen=True)
class Grammar:
    """The words of a language, and the frames in which the policy's words are put.

    `limits` are the words that say "at most" when an author types them before a period.
    """

    language: str
    conjunction: str
    disjunction: str
    optional: tuple[str, str]
    exclusion: str
    months: tuple[str, ...]
    units: Mapping[str, tuple[str, str]]
    at_the_latest: str
    limits: tuple[str, ...]
    after: str
    after_fiscal_year: str
    at_once: str
    at_once_fiscal_year: str
    first: str
    last: str
    cap: str
    bases: Mapping[Basis, str]
    labels: Labels

    def all_of(self, items: Iterable[str]) -> str:
        """Return "a, b and c"."""
        return _join(list(items), self.conjunction)

    def one_of(self, items: Iterable[str]) -> str:
        """Return "a, b or c"."""
        return _join(list(items), self.disjunction)

    def period(self, period: Period) -> str:
        """Return a period in words: "4 weeks", "1 year and 6 months"."""
        counts = ((getattr(period, unit), words) for unit, words in self.units.items())
        parts = [f"{n} {words[n != 1]}" for n, words in counts if n]
        return self.all_of(parts) or f"0 {self.units['days'][1]}"

    def day(self, day: date) -> str:
        """Return a date in words: "1 December 2026"."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def data(self, required: Sequence[str], optional: Sequence[str]) -> str:
        """Return a list of categories, the optional ones last."""
        if not optional:
            return self.all_of(required)
        alone, added = self.optional
        if not required:
            return alone.format(self.all_of(optional))
        return ", ".join(required) + added.format(self.all_of(optional))

    def category(self, word: str, contained: Sequence[str], never: Sequence[str]) -> str:
        """Return a category with what it stands for and what it never holds."""
        without = self.exclusion.format(self.one_of(never)) if never else ""
        inside = ", ".join(part for part in (self.all_of(contained), without) if part)
        return f"{word} ({inside})" if inside else word

    def ground(self, basis: Basis, words: str) -> str:
        """Return a lawful basis as a noun phrase, with its article."""
        return self.bases[basis].format(words)

    def keep(
        self, keep: Keep, moments: Mapping[str, Words], limit: bool = True, several: bool = False
    ) -> str | None:
        """Return until when a value is held, or None when a moment has no words.

        With `limit` a maximum says so itself ("no later than 4 weeks after ..."). A period
        that the law also asks as a minimum is never an "at most". An occasion ends with the
        first of its moments; where a purpose has `several` occasions, each with a moment of
        its own, the value stays until the last of them.
        """
        clauses = self._clauses(keep, moments)
        cap = self._cap(keep, moments)
        if clauses is None or cap is None:
            return None
        if len(keep.after) > 1:
            clauses += self.last if several else self.first
        if keep.period == Period():
            return f"{clauses}{cap}"
        latest = f"{self.at_the_latest} " if limit and not keep.exactly else ""
        return f"{latest}{self.period(keep.period)} {clauses}{cap}"

    def _clauses(self, keep: Keep, moments: Mapping[str, Words]) -> str | None:
        plain = self._words((e.moment for e in keep.after if not e.fiscal_year), moments)
        fiscal = self._words((e.moment for e in keep.after if e.fiscal_year), moments)
        if plain is None or fiscal is None or not (plain or fiscal):
            return None
        now = keep.period == Period()
        frames = (
            (plain, self.at_once if now else self.after),
            (fiscal, self.at_once_fiscal_year if now else self.after_fiscal_year),
        )
        return self.one_of(frame.format(self.one_of(words)) for words, frame in frames if words)

    def _cap(self, keep: Keep, moments: Mapping[str, Words]) -> str | None:
        if keep.at_most is None:
            return ""
        period, moment = keep.at_most
        words = self._words([moment], moments)
        return self.cap.format(self.period(period), words[0]) if words else None

    def _words(self, names: Iterable[str], moments: Mapping[str, Words]) -> list[str] | None:
        words = [moments.get(name, {}).get(self.language, "") for name in names]
        return words if all(words) else None


def _join(items: list[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capitalised(text: str) -> str:
    """Return `text` as it begins a sentence."""
    return text[:1].upper() + text[1:]


NL = Grammar(
    language="nl",
    conjunction="en",
    disjunction="of",
    optional=("eventueel {}", " en eventueel {}"),
    exclusion="geen {}",
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),  # fmt: skip
    units={
        "years": ("jaar", "jaar"),
        "months": ("maand", "maanden"),
        "weeks": ("week", "weken"),
        "days": ("dag", "dagen"),
    },
    at_the_latest="uiterlijk",
    limits=(
        "uiterlijk",
        "maximaal",
        "hoogstens",
        "ten hoogste",
        "binnen",
        "niet later dan",
        "niet langer dan",
    ),  # fmt: skip
    after="nadat {}",
    after_fiscal_year="na afloop van het boekjaar waarin {}",
    at_once="zodra {}",
    at_once_fiscal_year="direct na afloop van het boekjaar waarin {}",
    first=", wat het eerst gebeurt",
    last=", wat het laatst gebeurt",
    cap=", en in elk geval niet later dan {} nadat {}",
    bases={
        Basis.CONSENT: "uw toestemming (artikel 6, lid 1, onder a, van de AVG)",
        Basis.CONTRACT: "de uitvoering van het contract met u, of de voorbereiding daarvan op uw "
        "verzoek (artikel 6, lid 1, onder b, van de AVG)",
        Basis.LAW: "een wettelijke plicht: {} (artikel 6, lid 1, onder c, van de AVG)",
        Basis.INTEREST: "ons gerechtvaardigd belang: {} (artikel 6, lid 1, onder f, van de AVG)",
    },
    labels=LABELS["nl"],
)

EN = Grammar(
    language="en",
    conjunction="and",
    disjunction="or",
    optional=("optionally {}", " and, optionally, {}"),
    exclusion="no {}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),  # fmt: skip
    units={
        "years": ("year", "years"),
        "months": ("month", "months"),
        "weeks": ("week", "weeks"),
        "days": ("day", "days"),
    },
    at_the_latest="no later than",
    limits=(
        "no later than",
        "not later than",
        "at the latest",
        "at most",
        "no longer than",
        "not longer than",
        "within",
        "up to",
    ),  # fmt: skip
    after="after {}",
    after_fiscal_year="after the end of the financial year in which {}",
    at_once="as soon as {}",
    at_once_fiscal_year="at the end of the financial year in which {}",
    first=", whichever comes first",
    last=", whichever comes last",
    cap=", and in any case no later than {} after {}",
    bases={
        Basis.CONSENT: "your consent (article 6(1)(a) of the GDPR)",
        Basis.CONTRACT: "performing the contract with you, or preparing it at your request "
        "(article 6(1)(b) of the GDPR)",
        Basis.LAW: "a legal duty: {} (article 6(1)(c) of the GDPR)",
        Basis.INTEREST: "our legitimate interest: {} (article 6(1)(f) of the GDPR)",
    },
    labels=LABELS["en"],
)

GRAMMARS: Mapping[str, Grammar] = {grammar.language: grammar for grammar in (NL, EN)}

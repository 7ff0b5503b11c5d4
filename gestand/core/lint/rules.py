"""A rule of lint as it is packaged, and what it finds as findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.calendar import Period, parse_period
from gestand.core.findings import Finding, Span
from gestand.core.found import shown
from gestand.core.lint import bases, clarity, data, devices, periods, rights, sharing, standing
from gestand.core.lint.reading import Lists, Place, Reading, because
from gestand.core.policy.model import Words
from gestand.core.proving.claims import Ended

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
LANGUAGES = ("nl", "en")

Look = Callable[[Reading], Iterable[Place]]

LOOKS: Mapping[str, Look] = {
    **periods.RULES,
    **bases.RULES,
    **data.RULES,
    **sharing.RULES,
    **rights.RULES,
    **devices.RULES,
    **standing.RULES,
    **clarity.RULES,
}
"""Where each rule looks, by its id."""


@dataclass(frozen=True)
class Rule:
    """A rule: what is wrong and what to do in each language, and which article says so.

    `by` is `model`, or `text` where it reads the sentences of the statement themselves. What is not
    `settled` was not read in its source, or not lately: it is told as what is known.
    """

    id: str
    severity: str
    by: str
    says: Words
    fix: Words
    causes: Mapping[str, Words]
    article: Words
    source: str
    settled: bool
    checked_at: str

    def reference(self, language: str) -> str:
        """Return the article; what was not verified says so."""
        if self.settled:
            return self.article[language]
        frame = {"nl": "{}, voor zover bekend op {}", "en": "{}, as far as known on {}"}
        return frame[language].format(self.article[language], self.checked_at)

    def finding(self, place: Place, language: str) -> Finding:
        """Return what the rule says of a place."""
        about = place.about.get(language) or next(iter(place.about.values()), "")
        told = f"{self.says[language]}: {shown(about)}" if about else self.says[language]
        causes = "; ".join(self.causes[name][language] for name in place.causes)
        told = f"{told} ({causes})" if causes else told
        message = f"{told} [{self.reference(language)}]"
        return Finding(place.span, self.id, message, shown(place.fragment), self.fix[language])


@dataclass(frozen=True)
class Rules:
    """Every rule by its id, and the lists that they use."""

    rules: Mapping[str, Rule]
    lists: Lists

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


def parse_rules(text: str, eea: frozenset[str], ended: Ended) -> Rules:
    """Return the rules from their packaged data, with the EEA and the editions that have ended."""
    told = json.loads(text)
    lists, given = told["lists"], {"settled": True, "by": "model", "causes": {}}
    given["checked_at"] = told["checked_at"]
    rules = {id_: Rule(id=id_, **{**given, **one}) for id_, one in told["rules"].items()}
    return Rules(
        rules,
        Lists(
            eea=eea,
            terms={name: frozenset(one["terms"]) for name, one in lists["terms"].items()},
            ended=ended,
            renewed_within=_period(lists["renewed within"]),
            ten_years=_period(lists["ten years"]),
            application=_period(lists["application"]),
        ),
    )


def _period(told: Mapping[str, str]) -> Period:
    return parse_period(told["period"]) or Period()


def lint(reading: Reading, rules: Iterable[Rule], language: str) -> list[Finding]:
    """Return what the rules find, each place once for a rule, in the words of `language`."""
    return sorted(rule.finding(place, language) for rule in rules for place in at(rule, reading))


def at(rule: Rule, reading: Reading) -> list[Place]:
    """Return where a rule finds something, each place once with all of its causes."""
    found: dict[Span, Place] = {}
    for place in LOOKS[rule.id](reading):
        first = found.get(place.span, place)
        found[place.span] = because(first, *dict.fromkeys((*first.causes, *place.causes)))
    return list(found.values())

"""How much a change weighs: rules that are dated data, since opinions of the law differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from gestand.core.calendar import Period, parse_period
from gestand.core.policy.model import Words


class Weight(Enum):
    """Whether a change is material: people must be told of it before it takes effect."""

    MATERIAL = "material"
    WEIGH = "weigh"
    MINOR = "minor"


@dataclass(frozen=True)
class Rule:
    """How much one kind of change weighs, why, and who says so.

    What is not `settled` is an opinion, or was not read in its source: it is told as what is known.
    """

    code: str
    weight: Weight
    why: Words
    source: Words
    settled: bool


@dataclass(frozen=True)
class Rules:
    """The rules by their codes, and how long before a change people are told of it."""

    rules: Mapping[str, Rule]
    tell_before: Period
    checked_at: str

    def rule(self, *codes: str) -> Rule:
        """Return the first rule that there is; of what has none a person must weigh it."""
        found = next((self.rules[code] for code in codes if code in self.rules), None)
        return found or Rule(codes[0], Weight.WEIGH, _NO_RULE, {}, settled=False)


_NO_RULE = {"nl": "hiervoor is er geen regel", "en": "there is no rule for it"}


def parse_rules(text: str) -> Rules:
    """Return the rules as they are packaged: JSON."""
    read = json.loads(text)
    period = parse_period(read["tell_before"]["period"])
    if period is None:
        message = "`tell_before` is no period"
        raise ValueError(message)
    rules = {
        code: Rule(code, Weight(one["weight"]), one["why"], one["source"], one["settled"])
        for code, one in read["rules"].items()
    }
    return Rules(rules, period, read["checked_at"])

"""Each rule: a change of a clean organisation that it finds, where it does, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.lint.rules import LANGUAGES, LOOKS, SEVERITIES
from gestand.core.policy.parse import parse_policy
from gestand.work.linting import the_rules
from tests.core.lint.reading import POLICY, fired, organisation, read, text

NL, INTEREST = "nl.md", "{#sharing.interest}"
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases.yaml").read_text("utf-8")
)


def changed(file: str, old: str, new: str) -> dict[str, list[str]]:
    """Return what fires after a change of the school, each place as the line that stands there."""
    texts = {name: text("school", name) for name in (POLICY, NL)}
    assert texts[file].count(old) == 1, old
    texts[file] = texts[file].replace(old, new)
    lines = {name: ["", *one.splitlines()[1:]] for name, one in texts.items()}
    found = fired(read(texts[POLICY], {"nl": texts[NL]}))
    places = {rule: [at.rpartition(":") for at in where] for rule, where in found.items()}
    return {rule: [lines[f][int(n) - 1] for f, _, n in where] for rule, where in places.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(case["rules"]))
def test_a_rule_finds_what_it_is_about_and_no_other_does(case: dict[str, Any]) -> None:
    found = changed(case["file"], case["old"], case["new"])
    assert list(found) == case["rules"]
    there, lines = case.get("there", ""), found.get(next(iter(case["rules"]), ""), [""])
    assert any(there in line and bool(there) == bool(line) for line in lines)


def test_what_one_language_leaves_out_is_found_there_and_not_in_the_other() -> None:
    whole = text("school", NL)
    without = whole.replace("Een verzoek is gratis. {#rights.free}", "")
    found = fired(read(text("school", POLICY), {"nl": whole, "en": without}))
    assert found["L25"] == ["en.md:1"]


@settings(max_examples=15)
@given(st.data())
def test_no_rule_raises_whatever_is_left_of_the_files(data: st.DataObject) -> None:
    texts = {}
    for file in (POLICY, NL):
        lines = text("kabelgat", file).splitlines()
        at = data.draw(st.integers(1, len(lines) - 1))
        to = data.draw(st.integers(at, min(at + 30, len(lines))))
        texts[file] = "\n".join([*lines[:at], *lines[to:]])
    policy, _ = parse_policy(texts[POLICY], POLICY)
    if policy is not None:
        assert fired(read(texts[POLICY], {"nl": texts[NL]}))


def test_a_clean_organisation_has_no_finding() -> None:
    assert fired(organisation("school", "nl")) == {}


def test_every_rule_is_packaged_and_looks_somewhere_and_has_a_case() -> None:
    rules = the_rules()
    assert sorted(rules.rules) == sorted(LOOKS) == [f"L{number:02}" for number in range(1, 51)]
    assert {rule for case in CASES for rule in case["rules"]} | {"L09"} == set(LOOKS)
    for rule in rules:
        assert rule.severity in SEVERITIES
        for words in (rule.says, rule.fix, rule.article, *rule.causes.values()):
            assert list(words) == list(LANGUAGES)
            assert all(words.values())


def test_an_interest_that_no_purpose_rests_on_has_no_name() -> None:
    whole = text("school", POLICY)
    lines = ["    basis: consent" if "{interest:" in line else line for line in whole.splitlines()]
    found = fired(read("\n".join(lines), {"nl": text("school", NL)}))
    (number,) = (n for n, line in enumerate(text("school", NL).splitlines(), 1) if INTEREST in line)
    assert found["L09"] == [f"{NL}:{number}"]

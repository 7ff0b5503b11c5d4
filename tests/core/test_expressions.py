"""The page of expressions: what it says that works is read, and what it says is refused is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from gestand.core.datamap.parse import parse_datamap
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.policy.law import check_law
from gestand.core.policy.parse import parse_policy
from gestand.work.project import the_law
from tests.core.places import loaded
from tests.core.small import DATAMAP, POLICY, changed
from tests.core.small_statement import EN, NL, findings_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "expressions.md").read_text("utf-8")
COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
OF_CHILDREN = "withdrawn: withdrawn_on, by: parent, born: born_on}"
MAP = changed(DATAMAP, "withdrawn: withdrawn_on}", OF_CHILDREN)
read_policy, read_map = cache(parse_policy), cache(parse_datamap)
UNTRIED = ("in words", "not yet")
_LINE = re.compile(
    r"^\|(?: (?P<group>[^|]*) \|)? (?P<said>[^|]+) \| ?(?P<where>[^|]*?) \| ?(?P<written>[^|]*?) \|"
    r" `(?P<comes>[^|]+)` \|$"
)


@dataclass(frozen=True)
class Expression:
    """A line of the page."""

    said: str
    where: str
    written: tuple[str, ...]
    comes: str


def lines() -> list[Expression]:
    found = [_LINE.match(line) for line in PAGE.splitlines()]
    return [
        Expression(
            one["said"].strip(), one["where"].strip(),
            tuple(re.findall(r"`([^`]+)`", one["written"])), one["comes"],
        )
        for one in found
        if one is not None and one["where"] != "means"
    ]  # fmt: skip


EXPRESSIONS = lines()


def merged(into: Any, added: Any) -> Any:
    if not (isinstance(into, dict) and isinstance(added, dict)):
        return added
    return {**into, **{key: merged(into.get(key), value) for key, value in added.items()}}


def with_added(text: str, written: str) -> str:
    """Return a file with what a line of the page adds to it."""
    added = merged(loaded(text), loaded(f"{{{written}}}"))
    return yaml.safe_dump(added, allow_unicode=True, sort_keys=False)


def declared(policy_text: str, map_text: str) -> list[Finding]:
    policy, found = read_policy(policy_text, "policy.yaml")
    datamap, in_map = read_map(map_text, "datamap.yaml")
    found = found + in_map
    if policy is not None and not found:
        found = check_policy(policy, datamap) + check_law(policy, the_law(), "policy.yaml")
    return found


def stated(policy_text: str, sentence: str) -> list[Finding]:
    return findings_of(nl=f"{NL}\n{sentence}\n", en=f"{EN}\n{sentence}\n", policy=policy_text)


def come_upon(one: Expression) -> list[Finding]:
    """Return what is found where the small company says what a line says."""
    first = one.written[0]
    if one.where == "policy":
        return declared(with_added(POLICY, first), MAP)
    if one.where == "data map":
        return declared(POLICY, with_added(MAP, first))
    if one.where == "statement":
        return stated(POLICY, first)
    assert one.where == "policy and statement"
    return stated(with_added(POLICY, first), one.written[1])


@pytest.mark.parametrize(
    "one",
    [one for one in EXPRESSIONS if one.comes not in (*UNTRIED, "command") and one.where != "story"],
    ids=lambda one: one.said,
)
def test_a_line_comes_to_what_it_says(one: Expression) -> None:
    found = {finding.code for finding in come_upon(one)}
    if one.comes == "works":
        assert found == set()
    else:
        assert one.comes in found


def test_what_a_line_names_is_there() -> None:
    for one in EXPRESSIONS:
        if one.where == "story":
            assert (ROOT / "tests" / "stories" / one.written[0] / "ask.yaml").exists(), one
        elif one.comes == "command":
            assert f"\n## {one.written[0]}\n" in COMMANDS, one
        elif one.comes in UNTRIED:
            assert (one.where, one.written) == ("", ()), one


def test_every_group_is_told_and_every_line_read() -> None:
    groups = re.findall(r"^### (\d+)\. ", PAGE, re.MULTILINE)
    assert groups == [str(number) for number in range(1, 23)]
    of_maps = re.findall(r"^\| (\d+)\. ", PAGE, re.MULTILINE)
    assert sorted({*map(int, of_maps)}) == list(range(1, 13))
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    heads = [line for line in rows if "comes to |" in line or "| --- |" in line]
    legend = 6
    assert len(EXPRESSIONS) == len(rows) - len(heads) - legend + 1

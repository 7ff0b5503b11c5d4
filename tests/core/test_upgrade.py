"""Older forms of the language are rewritten, and nothing beside them changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gestand.core.language.files import FILES
from gestand.core.language.keys import Kind, kinds
from gestand.core.upgrade import OLDER, READERS, upgrade

WITH_OLDER = [one for root in FILES.values() for one in kinds(root) if one.older]
BLOCK = """\
policy: 1 {comment}
recipients:
  kinds: {{psp: {{nl: betaaldiensten, en: payment services}}}}
  first:   {comment}
    is:   psp
    {key}{gap}: {value}   {comment}
    country: NL
  second: {{is: psp, {key}{gap}: {other}, country: "DE"}}
"""
ANYTHING = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
VALUES = [
    ("2028-03-01", '"2028-03-01"'),
    ("'it''s {1}, [2]'", "2028-03-01"),
    ("&day 2028-03-01", "*day "),
    ("soon\n      or later", '"soon \\\n  or later"'),
]
LAYOUTS = st.tuples(
    ANYTHING,
    st.sampled_from(["agreement until", '"agreement until"']),
    st.sampled_from(["", "  "]),
    st.sampled_from(VALUES),
)


def loaded(text: str) -> Any:
    return yaml.load(text.removeprefix("\ufeff"), yaml.CBaseLoader)


def expected(told: Any) -> Any:
    """Return what stands in a file once its older forms are rewritten, key by key."""
    if isinstance(told, list):
        return [expected(one) for one in told]
    if not isinstance(told, dict):
        return told
    found = {}
    for key, value in told.items():
        older = OLDER.get(key)
        found[older.now[0] if older else key] = (
            {older.now[1]: value} if older else expected(value)
        )
    return found


def without(text: str) -> list[str]:
    """Return the lines in which nothing is rewritten."""
    return [line for line in text.splitlines() if not re.search("agreement|later", line)]


@pytest.mark.parametrize("kind", WITH_OLDER, ids=lambda kind: kind.title)
def test_an_older_form_is_no_key_of_now_and_becomes_one(kind: Kind) -> None:
    for older in kind.older:
        assert kind.find(older.name) is None
        assert kind.find(older.now[0]) is not None
        assert loaded(older.rewritten) == expected(loaded(older.written))


def test_no_two_older_forms_have_the_same_key() -> None:
    assert len(OLDER) == sum(len(kind.older) for kind in WITH_OLDER) > 0


def layout(said: str, key: str, gap: str, values: tuple[str, str]) -> str:
    return BLOCK.format(comment=f"# {said}", key=key, gap=gap, value=values[0], other=values[1])


PLAIN = layout("", "agreement until", "", VALUES[0])


@given(LAYOUTS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
@example(("\U0001f600é", "agreement until", "", VALUES[0]), "\r\n", "\ufeff")
@settings(max_examples=25)
def test_what_is_not_an_older_form_stays_as_it_is(
    told: tuple[str, str, str, tuple[str, str]], end: str, mark: str
) -> None:
    before = mark + layout(*told).replace("\n", end)
    after = upgrade(before, "policy.yaml").text
    assert loaded(after) == expected(loaded(before)) != loaded(before)
    assert without(after) == without(before)
    assert after.count(end) == before.count(end)
    assert after.count(f"# {told[0]}") == before.count(f"# {told[0]}")
    assert upgrade(after, "policy.yaml").text == after


def codes(text: str, name: str = "") -> list[str]:
    return [finding.code for finding in upgrade(text, "a.yaml", name).left]


def test_a_file_without_a_version_gets_one_before_its_first_key() -> None:
    for name in READERS:
        text = "# words\n\nother: x\n"
        assert upgrade(text, "a.yaml", name).text == f"# words\n\n{name}: 1\nother: x\n"
    assert upgrade("{other: x}", "a.yaml", "policy").text == "{other: x}"
    assert "G129" in codes("{other: x}", "policy")


@pytest.mark.parametrize("version", ["2", "10", "0", "newest", '"1.5"'])
def test_a_version_that_is_not_known_is_refused_and_nothing_is_rewritten(version: str) -> None:
    text = PLAIN.replace("policy: 1", f"policy: {version}")
    found = upgrade(text, "policy.yaml")
    assert (found.text, [one.code for one in found.left]) == (text, ["G129"])
    newer = version in ("2", "10")
    assert ("install a newer Gestand" in found.left[0].suggestion) is newer


LEFT = [
    ("a: 1\n", "", "G129"),
    ("a: [\n", "policy", "G107"),
    ("policy: 1\na: 1\na: 2\n", "", "G114"),
    ("policy: 1\nrecipients: {x: {agreement until: [2028-03-01]}}\n", "", "G131"),
    ("policy: 1\nrecipients:\n  x:\n    agreement until: |\n      2028-03-01\n", "", "G131"),
    ("policy: 1\nrecipients: {x: {agreement until: 2028-03-01, agreement: {}}}\n", "", "G131"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "code"), LEFT)
def test_what_cannot_be_rewritten_is_left_to_a_person(text: str, name: str, code: str) -> None:
    assert upgrade(text, "a.yaml", name).text == text
    assert code in codes(text, name)


def test_what_nobody_wrote_down_before_is_asked() -> None:
    said = [str(finding) for finding in upgrade(PLAIN, "a.yaml").left]
    assert any("`first` has no `signed`" in one for one in said)
    assert [one for one in said if "G131" in one] == []

"""Every difference of two versions is found, weighed, and says what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.calendar import Period, parse_period
from gestand.core.changes.beyond import Within, differences
from gestand.core.changes.rules import Weight
from gestand.core.changes.weighing import (
    Follow,
    Sides,
    Weighed,
    asked_again,
    how_kept,
    last_day_to_tell,
    told_before,
    weigh,
)
from gestand.core.changes.words import sentences
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Derogation, Ending, Keep, Policy
from gestand.core.policy.words import GRAMMARS
from gestand.work.sides import the_change_rules
from tests.core.small import POLICY, changed
from tests.core.small_statement import EDITION, EN, NL, policy_of, statement_of
from tests.core.test_changes import EDITS, GIFT, SILENT, Edit

SMALL = policy_of()
TRACKING = (
    "cookies:\n",
    "cookies:\n  ad: {for: {nl: reclame, en: ads}, lifetime: P1Y, host: ads.example, "
    "class: tracking}\n",
)
KEEP = "{for: P6M, after: fulfilled"
WEIGHED: list[tuple[str, str, str, set[Follow]]] = [
    ("recipients:\n", GIFT, "purpose added", {Follow.TELL, Follow.ASK}),
    (KEEP, "{for: P1Y, after: fulfilled", "purpose keep longer", {Follow.TELL}),
    (KEEP, "{for: P3M, after: fulfilled", "purpose keep shorter", {Follow.GO}),
    (KEEP, "{for: P6M, after: received", "purpose keep otherwise", {Follow.TELL, Follow.GO}),
    ("for: P1M, after: consent", "for: P2M, after: consent", "purpose keep longer",
     {Follow.TELL, Follow.ASK}),
    ("en: you gave consent", "en: you said yes", "purpose keep words", {Follow.WEIGH}),
    ("    basis: contract\n", "    basis: consent\n", "purpose basis",
     {Follow.TELL, Follow.ASK}),
    ("data: [name, invoice]", "data: [name]", "purpose data less", {Follow.GO}),
    ("data: [email]", "data: [email, phone]", "purpose data more", {Follow.TELL, Follow.ASK}),
    ("gets: [name]", "gets: [name, invoice]", "recipient gets more", {Follow.TELL}),
    ("answer: P1M", "answer: P2W", "rights answer", set()),
    ("answer: P1M", "answer: P2M", "rights answer longer", {Follow.TELL}),
    ("post: \"Esweg 1,", "post: \"Esweg 2,", "controller post", {Follow.TELL}),
    (*TRACKING, "cookie added tracking", {Follow.TELL, Follow.ASK}),
    ("undo: P7D", "undo: P3D", "within undo", set()),
    ("for: order}", "for: order, role: third party}", "within recipients role", {Follow.WEIGH}),
]  # fmt: skip


def weighed(newer: Policy, older: Policy = SMALL, **texts: str) -> tuple[Weighed, ...]:
    was = {name: statement_of(text, name) for name, text in (("nl", NL), ("en", EN))}
    now = was | {name: statement_of(text, name) for name, text in texts.items()}
    return weigh(Sides(older, newer, was, now), the_change_rules())


def edited(old: str, new: str) -> Policy:
    return policy_of(changed(POLICY, old, new))


@pytest.mark.parametrize("one", WEIGHED, ids=lambda one: f"{one[2]}: {one[1].strip()[:30]}")
def test_a_change_has_its_rule_and_what_follows(
    one: tuple[str, str, str, set[Follow]],
) -> None:
    old, new, code, follows = one
    (found,) = weighed(edited(old, new))
    assert (found.rule.code, {*found.follows}) == (code, follows)


def mutated(value: Any) -> Any:
    """Return another value of the same kind."""
    if value is None or isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, tuple):
        return value[1:] if value else ("x",)
    if isinstance(value, Mapping):
        return {key: f"{one}x" for key, one in value.items()} if value else {"en": "x"}
    if isinstance(value, Period):
        return replace(value, days=value.days + 1)
    first = next(field for field in fields(value) if field.name != "span")
    return replace(value, **{first.name: mutated(getattr(value, first.name))})


def mutants() -> Iterator[tuple[str, Policy]]:
    """Yield the small policy with each thing changed that it can say, and how it is called."""
    for field in (one.name for one in fields(Policy) if one.name != "effective"):
        value = getattr(SMALL, field)
        entries = value if isinstance(value, Mapping) else {"": value}
        for id_, entry in entries.items():
            declared = is_dataclass(entry) and not isinstance(entry, Period)
            inner = fields(entry) if declared else ()
            names = [one.name for one in inner if one.name not in ("id", "span")]
            for name in names or [""]:
                part = getattr(entry, name) if name else entry
                other = (Derogation("a"),) if name == "tools" else mutated(part)
                new = replace(entry, **{name: other}) if name else other
                whole = {**value, id_: new} if isinstance(value, Mapping) else new
                yield f"{field} {id_} {name}", replace(SMALL, **{field: whole})
        if isinstance(value, Mapping) and value:
            yield f"{field} fewer", replace(SMALL, **{field: dict([*value.items()][1:])})


def test_whatever_is_changed_of_a_policy_is_found() -> None:
    every = dict(mutants())
    assert len(every) > 140
    assert [name for name, policy in every.items() if not differences(SMALL, policy)] == []
    assert [name for name, policy in every.items() if not differences(policy, SMALL)] == []


def test_each_kind_of_change_has_its_rule() -> None:
    codes = {one.rule.code for policy in dict(mutants()).values() for one in weighed(policy)}
    assert codes - {*the_change_rules().rules} == set()


@settings(max_examples=60)
@given(st.sets(st.sampled_from(EDITS)), st.sampled_from(SILENT))
def test_two_versions_differ_where_they_are_not_equal_and_only_there(
    edits: set[Edit], silent: tuple[str, str]
) -> None:
    text = POLICY
    for old, new, _ in edits:
        text = changed(text, old, new)
    policy, later = policy_of(text), replace(policy_of(text), effective=date(2030, 1, 1))
    assert differences(policy, later) == ()
    assert bool(weighed(policy)) is bool(edits)
    told = {one for one in differences(SMALL, policy) if not isinstance(one, Within)}
    assert {change for *_, change in edits} <= told
    unsaid = differences(SMALL, edited(*silent))
    assert bool(unsaid) is ("effective" not in silent[0])


@given(st.sampled_from(EDITS))
def test_each_difference_is_told_in_both_languages(edit: Edit) -> None:
    newer = edited(edit[0], edit[1])
    for language in ("nl", "en"):
        fillers = [Filler(policy, GRAMMARS[language], EDITION) for policy in (SMALL, newer)]
        for one in weighed(newer):
            assert all(sentences(one.what, *fillers))
            assert one.rule.why[language]


def test_what_no_statement_tells_has_words_as_well() -> None:
    for language in ("nl", "en"):
        filler = Filler(SMALL, GRAMMARS[language], EDITION)
        for field in (one.name for one in fields(Policy) if one.name != "effective"):
            for aspect in ("added", "removed", "begins"):
                (said,) = sentences(Within(field, "x", aspect), filler, filler)
                assert "`x`" in said
                assert "_" not in said


def test_words_are_compared_sentence_by_sentence() -> None:
    locked = "Alles zit op slot. {#security.locks}"
    found = weighed(SMALL, nl=NL.replace(locked, "Soms zit iets op slot. {#security.locks}"))
    assert [one.rule.code for one in found] == ["sentence changed"]
    assert [one.rule.code for one in weighed(SMALL, nl=NL.replace(locked, ""))] == [
        "sentence removed"
    ]
    found = weighed(SMALL, nl=NL.replace("korte uitleg", "lange uitleg"))
    assert {one.rule.code for one in found} == {"sentence explains"}
    found = weighed(SMALL, nl=NL.replace("## Doelen", "## Waarvoor"))
    assert [one.rule.code for one in found] == ["sentence layout"]


def test_a_text_that_was_not_kept_is_told() -> None:
    texts = {"nl": statement_of(NL, "nl"), "en": statement_of(EN, "en")}
    found = weigh(Sides(SMALL, SMALL, {}, texts), the_change_rules())
    assert [one.rule.code for one in found] == ["text not kept", "text not kept"]


# Few of them: to compare two goes through the days of four centuries, once.
PERIODS = st.sampled_from([*map(parse_period, ("P4W", "P30D", "P1M", "P2M", "P60D", "P1Y"))])
CAPS = st.none() | st.tuples(PERIODS, st.just("received"))


@given(PERIODS, PERIODS, CAPS, CAPS)
def test_a_longer_period_is_a_shorter_one_the_other_way_round(
    one: Period, other: Period, cap: tuple[Period, str] | None, cap2: tuple[Period, str] | None
) -> None:
    before = Keep(one, (Ending("fulfilled"),), at_most=cap)
    after = Keep(other, (Ending("fulfilled"),), at_most=cap2)
    turned = {"longer": "shorter", "shorter": "longer"}
    there, back = how_kept(before, after), how_kept(after, before)
    assert back == turned.get(there, there)
    assert how_kept(before, before) == "words"


def test_who_is_told_and_asked_are_the_people_of_the_purposes_it_concerns() -> None:
    newer = edited("data: [email]", "data: [email, phone]")
    found = weighed(newer)
    assert told_before(found, SMALL, newer) == ("news letter",)
    assert asked_again(found, newer) == ("news letter",)
    moved = edited("post: \"Esweg 1,", "post: \"Esweg 2,")
    assert told_before(weighed(moved), SMALL, moved) == tuple(SMALL.purposes)


def test_people_are_told_a_period_before() -> None:
    month = parse_period("P1M")
    assert month is not None
    assert last_day_to_tell(date(2027, 1, 1), month) == date(2026, 12, 1)
    assert last_day_to_tell(date(2027, 3, 1), month) == date(2027, 2, 1)


def test_what_has_no_rule_is_for_a_person_to_weigh() -> None:
    assert the_change_rules().rule("nothing like it").weight is Weight.WEIGH

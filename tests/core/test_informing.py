"""The checklist of articles 13 and 14, and where an assessment may be needed, from a policy."""

from __future__ import annotations

from dataclasses import replace

from gestand.core.assessing import NONE, PERHAPS, PROBABLY, pointers
from gestand.core.informing import LOOK, MISSING, NOTHING, SAID, Looked, checklist
from gestand.core.lint.reading import Reading
from gestand.core.policy.model import Party
from gestand.core.promises import promises_of
from gestand.work.evidence.told import the_criteria, the_items
from gestand.work.linting import the_rules
from tests.core.lint.reading import POLICY, fired, organisation, read, text

RULES = the_rules().rules


def looked(reading: Reading) -> dict[str, Looked]:
    return {one.item.id: one for one in checklist(reading, the_items(), RULES)}


def test_what_lint_finds_on_the_articles_is_what_the_checklist_misses() -> None:
    flawed = organisation("kabelgat", "nl")
    found, rules = looked(flawed), fired(flawed)
    named = {rule for item in the_items() for rule in item.rules}
    of_lint = {lack.rule for one in found.values() for lack in one.missing} - {""}
    assert of_lint == named & rules.keys()
    assert len(of_lint) > 15
    assert found["controller"].state == found["periods"].state == MISSING
    assert found["decisions"].state == LOOK  # lint only notes that


def test_a_promise_that_a_statement_must_make_is_missing_in_the_text_without_it() -> None:
    told = text("kabelgat", "nl.md")
    assert looked(organisation("kabelgat", "nl"))["access"].state == SAID
    without = {"nl": told.replace("{#rights.access}", "{explains}")}
    (lack,) = looked(read(text("kabelgat", POLICY), without))["access"].missing
    assert (lack.span.file, lack.rule) == ("nl.md", "")
    assert lack.why["en"] == "this text does not say it: rights.access"


def test_the_items_name_promises_and_rules_that_there_are() -> None:
    reading = organisation("kabelgat", "nl")
    known = promises_of(reading.policy)
    for item in the_items():
        for promise in item.promises:
            assert promise in known or any(id_.endswith(promise[1:]) for id_ in known)
        assert item.rules.keys() <= RULES.keys()
        for rule, causes in item.rules.items():
            assert {*causes} <= RULES[rule].causes.keys()


def test_a_representative_is_for_a_person_to_look_at() -> None:
    reading = organisation("kabelgat", "nl")
    assert looked(reading)["representative"].state == NOTHING
    controller = replace(reading.policy.controller, representative=Party("Example Europe B.V."))
    with_one = replace(reading, policy=replace(reading.policy, controller=controller))
    assert looked(with_one)["representative"].state == LOOK


def test_two_criteria_point_to_an_assessment_and_one_does_if_another_applies() -> None:
    reading = organisation("kabelgat", "nl")
    policy, (name, purpose) = reading.policy, next(iter(reading.policy.purposes.items()))
    plain = replace(purpose, dpv=(), covers=(), data=())
    of_staff = replace(plain, covers=("personnel file",))
    profiled = replace(of_staff, dpv=("dpv:Profiling",))
    for one, expected in ((plain, NONE), (of_staff, PERHAPS), (profiled, PROBABLY)):
        changed = replace(reading, policy=replace(policy, purposes={name: one}))
        (pointer,) = pointers(changed, the_criteria())
        assert (pointer.points_to, len(pointer.met)) == (
            expected,
            (NONE, PERHAPS, PROBABLY).index(expected),
        )


def test_special_data_are_a_criterion_wherever_they_stand_in_a_category() -> None:
    reading = organisation("kabelgat", "nl")
    name, purpose = next((n, p) for n, p in reading.policy.purposes.items() if p.data)
    category = purpose.data[0].category
    categories = dict(reading.policy.categories)
    categories[category] = replace(categories[category], contains=("health",))
    health = replace(categories[category], id="health", contains=(), sensitive="special")
    categories["health"] = health
    policy = replace(reading.policy, categories=categories, purposes={name: purpose})
    (pointer,) = pointers(replace(reading, policy=policy), the_criteria())
    assert "sensitive" in {met.id for met in pointer.met}

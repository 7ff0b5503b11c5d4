"""A statement of a hosting company as it stood, flaws included: every rule finds something."""

from __future__ import annotations

import re

from gestand.core.lint.rules import lint
from gestand.work.linting import the_rules
from tests.core.lint.reading import POLICY, fired, organisation, read, text

ERRORS = """
L01 L02 L03 L04 L06 L07 L09 L10 L11 L13 L15 L18 L20 L21 L24 L28 L29 L35 L40
""".split()
WARNINGS = """
L05 L08 L12 L16 L17 L19 L26 L30 L31 L32 L33 L34 L36 L37 L38 L43 L44 L46 L48
""".split()
NOTES = "L14 L22 L23 L25 L27 L39 L41 L42 L45 L47 L49 L50".split()

NAMES = re.compile(r"\b[a-z]+-(?:doel|gegeven|mens|moment|soort|ontvanger|papier)\b")
"""The names that the organisation gave itself end so in its files, and no word of the text does."""

WORDS = re.compile(r"\{[^}]*\}+|(\w+)")


def test_it_has_exactly_the_errors_warnings_and_notes_that_it_should() -> None:
    found = {finding.code for finding in lint(organisation("kabelgat", "nl"), the_rules(), "nl")}
    severities = {rule.id: rule.severity for rule in the_rules()}
    assert (len(ERRORS), len(WARNINGS), len(NOTES)) == (19, 19, 12)
    assert sorted(code for code in found if severities[code] == "error") == ERRORS
    assert sorted(code for code in found if severities[code] == "warning") == WARNINGS
    assert sorted(code for code in found if severities[code] == "note") == NOTES


def test_what_is_wrong_in_several_places_is_told_of_each() -> None:
    found = fired(organisation("kabelgat", "nl"))
    several = {id_: len(found[id_]) for id_ in ("L01", "L03", "L08", "L32", "L43", "L46")}
    assert several == {"L01": 5, "L03": 2, "L08": 2, "L32": 4, "L43": 3, "L46": 3}


def test_only_the_rules_that_say_so_read_the_words_of_a_sentence() -> None:
    texts = {rule.id for rule in the_rules() if "text" in rule.by}
    assert texts == {"L02", "L03", "L20", "L24", "L26", "L40", "L42", "L45"}
    silent = WORDS.sub(lambda m: "XX" * len(m[1]) if m[1] else m[0], text("kabelgat", "nl.md"))
    without = fired(read(text("kabelgat", POLICY), {"nl": silent}))
    whole = fired(organisation("kabelgat", "nl"))
    assert {i: at for i, at in without.items() if i not in texts} == {
        i: at for i, at in whole.items() if i not in texts
    }
    assert without != whole


def test_no_rule_reads_a_name_that_the_organisation_gave() -> None:
    texts = {file: text("kabelgat", file) for file in (POLICY, "nl.md")}
    names = sorted({name for one in texts.values() for name in NAMES.findall(one)})
    new = {name: f"n{number}" for number, name in enumerate(names)}
    renamed = {file: NAMES.sub(lambda m: new[m[0]], one) for file, one in texts.items()}
    assert len(names) > 40
    assert fired(read(renamed[POLICY], {"nl": renamed["nl.md"]})) == fired(
        organisation("kabelgat", "nl")
    )

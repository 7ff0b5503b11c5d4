"""What is kept as a code is said in every language, with the same facts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gestand.core.saying_words import SAYINGS
from gestand.core.sayings import declared, kept_words, say


@pytest.mark.parametrize("code", SAYINGS)
def test_each_language_says_all_of_it(code: str) -> None:
    dutch, english = SAYINGS[code]["nl"], SAYINGS[code]["en"]
    facts = {*re.findall(r"\{(\w+)\}", english)}
    assert {*re.findall(r"\{(\w+)\}", dutch)} == facts
    told = {name: "processor" for name in facts}
    saying = say(code, **told)
    for language in ("nl", "en"):
        assert kept_words(saying.kept, language, "unreadable") == saying.words(language)
        assert not re.search(r"[][{}]", saying.words(language))


def test_a_part_stands_only_where_its_fact_is_known() -> None:
    assert say("order", order=7, article="", reference="P-12").words("nl") == "vordering 7, P-12"
    assert declared({"nl": "een wet", "en": "a law"}).words("nl") == "een wet"
    assert declared({"en": "a law"}).words("nl") == "a law"


@pytest.mark.parametrize("kept", [None, {}, {"code": "of later"}, {"code": "signed", "facts": {}}])
def test_what_no_code_tells_is_read_as_it_was_written(kept: dict[str, Any] | None) -> None:
    assert kept_words(kept, "nl", "in English") == "in English"

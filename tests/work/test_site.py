"""The files of a publication with older versions, in languages that come and go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from gestand.core.policy.model import Policy
from gestand.work.editions import Version
from gestand.work.pages.site import site
from tests.core.small import POLICY, changed
from tests.core.small_statement import EDITION, EN, NL, policy_of, statement_of

TEXTS = {"nl": statement_of(NL, "nl"), "en": statement_of(EN, "en")}


def version(policy: Policy, *languages: str, until: date | None = None) -> Version:
    return Version(policy, {one: TEXTS[one] for one in languages}, EDITION, until)


def in_dutch(text: str) -> Policy:
    """Return the policy without its English words."""
    return policy_of(re.sub(r", en: [^,}]+", "", text).replace("[nl, en]", "[nl]"))


def aged(text: str = POLICY) -> str:
    return changed(text, "effective: 2026-12-01", "effective: 2020-01-01")


UNTIL = date(2026, 11, 30)


@pytest.fixture(scope="module")
def without_english() -> dict[str, str]:
    """Give the pages of a company that has given up its English statement."""
    older, newer = version(policy_of(aged()), "nl", "en", until=UNTIL), in_dutch(POLICY)
    files = site([older, version(newer, "nl")])
    return {name: data.decode() for name, data in files.items() if name.endswith(".html")}


def test_an_older_text_stays_in_a_language_that_is_given_up(
    without_english: dict[str, str],
) -> None:
    assert without_english.keys() == {
        "index.html", "nl.html", "nl-history.html", "nl-2026-12-01.html", "nl-2020-01-01.html",
        "en-2020-01-01.html",
    }  # fmt: skip
    assert 'href="index.html">To the newest version' in without_english["en-2020-01-01.html"]
    assert 'href="nl.html">Naar de nieuwste versie' in without_english["nl-2020-01-01.html"]


def test_the_language_links_of_an_older_text_are_its_own(without_english: dict[str, str]) -> None:
    assert 'href="en-2020-01-01.html" hreflang="en"' in without_english["nl-2020-01-01.html"]
    assert 'hreflang="en"' not in without_english["nl.html"]


def test_a_new_language_tells_older_changes_as_far_as_it_has_words() -> None:
    older = in_dutch(aged(changed(POLICY, "for: P6M", "for: P9M")))
    newer = replace(policy_of(POLICY), cookies={})
    files = site([version(older, "nl", until=UNTIL), version(newer, "nl", "en")])
    history = files["en-history.html"].decode()
    assert "we now erase the data no later than 6 months after we delivered" in history
    assert "Before:" not in history
    assert "A cookie is gone: sessionid." in history
    assert "None" not in history
    assert "The text of this version is not on these pages." in history
    assert "Eerder: uiterlijk 9 maanden nadat" in files["nl-history.html"].decode()

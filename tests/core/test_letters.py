"""Letters: whole in both languages, with nothing of the matter in the subject."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.letters import FRAMES, Lacking, Written, write
from gestand.core.letters.model import ALWAYS
from gestand.core.rights_rules import Right

NAMES = tuple(FRAMES["en"].letters)
REFUSALS = {"partly refused", "refused", "not identified", "fee"}


def filled(language: str, name: str) -> dict[str, str]:
    gaps = (*FRAMES[language].letters[name].gaps, *ALWAYS)
    return {gap: f"<{gap}>" for gap in gaps}


def every() -> Iterator[tuple[str, str]]:
    return ((language, name) for language in FRAMES for name in NAMES)


def text(written: Written) -> str:
    return "\n".join(written.paragraphs)


def test_both_languages_have_the_same_letters_with_the_same_gaps() -> None:
    nl, en = FRAMES["nl"], FRAMES["en"]
    assert list(nl.letters) == list(en.letters)
    assert nl.rights.keys() == en.rights.keys() == {right.value for right in Right}
    for name in NAMES:
        dutch, english = nl.letters[name], en.letters[name]
        assert set(dutch.gaps) == set(english.gaps)
        assert (dutch.remedy, dutch.to_recipient) == (english.remedy, english.to_recipient)
        assert dutch.about == english.about


@pytest.mark.parametrize(("language", "name"), list(every()))
def test_a_letter_is_whole(language: str, name: str) -> None:
    told = filled(language, name)
    written = write(FRAMES[language], language, name, told)
    body = text(written)
    assert "{" not in body and "}" not in body
    assert all(f"<{gap}>" in body for gap in FRAMES[language].letters[name].gaps)
    assert written.subject.count("<") <= 2  # the controller and the number, and nothing else
    has_remedy = "<authority_site>" in body and "<contact>" in body
    assert has_remedy or name not in REFUSALS
    for gap in FRAMES[language].letters[name].gaps:
        with pytest.raises(Lacking, match=gap):
            write(FRAMES[language], language, name, {**told, gap: " "})


def test_sentences_are_short_and_speak_to_the_reader() -> None:
    for language, name in every():
        for paragraph in FRAMES[language].letters[name].paragraphs:
            sentences = [s for s in paragraph.replace("?", ".").split(". ") if s]
            assert max(len(sentence.split()) for sentence in sentences) <= 26, (language, name)


@given(st.sampled_from(NAMES), st.text(max_size=60), st.sampled_from(sorted(FRAMES)))
def test_whatever_is_filled_in_stays_text(name: str, odd: str, language: str) -> None:
    told = filled(language, name)
    gaps = FRAMES[language].letters[name].gaps
    if gaps and odd.strip():
        told[gaps[0]] = odd
        assert odd.strip() in text(write(FRAMES[language], language, name, told))


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(Lacking, match="no place for `untill`"):
        write(FRAMES["en"], "en", "late", {**filled("en", "late"), "untill": "x"})

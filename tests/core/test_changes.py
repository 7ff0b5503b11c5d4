"""What changed between two versions: found, and told in plain words in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.policy.changes import Added, Altered, Change, Listed, Part, Removed, changes
from gestand.core.policy.fill import Filler
from gestand.core.policy.frames import FRAMES
from gestand.core.policy.history import Entry, history, tell
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from tests.core.small import POLICY, changed
from tests.core.small_statement import EDITION, policy_of

GIFT = """\
  gift:
    title: {nl: Een cadeau sturen, en: Sending a gift}
    basis: consent
    about: [customer]
    data: [name]
    occasion: order
    keep: {for: P1M, after: fulfilled}
recipients:
"""
Edit = tuple[str, str, Change]
EDITS: list[Edit] = [
    ("recipients:\n", GIFT, Added(Part.PURPOSE, "gift")),
    ("en: Delivering your order", "en: Your order", Altered(Part.PURPOSE, "order", "title")),
    ("{for: P6M, after: fulfilled", "{for: P3M, after: fulfilled",
     Altered(Part.PURPOSE, "order", "keep")),
    ("en: you gave consent", "en: you said yes", Altered(Part.PURPOSE, "news letter", "keep")),
    ("en: article 52 AWR", "en: the tax law", Altered(Part.PURPOSE, "tax", "basis")),
    ("    occasion: subscription\n",
     "    occasion: subscription\n    tail use: {nl: om te bellen, en: to call}\n",
     Altered(Part.PURPOSE, "news letter", "tail")),
    ("    occasion: subscription\n",
     "    occasion: subscription\n    asks: {nl: Mag het?, en: May we?}\n",
     Altered(Part.PURPOSE, "news letter", "asks")),
    ("    about: reader\n", "    about: reader\n    marketing: true\n",
     Altered(Part.PURPOSE, "news letter", "marketing")),
    ("data: [name, invoice]", "data: [name, phone]",
     Listed(Part.PURPOSE, "tax", "data", ("phone",), ("invoice",))),
    ("contact, phone?]", "contact, phone]",
     Listed(Part.PURPOSE, "order", "required", ("phone",), ())),
    ("    about: customer\n", "    about: [customer, reader]\n",
     Listed(Part.PURPOSE, "order", "about", ("reader",), ())),
    ("en: contact details", "en: ways to reach you", Altered(Part.CATEGORY, "contact", "meaning")),
    ("name: Druk B.V.", "name: Drukker B.V.", Altered(Part.RECIPIENT, "example-printer", "name")),
    ("en: printers", "en: print shops", Altered(Part.RECIPIENT, "example-printer", "kind")),
    ("country: NL", "country: BE", Altered(Part.RECIPIENT, "example-printer", "place")),
    ("gets: [name]", "gets: [name, invoice]",
     Listed(Part.RECIPIENT, "example-printer", "gets", ("invoice",), ())),
    ("for: order}", "for: tax}",
     Listed(Part.RECIPIENT, "example-printer", "purposes", ("tax",), ("order",))),
    ("processors: [printer]", "processors: [printer, courier]",
     Listed(Part.SHARING, "", "processors", ("courier",), ())),
    ("lifetime: P14D", "lifetime: session", Altered(Part.COOKIE, "sessionid", "cookie")),
    ("until: 2028-05-01", "until: 2029-05-01",
     Altered(Part.ATTESTATION, "iso-9001", "certificate")),
    ("answer: P1M", "answer: P2W", Altered(Part.RIGHTS, "", "answer")),
    ("extension: P2M", "extension: P1M", Altered(Part.RIGHTS, "", "extension")),
    ("post: \"Esweg 1,", "post: \"Esweg 2,", Altered(Part.CONTROLLER, "", "post")),
    ("statement: {eff", "  data protection officer: {name: FG}\nstatement: {eff",
     Altered(Part.CONTROLLER, "", "officer")),
    ("  zone: Europe", "  fiscal year: 04-01\n  zone: Europe",
     Altered(Part.CONTROLLER, "", "fiscal year")),
]  # fmt: skip
SILENT = [
    ("statement: {effective: 2026-12-01}", "statement: {effective: 2027-12-01}"),
    ("chosen by: law", "chosen by: statement"),
    ("undo: P7D", "undo: P3D"),
    ("by: the facility manager", "by: somebody else"),
    ("recipients:\n", "recipients:\n  police: {is: printer, role: authority, country: NL}\n"),
    ("for: order}", "for: order, agreement: {signed: 2025-01-01}}"),
]


def edited(*edits: Edit) -> Policy:
    text = POLICY
    for old, new, _ in edits:
        text = changed(text, old, new)
    return policy_of(text)


def turned(change: Change) -> Change:
    """Return the change that undoes a change."""
    if isinstance(change, Added):
        return Removed(change.part, change.id)
    if isinstance(change, Removed):
        return Added(change.part, change.id)
    if isinstance(change, Listed):
        return Listed(change.part, change.id, change.aspect, change.removed, change.added)
    return change


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: str(edit[2]))
def test_each_change_is_found_and_nothing_else(edit: Edit) -> None:
    assert changes(edited(), edited(edit)) == (edit[2],)


@given(st.sets(st.sampled_from(EDITS)), st.sets(st.sampled_from(EDITS)))
def test_changes_are_those_between_the_two_and_turn_around(
    before: set[Edit], after: set[Edit]
) -> None:
    older, newer = edited(*before), edited(*after)
    found = changes(older, newer)
    came, went = after - before, before - after
    assert set(found) == {change for *_, change in came} | {turned(c) for *_, c in went}
    assert set(changes(newer, older)) == set(map(turned, found))
    assert changes(newer, newer) == ()


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_what_no_statement_says_is_no_change(old: str, new: str) -> None:
    assert changes(policy_of(), policy_of(changed(POLICY, old, new))) == ()


def test_another_language_changes_nothing() -> None:
    german = POLICY.replace(", en: ", ", de: ").replace("[nl, en]", "[nl, de]")
    assert changes(policy_of(), policy_of(german)) == ()


def fillers(language: str, *policies: Policy) -> list[Filler]:
    return [Filler(policy, GRAMMARS[language], EDITION) for policy in policies]


def told(edit: Edit, language: str, back: bool = False) -> list[str]:
    older, newer = fillers(language, edited(), edited(edit))[:: -1 if back else 1]
    return [line for c in changes(older.policy, newer.policy) for line in tell(c, older, newer)]


@pytest.mark.parametrize("language", GRAMMARS)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: str(edit[2]))
def test_each_change_is_one_whole_sentence_in_each_language(edit: Edit, language: str) -> None:
    for back in (False, True):
        for line in told(edit, language, back):
            assert line[0].isupper()
            assert line.endswith(".")
            assert [odd for odd in ("None", "{", "  ", ": .", "..", "()") if odd in line] == []


def test_each_language_tells_the_same_changes() -> None:
    nl, en = FRAMES["nl"], FRAMES["en"]
    assert FRAMES.keys() == GRAMMARS.keys()
    assert nl.keys() == en.keys()


SENTENCES = [
    ("{for: P6M, after: fulfilled",
     "For ‘Delivering your order’ we now erase the data no later than 3 months after we delivered, "
     "and in any case no later than 1 year after we received. Before: no later than 6 months after "
     "we delivered, and in any case no later than 1 year after we received.",
     "Bij ‘Uw bestelling leveren’ wissen wij de gegevens nu uiterlijk 3 maanden nadat wij hebben "
     "geleverd, en in elk geval niet later dan 1 jaar nadat wij hebben ontvangen. Eerder: "
     "uiterlijk 6 maanden nadat wij hebben geleverd, en in elk geval niet later dan 1 jaar nadat "
     "wij hebben ontvangen."),
    ("recipients:\n",
     "New purpose: Sending a gift. Data: name. We erase these data no later than 1 month after we "
     "delivered.",
     "Nieuw doel: Een cadeau sturen. Gegevens: naam. Wij wissen deze gegevens uiterlijk 1 maand "
     "nadat wij hebben geleverd."),
    ("    occasion: subscription\n",
     "For ‘Newsletter’ we afterwards use the data only to call.",
     "Na afloop van ‘Nieuwsbrief’ gebruiken wij de gegevens alleen nog om te bellen."),
    ("gets: [name]",
     "Druk B.V. (printers) now also receives: invoice details.",
     "Druk B.V. (drukkers) krijgt nu ook: factuurgegevens."),
    ("lifetime: P14D",
     "The cookie sessionid is now: staying signed in; needed; until you close the browser; "
     "de-es.example. Before: staying signed in; needed; 14 days; de-es.example.",
     "De cookie sessionid is nu: ingelogd zijn; nodig; tot u de browser sluit; de-es.example. "
     "Eerder: ingelogd zijn; nodig; 14 dagen; de-es.example."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "en", "nl"), SENTENCES, ids=[old for old, *_ in SENTENCES])
def test_a_change_reads_well(old: str, en: str, nl: str) -> None:
    edit = next(edit for edit in EDITS if edit[0] == old)
    assert (told(edit, "en"), told(edit, "nl")) == ([en], [nl])


def test_what_is_gone_is_told_in_the_words_of_the_older_version() -> None:
    gift = next(edit for edit in EDITS if edit[0] == "recipients:\n")
    assert told(gift, "en", back=True) == ["No longer a purpose: Sending a gift."]
    tail = next(edit for edit in EDITS if "tail use" in edit[1])
    assert told(tail, "nl", back=True) == [
        "Na afloop van ‘Nieuwsbrief’ gebruiken wij de gegevens niet meer."
    ]


def test_a_history_has_the_newest_version_first_and_the_oldest_without_changes() -> None:
    dates = ("2020-01-01", "2024-05-01", "2026-12-01")
    texts = [changed(POLICY, "2026-12-01", day) for day in dates]
    texts[2] = changed(texts[2], "answer: P1M", "answer: P2W")
    found = history(fillers("nl", *map(policy_of, texts)))
    assert found == (
        Entry(date(2026, 12, 1), False, ("Wij antwoorden nu binnen 2 weken. Eerder: 1 maand.",)),
        Entry(date(2024, 5, 1), False, ()),
        Entry(date(2020, 1, 1), True, ()),
    )


def test_the_words_of_a_policy_are_shown_and_never_obeyed() -> None:
    sly = changed(POLICY, "name: Druk B.V.", "name: '<b>[x](javascript:1)'")
    newest, _ = history(fillers("en", policy_of(), policy_of(sly)))
    assert newest.lines == (
        r"A recipient is now called \<b\>\[x\](javascript:1). Before: Druk B.V.",
    )

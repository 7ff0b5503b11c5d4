"""The statement: each mistake on its own, what is published, and laws that always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.policy import reading, sentences, statement, typed
from gestand.core.policy.model import Policy
from gestand.core.policy.published import Document, Facts, Line, Table, escape, to_markdown
from gestand.core.policy.statement import (
    check_statements,
    parse_statement,
    promise_of_keep,
    render,
    version_of,
)
from gestand.core.promises import BUILT_IN, promises_of
from tests.core.small import POLICY, changed, codes, told
from tests.core.small_statement import (
    EDITION,
    EN,
    NL,
    findings_of,
    policy_of,
    published,
    statement_of,
)

END = "U kunt klagen bij de toezichthouder. {#complaint.authority}\n"
KEPT = 'Wij bewaren dit tot {{ keep("tax") }}. {#tax.kept}\n'

MISTAKES = [
    ("G501", "no partner", END, END + "Iets met { erin. {explains}"),
    ("G501", "no partner", END, END + 'Iets met {{ data("tax"). {explains}'),
    ("G502", "cannot be read", END, END + "Iets met {{ data(tax) }}. {explains}"),
    ("G502", "straight quotes", END, END + "Iets met {{ data(“tax”) }}. {explains}"),
    ("G502", "cannot be read", END, END + "Iets met {{}}. {explains}"),
    ("G503", "`controller.nam`; did you mean `controller.name`?",
     "{{ controller.name }}", "{{ controller.nam }}"),
    ("G504", '`data` needs an argument; write `{{ data("PURPOSE") }}`',
     '{{ data("tax") }}', "{{ data }}"),
    ("G504", "`answer` takes no argument", "{{ answer }}", '{{ answer("tax") }}'),
    ("G505", "`{explain}`; did you mean `explains`?", "{explains} Dit", "{explain} Dit"),
    ("G505", "unknown mark `{#tax kept}`", "{#tax.kept}", "{#tax kept}"),
    ("G506", "follows no sentence", END, END + "\n{#rights.told}\n"),
    ("G506", "after the full stop", "inzien. {#rights.access}", "inzien {#rights.access}."),
    ("G506", "heading promises nothing", "## Doelen", "## Doelen {#rights.told}"),
    ("G506", "its own promises", 'purpose("order") }}', 'purpose("order") }} {#order.kept}'),
    ("G507", "HTML is not part", END, END + "Iets <b>vets</b>. {explains}"),
    ("G507", "an image", END, END + "Iets ![mooi](#uw-rechten). {explains}"),
    ("G507", "an HTML entity", END, END + "Iets &amp; meer. {explains}"),
    ("G507", "a table", END, END + "\n| a | b |\n"),
    ("G507", "a quotation", END, END + "\n> Iets. {explains}\n"),
    ("G507", "a block of code", END, END + "\n```\n"),
    ("G507", "a line", END, END + "\n---\n"),
    ("G507", "a list within a list", "2. U mag", "  2. U mag"),
    ("G507", "a reference link", END, END + "\n[hier]: daar\n"),
    ("G507", "U+200B", "volgt de rest", "volgt\u200b de rest"),
    ("G508", "close `**`", "Dit is een", "Dit **is een"),
    ("G509", "no title", "# Privacyverklaring\n", ""),
    ("G509", "second title", "## Doelen", "# Doelen"),
    ("G510", "a paragraph of its own", END, END + "Zie {{ cookies() }}. {explains}"),
    ("G510", "a paragraph of its own", "## Doelen", "## Doelen {{ cookies() }}"),
    ("G510", "a paragraph of its own", END, END + "- {{ cookies() }} {#rights.told}"),
    ("G511", "leads outside", "(#uw-rechten)", "(https://x.example)"),
    ("G511", "leads outside", "(#uw-rechten)", "(javascript:alert(1))"),
    ("G520", "`U mag intrekken.`", " {#rights.withdraw}", ""),
    ("G520", "`Wij doen dit.`", END, END + "Wij doen dit. Wij doen dat. {explains}"),
    ("G521", "`tax.kep`; did you mean `tax.kept`?", "{#tax.kept}", "{#tax.kep}"),
    ("G521", "declare it under `promises`", END, END + "Iets nieuws. {#zzz.qqq}"),
    ("G522", "`tax.kept` has no sentence in `nl`", KEPT, ""),
    ("G522", "`attested.iso-9001`", 'voor {{ attestation("iso-9001") }}. {#attested.iso-9001}',
     "voor iets. {explains}"),
    ("G522", "`order.kept` has no sentence", '{{ purpose("order") }}', ""),
    ("G522", "`rights.erase`", "{#rights.erase}", "{explains}"),
    ("G522", "`security.locks`", "{#security.locks}", "{explains}"),
    ("G523", "`rights.access` already stands on line", "{#rights.rectify}", "{#rights.access}"),
    ("G523", "`tax.kept` already", "## Cookies", '{{ purpose("tax") }}\n\n## Cookies'),
    ("G524", "stands in `nl`, not in `en`", END, END + "Dat hoort u. {#rights.told}"),
    ("G525", 'does not say `{{ keep("tax") }}`', '{{ keep("tax") }}', '{{ period("tax") }}'),
    ("G525", '`{{ attestation("iso-9001") }}`', 'voor {{ attestation("iso-9001") }}', "voor iets"),
    ("G526", '`keep("tax")` is a fact', "{#tax.kept}", "{explains}"),
    ("G526", "`cookies()` is a fact", "{#cookies.list}", "{explains}"),
    ("G527", "unknown purpose `taxes`; did you mean `tax`?", 'data("tax")', 'data("taxes")'),
    ("G527", "unknown category `mail`", END, END + 'Uw {{ category("mail") }}. {explains}'),
    ("G528", "no words in `nl` for `transfers`", END, END + "Zie {{ transfers }}. {#sharing.copy}"),
    ("G528", "`authority.name`", END, END + "De {{ authority.name }}. {explains}"),
    ("G528", '`tail("tax")`', END, END + 'Om {{ tail("tax") }}. {#sharing.copy}'),
    ("G529", "is exact", "Wij bewaren dit tot {{", "Wij bewaren dit uiterlijk {{"),
    ("G530", "no heading `uw-recht`; did you mean `uw-rechten`?", "(#uw-rechten)", "(#uw-recht)"),
    ("G531", "untrue", END, END + "Wij zetten geen cookies. {#cookies.none}"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "says", "old", "new"), MISTAKES)
def test_a_mistake_is_told(code: str, says: str, old: str, new: str) -> None:
    text = changed(NL, old, new)
    found = findings_of(nl=text)
    assert says in told(found, code)
    finding = next(one for one in found if one.code == code and says in str(one))
    assert finding.span.line <= text.count("\n") + 1


def test_the_small_statement_has_no_findings() -> None:
    assert findings_of() == []


TYPED = [
    ("G540", "4 weken"), ("G540", "vier weken"), ("G540", "een maand"), ("G540", "één jaar"),
    ("G540", "twaalf extra maanden"), ("G540", "anderhalf jaar"), ("G540", "een paar dagen"),
    ("G540", "zevenjarige"), ("G540", "30 werkdagen"), ("G540", "vierentwintig uur"),
    ("G540", "P4W"), ("G540", "4 **weken**"), ("G540", "4\nweken"), ("G540", "2,5 jaar"),
    ("G541", "1 december 2026"), ("G541", "2026-12-01"), ("G541", "01/12/2026"), ("G541", "2026"),
    ("G541", "3 mei"),
    ("G542", "naam"), ("G542", "Naam"), ("G542", "contactgegevens"), ("G542", "telefoonnummers"),
    ("G542", "kaartnummer"),
    ("G543", "Druk B.V."), ("G543", "Druk"), ("G543", "drukkers"),
    ("G544", "De Es B.V."), ("G544", "Esweg 1"), ("G544", "9400 AA Assen"),
    ("G544", "privacy@de-es.example"), ("G544", "+31 592 000000"),
    ("G545", "iemand@elders.example"), ("G545", "050-1234567"), ("G545", "9711 ZZ"),
    ("G546", "https://elders.example/pad"), ("G546", "www.elders.nl"), ("G546", "elders.nl"),
    ("G547", "ISO 9001"), ("G547", "EX-1"), ("G547", "sessionid"), ("G547", "de-es.example"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words"), TYPED)
def test_a_fact_is_not_typed(code: str, words: str) -> None:
    found = findings_of(nl=NL + f"\nDit gaat over {words} en meer. {{explains}}\n")
    assert codes(found) == {code}
    assert found[0].span.line == NL.count("\n") + 2
    assert found[0].span.column == 15 if "\n" not in words else True


TYPED_IN_ENGLISH = [
    ("G540", "4 weeks"), ("G540", "four weeks"), ("G540", "a month"), ("G540", "a 30-day wait"),
    ("G540", "two full months"), ("G540", "ten working days"), ("G540", "half a year"),
    ("G540", "twenty-four hours"), ("G540", "several years"),
    ("G541", "1 December 2026"), ("G541", "December 1, 2026"), ("G541", "3rd of May"),
    ("G542", "e-mail address"), ("G542", "telephone numbers"), ("G543", "printers"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words"), TYPED_IN_ENGLISH)
def test_a_fact_is_not_typed_in_english(code: str, words: str) -> None:
    found = findings_of(en=EN + f"\nThis is about {words} and more. {{explains}}\n")
    assert codes(found) == {code}


UNSUSPECTED = [
    "Artikel 6 van de wet telt 4 leden.", "Zie bijv. de wet, art. 6, lid 1.",
    "Dat is vandaag of morgen, elk jaar weer.", "U benaamt iets, of adresseert het.",
    "Wij drukken dit af; kijk in de weken daarna.",
]  # fmt: skip


@pytest.mark.parametrize("words", UNSUSPECTED)
def test_ordinary_words_are_no_facts(words: str) -> None:
    assert findings_of(nl=NL + f"\n{words} {{explains}}\n") == []


def test_a_typed_fact_in_a_heading_is_found_as_well() -> None:
    assert codes(findings_of(nl=changed(NL, "### Nieuws", "### Vier weken"))) == {"G540"}


def test_the_languages_of_policy_and_statements_must_match() -> None:
    policy, nl = policy_of(), statement_of(NL, "nl")
    assert codes(check_statements(policy, {"nl": nl})) == {"G532"}
    assert codes(check_statements(policy, {})) == {"G532"}
    three = {"nl": nl, "en": statement_of(EN, "en"), "fr": statement_of(EN, "fr")}
    assert "G533" in codes(check_statements(policy, three))
    spoken = replace(policy.controller, languages=("nl", "fr"))
    assert "G534" in codes(check_statements(replace(policy, controller=spoken), {"nl": nl}))


@pytest.mark.parametrize(
    ("text", "code"), [("", "G512"), ("\n \n", "G512"), ("a" * 200_001, "G513")]
)
def test_an_empty_or_endless_file_is_no_statement(text: str, code: str) -> None:
    read, found = parse_statement(text, "nl.md", "nl")
    assert (read, codes(found)) == (None, {code})


def test_every_code_of_the_statement_has_a_case_here() -> None:
    tables = [module.CODES for module in (reading, sentences, statement, typed)]
    tried = {code for code, *_ in [*MISTAKES, *TYPED]}
    elsewhere = {"G512", "G513", "G532", "G533", "G534"}
    assert {code for table in tables for code in table} == tried | elsewhere


SPLITS = [
    ("Een zin. Nog een zin.", ["Een zin.", "Nog een zin."]),
    ("Zie bijv. de wet.", ["Zie bijv. de wet."]),
    ("Zie art. 6 en o.a. lid 1.", ["Zie art. 6 en o.a. lid 1."]),
    ("Echt? Ja! Goed.", ["Echt?", "Ja!", "Goed."]),
    ("Hij zei “ja.” Zij niet.", ["Hij zei “ja.”", "Zij niet."]),
    ("Een zin zonder punt", ["Een zin zonder punt"]),
    ("Van {{ controller.name }}. En meer.", ["Van {{ controller.name }}.", "En meer."]),
    ("Op 1.5 punt.", ["Op 1.5 punt."]),
    ("Een regel\n  en nog een.", ["Een regel en nog een."]),
]


@pytest.mark.parametrize(("text", "expected"), SPLITS)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    read = statement_of(f"# T\n\n{text}\n", "nl")
    assert [sentence.source for sentence in read.sentences()] == expected


def test_a_mark_belongs_to_the_sentence_before_it() -> None:
    read = statement_of("# T\n\n{explains} Een. Twee. {#a.b} Drie. {explains}\n", "nl")
    marks = [sentence.mark.promise if sentence.mark else None for sentence in read.sentences()]
    assert marks == ["", "a.b", ""]


def test_a_list_goes_on_after_a_blank_line() -> None:
    read = statement_of("# T\n\n- Een. {#a}\n\n- Twee\n  en meer. {#b}\n\n1. Drie. {#c}\n", "nl")
    assert [len(block.items) for block in read.blocks[1:] if hasattr(block, "items")] == [2, 1]


def lines_of(document: Document) -> list[Line]:
    return list(document.lines())


def said(document: Document, promise: str) -> list[str]:
    return [line.markdown for line in document.lines() if line.promise == promise]


def test_placeholders_become_the_words_of_the_policy() -> None:
    nl, en = published(NL, "nl"), published(EN, "en")
    assert said(nl, "contact.controller") == ["De Es B.V. is verantwoordelijk."]
    assert said(nl, "tax.data") == ["Wij gebruiken naam en factuurgegevens (geen kaartnummer)."]
    assert said(nl, "tax.kept") == [
        "Wij bewaren dit tot 7 jaar na afloop van het boekjaar waarin wij de factuur opstelden."
    ]
    assert said(nl, "news-letter.kept") == [
        "Wij wissen dit uiterlijk 1 maand nadat u toestemming gaf."
    ]
    assert said(en, "news-letter.kept") == [
        "We erase this no later than 1 month after you gave consent."
    ]
    assert said(en, "rights.answer") == ["We answer within 1 month, see [above](#your-rights)."]


def test_a_block_of_a_purpose_says_why_what_ground_how_long_and_who() -> None:
    facts = [block for section in published(EN, "en").sections for block in section.blocks]
    rows = next(block for block in facts if isinstance(block, Facts)).rows
    assert [(term, " ".join(line.markdown for line in lines)) for term, lines in rows] == [
        ("Why", "Delivering your order. This concerns customers."),
        ("Which data", "Name, contact details (e-mail address and telephone number) and, "
         "optionally, telephone number."),
        ("Legal basis", "Performing the contract with you, or preparing it at your request "
         "(article 6(1)(b) of the GDPR)."),
        ("How long", "We erase these data no later than 6 months after we delivered, and in any "
         "case no later than 1 year after we received."),
        ("Who receives them", "Druk B.V. (printers) receives of these: name."),
    ]  # fmt: skip


def test_a_full_stop_is_not_doubled_and_a_sentence_begins_with_a_capital() -> None:
    text = NL + '\nDit is van {{ controller.name }}. {explains} {{ title("tax") }}. {explains}\n'
    last = lines_of(published(text, "nl"))[-2:]
    assert [line.markdown for line in last] == ["Dit is van De Es B.V.", "Fiscale bewaarplicht."]


@pytest.mark.parametrize(("day", "stands"), [(date(2028, 5, 1), True), (date(2028, 5, 2), False)])
def test_a_lapsed_attestation_leaves_with_its_sentence(day: date, stands: bool) -> None:
    read = statement_of(NL, "nl")
    document = render(policy_of(), read, replace(EDITION, on=day))
    assert bool(said(document, "attested.iso-9001")) == stands
    assert ("Certificaten" in [section.markdown for section in document.sections]) == stands


def test_links_reach_headings_by_the_words_of_the_source() -> None:
    document = published(NL + "\n## Cookies\n\nNog iets. {explains}\n", "nl")
    anchors = [section.anchor for section in document.sections]
    assert anchors == [
        "in-het-kort", "doelen", "cookies", "certificaten", "uw-rechten", "cookies-2",
    ]  # fmt: skip


def test_a_plan_finds_the_sentence_of_each_period() -> None:
    ids = {"order": "order.kept", "tax": "tax.kept", "news letter": "news-letter.kept"}
    assert promise_of_keep([statement_of(NL, "nl"), statement_of(EN, "en")]) == ids
    named = changed(NL, "{#tax.kept}", "{#my.own}")
    assert promise_of_keep([statement_of(named, "nl")])["tax"] == "my.own"


def test_published_markdown_shows_what_the_policy_says_and_no_markup() -> None:
    sly = changed(POLICY, "name: De Es B.V.", 'name: "<b>[De](x)* Es_ `B` | V"')
    markdown = to_markdown(published(NL, "nl", sly), "Versie", "Vanaf")
    assert r"\<b\>\[De\](x)\* Es\_ \`B\` \| V is verantwoordelijk." in markdown
    assert markdown.startswith("# Privacyverklaring\n\nVersie 0123456789ab · Vanaf 1 december 2026")


def test_every_known_promise_names_its_mode_and_what_keeps_it() -> None:
    known = promises_of(policy_of())
    assert BUILT_IN.keys() <= known.keys()
    assert {promise.mode for promise in known.values()} == {"enforced", "measured", "attested"}
    assert all(promise.by for promise in known.values())


def test_the_version_changes_with_any_text() -> None:
    texts = ["a", "b", "ab", ""]
    assert version_of(texts) != version_of(["ab", "b", "a", ""])
    assert version_of(["a", "b"]) != version_of(["ab"])
    assert version_of(texts) == version_of(list(texts))


SNIPPETS = [
    "{", "}", "{{", "}}", "{#", "{explains}", "{#tax.kept}", '{{ keep("tax") }}', "{{ data(",
    '{{ purpose("order") }}', "{{ cookies() }}", "# ", "- ", "1. ", "\n", "\n\n", ". ", "**",
    "[a](#b)", "](", "<b>", "```", "| ", "> ", "4 weken", "naam", "\r\n", "\x00", "é", "\ud800",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=8), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_reading_and_checking_never_raise(text: str) -> None:
    read, found = parse_statement(text, "nl.md", "nl")
    assert (read is None) == ("G512" in codes(found))
    if read is not None:
        found += check_statements(policy_of(), {"nl": read, "en": statement_of(EN, "en")})
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert all(finding.span.file and finding.span.column > 0 for finding in found)
    own = [finding.span.line for finding in found if finding.span.file.endswith("nl.md")]
    assert all(1 <= line <= len(lines) for line in own)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_no_value_turns_into_markup(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    plain = [b for a, b in pairwise(" " + escaped) if a != "\\" and b in "`*_[]<>|~"]
    assert plain == []


PERIODS = st.builds(
    Period, st.integers(0, 9), st.integers(0, 11), st.integers(0, 9), st.integers(1, 40)
)


def with_period(policy: Policy, purpose: str, period: Period) -> Policy:
    one = policy.purposes[purpose]
    new = replace(one, keep=replace(one.keep, period=period))
    return replace(policy, purposes={**policy.purposes, purpose: new})


@settings(max_examples=60, deadline=None)
@given(purpose=st.sampled_from(["order", "tax", "news letter"]), period=PERIODS)
def test_a_period_changes_the_sentences_that_carry_it_and_no_other(
    purpose: str, period: Period
) -> None:
    before = policy_of()
    after = with_period(before, purpose, period)
    if period == before.purposes[purpose].keep.period:
        return
    for language, source in (("nl", NL), ("en", EN)):
        text = source + "\n{{ periods() }} {#periods.table}\n"
        read = statement_of(text, language)
        old, new = (lines_of(render(policy, read, EDITION)) for policy in (before, after))
        differ = [a.promise for a, b in zip(old, new, strict=True) if a != b]
        assert differ == [f"{purpose.replace(' ', '-')}.kept"] * 2


def test_a_table_row_counts_as_one_line() -> None:
    table = published(NL + "\n{{ periods() }} {#periods.table}\n", "nl").sections[-1].blocks[-1]
    assert isinstance(table, Table)
    assert [row.promise for row in table.rows] == ["order.kept", "tax.kept", "news-letter.kept"]

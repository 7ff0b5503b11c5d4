"""Recipients: whether data may flow to them on a day, why not, and what ends when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import recipients
from gestand.core.policy import sharing
from gestand.core.policy.fill import Authority, Edition, Filler
from gestand.core.policy.model import Adequacy, Agreement, Clauses, Recipient, Role, Tool
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.safeguards import safeguard
from gestand.core.policy.sharing import check_recipients, unnamed_kinds
from gestand.core.policy.statement import parse_statement
from gestand.core.policy.words import GRAMMARS
from gestand.core.recipients import ASKED, Standing, stands, until_without_gap
from gestand.work.dated import countries
from tests.core.receiving import AGREEMENT, CLAUSES, DAY, LAW, SAYS, policy, printer
from tests.core.small import codes, well_told

DPF = "{adequacy: us-dpf, scope: non-hr, certified until: 2027-02-01}"


def on(
    more: str = "", country: str = "NL", agreement: str = AGREEMENT, day: date = DAY
) -> Standing:
    return stands(printer(more, country, agreement), LAW, day)


LACKS = [
    ("G217", "no tool", "", "US", AGREEMENT),
    ("G217", "access from outside", "access from: [IN]", "NL", AGREEMENT),
    ("G218", "a country that is none", f"tool: {CLAUSES}", "XQ", AGREEMENT),
    ("G230", "no agreement", "", "NL", ""),
    ("G231", "an agreement that says nothing", "", "NL", "{signed: 2025-03-01}"),
    ("G231", "without (g)", "", "NL", AGREEMENT.replace("at the end: delete, ", "")),
    ("G232", "two at once", "", "NL", f"[{AGREEMENT}, {AGREEMENT.replace('2025', '2026')}]"),
    ("G233", "an unknown decision", "tool: {adequacy: moon}", "US", AGREEMENT),
    ("G234", "a decision on another country", "tool: {adequacy: japan}", "US", AGREEMENT),
    ("G234", "a scope that is not said", "tool: {adequacy: canada}", "CA", AGREEMENT),
    ("G234", "a scope that it has not", "tool: {adequacy: japan, scope: hr}", "JP", AGREEMENT),
    ("G234", "no certificate", "tool: {adequacy: us-dpf, scope: hr}", "US", AGREEMENT),
    ("G234", "clauses for a controller", f"tool: {CLAUSES.replace('c2p', 'c2c')}", "US", AGREEMENT),
    ("G236", "a certificate of before", f"tool: {DPF.replace('2027', '2026')}", "US", AGREEMENT),
    ("G237", "an agreement of before", "", "NL", AGREEMENT.replace("2028", "2026")),
    ("G237", "one that ends before it begins", "", "NL", AGREEMENT.replace("2028", "2024")),
    ("G237", "an agreement of later", "", "NL", AGREEMENT.replace("{", "{from: 2027-01-01, ")),
    ("G237", "one not yet signed", "", "NL", AGREEMENT.replace("2025-03-01", "2027-03-01")),
    ("G241", "no country", "", "", AGREEMENT),
    ("G242", "not assessed yet", f"tool: {CLAUSES.replace('2026', '2027')}", "US", AGREEMENT),
]  # fmt: skip


@pytest.mark.parametrize(("code", "why", "more", "country", "agreement"), LACKS)
def test_what_lacks_is_told_and_stops_the_flow(
    code: str, why: str, more: str, country: str, agreement: str
) -> None:
    found = on(more, country, agreement)
    findings = [lack.finding for lack in found.lacks]
    assert (why, codes(findings)) == (why, {code})
    assert not found.may_flow
    assert well_told(findings)


def test_a_decision_ends_on_its_last_day() -> None:
    last = LAW.decisions["united-kingdom"].until
    assert last is not None
    agreement = AGREEMENT.replace("until: 2028-03-01, ", "")
    there = "tool: {adequacy: united-kingdom}"
    assert on(there, "GB", agreement, last).may_flow
    after = on(there, "GB", agreement, last + timedelta(days=1))
    assert [lack.code for lack in after.lacks] == ["G235"]


@pytest.mark.parametrize(
    ("more", "country"),
    [
        ("", "NL"),
        ("", "NO"),
        (f"tool: {DPF}", "US"),
        (f"tool: {CLAUSES}", "IN"),
        ("tool: {adequacy: canada, scope: commercial}", "CA"),
        ("tool: {article 49: b}", "CN"),
        ('tool: {bcr: "EX 1", approved: 2024-01-01, assessed: 2024-06-01}', "IN"),
        (f"access from: [IN, GB], tool: [{{adequacy: united-kingdom}}, {CLAUSES}]", "NL"),
    ],
)
def test_data_may_flow_where_all_is_there(more: str, country: str) -> None:
    assert on(more, country).lacks == ()


def test_who_decides_for_itself_needs_no_agreement() -> None:
    found = on("role: controller", agreement="")
    assert (found.may_flow, found.ends) == (True, ())


@pytest.mark.parametrize(("left", "warned"), [(91, None), (90, 90), (60, 60), (31, 60), (0, 30)])
def test_an_end_is_told_ninety_sixty_and_thirty_days_before(left: int, warned: int | None) -> None:
    (ends,) = on(day=date(2028, 3, 1) - timedelta(days=left)).ends
    assert (ends.left, ends.warning) == (left, warned)
    assert str(ends).startswith("the agreement of `example-printer` ends on 2028-03-01, ")


def test_an_agreement_that_follows_is_no_end() -> None:
    following = f"{{signed: 2028-02-01, from: 2028-03-02, {SAYS}}}"
    found = on(agreement=f"[{AGREEMENT}, {following}]", day=date(2028, 2, 20))
    assert (found.may_flow, found.ends) == (True, ())


def test_the_statement_says_the_tool_in_both_languages() -> None:
    said = safeguard(printer(f"tool: [{CLAUSES}, {{article 49: b}}]", "US"))
    assert said["nl"].startswith("standaardbepalingen van de Europese Commissie en uitzondering")
    assert said["en"].endswith("exception of article 49(1)(b) GDPR")
    assert safeguard(printer()) == {}


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("nl", "Druk B.V. in Nederland, met toegang vanuit India (standaardbepalingen van de"),
        ("en", "Druk B.V. in the Netherlands, with access from India (standard contractual"),
    ],
)
def test_a_statement_says_from_where_data_can_be_reached(language: str, place: str) -> None:
    found = policy(f"access from: IN, tool: {CLAUSES}")
    edition = Edition("1", DAY, Authority({}, {}, {}), countries())
    told = Filler(found, GRAMMARS[language], edition).transfers()
    assert told is not None and told.startswith(place)


def test_a_policy_is_held_against_itself() -> None:
    overlap = f"[{AGREEMENT}, {{signed: 2027-01-01}}]"
    assert codes(check_recipients(policy(agreement=overlap), {})) == {"G232"}
    assert codes(check_recipients(policy("role: controller"), {})) == {"G240"}
    slow = AGREEMENT.replace("24 hours", "48 hours")
    assert codes(check_recipients(policy(agreement=slow), {})) == {"G245"}
    assert check_recipients(policy(), {}) == []


def test_what_no_purpose_of_it_declares_is_not_for_a_recipient() -> None:
    given = replace(printer(), gets=("name", "invoice"))
    found = check_recipients(replace(policy(), recipients={given.id: given}), {})
    assert codes(found) == {"G239"}
    assert "`invoice`" in found[0].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wij delen met {{ processors }}.", set()),
        ('Wij delen met {{ kind("agency") }}.', {"G238"}),
        ("Wij delen niets.", set()),
    ],
)
def test_the_list_of_kinds_in_a_statement_is_closed(text: str, found: set[str]) -> None:
    statement, _ = parse_statement(f"# Titel\n\n{text} {{explains}}\n", "nl.md", "nl")
    assert statement is not None
    findings = check_recipients(policy(), {"nl": statement})
    assert codes(findings) == found
    assert well_told(findings)
    unnamed = unnamed_kinds(policy(), [statement])
    lacks = stands(printer(), LAW, DAY, unnamed).lacks
    assert {lack.code for lack in lacks} == found, "nothing flows either"
    assert well_told([lack.finding for lack in lacks])


def test_every_code_is_told() -> None:
    told = {code for code, *_ in LACKS} | {"G235", "G232", "G238", "G239", "G240", "G245"}
    assert {*recipients.CODES, *sharing.CODES} <= told


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
LETTERED = {letter: "art. 1" for letter in ASKED}


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    signed, until = draw(DAYS), draw(st.none() | DAYS)
    says = draw(st.sampled_from([LETTERED, LETTERED, {"a": "art. 1"}]))
    return Agreement(signed, draw(st.sampled_from([signed, draw(DAYS)])), until, says=says)


TOOLS: st.SearchStrategy[Tool] = st.one_of(
    st.builds(Clauses, st.sampled_from(["c2p", "c2c"]), DAYS, DAYS),
    st.builds(
        Adequacy,
        st.sampled_from(["united-kingdom", "us-dpf", "moon"]),
        st.sampled_from(["", "hr"]),
        st.none() | DAYS,
    ),
)


@st.composite
def receivers(draw: st.DrawFn) -> Recipient:
    """Draw a recipient in one or two countries, with agreements and tools of any days."""
    return replace(
        printer(),
        role=draw(st.sampled_from([Role.PROCESSOR, Role.CONTROLLER])),
        country=draw(st.sampled_from(["NL", "US", "GB", ""])),
        access=tuple(draw(st.lists(st.sampled_from(["GB", "IN"]), max_size=1))),
        agreements=tuple(draw(st.lists(agreements(), max_size=3))),
        tools=tuple(draw(st.lists(TOOLS, max_size=2))),
    )


def counts(one: Agreement, day: date) -> bool:
    return max(one.signed, one.begins) <= day <= (one.until or date.max)


def protects(one: Recipient, tool: Tool, country: str, day: date) -> bool:
    """Say it again, plainly: does a drawn tool protect data in a country on a day?"""
    if isinstance(tool, Clauses):
        fits = (tool.module == "c2p") == (one.role is Role.PROCESSOR)
        return fits and tool.signed <= day and tool.assessed <= day
    assert isinstance(tool, Adequacy)
    if tool.decision == "united-kingdom":
        sure = tool.certified_until is None or day <= tool.certified_until
        return country == "GB" and not tool.scope and sure and day <= date(2031, 12, 27)
    certified = tool.certified_until is not None and day <= tool.certified_until
    return tool.decision == "us-dpf" and country == "US" and tool.scope == "hr" and certified


@given(receivers(), DAYS)
def test_data_flow_exactly_when_agreement_and_every_country_hold(one: Recipient, day: date) -> None:
    on_day = [each for each in one.agreements if counts(each, day)]
    held = on_day[0] if len(on_day) == 1 else None
    agreed = held is not None and (one.role is not Role.PROCESSOR or held.says == LETTERED)
    agreed = agreed or (not one.agreements and one.role is not Role.PROCESSOR)
    abroad = [country for country in one.countries if country not in LAW.eea]
    covered = all(any(protects(one, t, c, day) for t in one.tools) for c in abroad)
    found = stands(one, LAW, day)
    assert found.may_flow == bool(agreed and covered and one.country)
    assert (not found.agreement) == agreed
    assert all(lack.finding.suggestion for lack in found.lacks)


@given(receivers(), DAYS)
def test_the_first_end_is_the_last_day_on_which_data_flow(one: Recipient, day: date) -> None:
    """But for what an agreement says: another one may say less from its first day on.

    Where two count at the same time nothing flows, and `check` tells of that long before.
    """
    one = replace(one, agreements=tuple(replace(a, says=LETTERED) for a in one.agreements))
    found = stands(one, LAW, day)
    if not found.may_flow or not found.ends or [*recipients.overlaps(one)]:
        return
    last = found.ends[0].until
    assert stands(one, LAW, last).may_flow
    assert not stands(one, LAW, last + timedelta(days=1)).may_flow


SPELLS = st.lists(st.tuples(DAYS, DAYS), max_size=5)


@given(SPELLS, DAYS)
def test_spells_without_a_gap_end_where_the_first_day_has_none(
    spells: list[tuple[date, date]], day: date
) -> None:
    last = until_without_gap(spells, day)
    held = {s[0] + timedelta(n) for s in spells for n in range((s[1] - s[0]).days + 1)}
    if last is None:
        assert day not in held
    else:
        assert last + timedelta(days=1) not in held
        assert all(day + timedelta(n) in held for n in range((last - day).days + 1))


def test_two_readings_of_a_policy_stand_the_same() -> None:
    read, findings = parse_policy("policy: 1\nrecipients: {a: {is: b}}\n", "policy.yaml")
    assert findings
    assert read is None or not any(s.may_flow for s in recipients.standing(read, LAW, DAY))

"""Who may sign in, and what each may see and do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gestand.core.officers import parse_officers
from gestand.core.request import Request, State, What
from gestand.core.rights_rules import Right
from gestand.core.roles import MAY, Asks, Officer, Role

BEGIN = "officers: 1\npeople:\n"
MILA = '  Mila Verzonnen: {roles: [officer], token: "${A_TOKEN}"}\n'
ASKED = Request(1, Right.ACCESS, date(2026, 3, 2))

WRONG = {
    "  Mila: {roles: [officer], token: fourty-characters-of-a-secret}\n": "3:35 G620",
    MILA + '  Joris: {roles: [auditor], token: "${A_TOKEN}"}\n': "4:3 G621",
    MILA + '  MILA verzonnen: {roles: [auditor], token: "${B_TOKEN}"}\n': "4:3 G623",
    '  Mila: {roles: [officer], token: "${A_TOKEN}", kinds: [applicant]}\n': "3:9 G622",
    '  Mila: {roles: [hr], token: "${A_TOKEN}", kinds: [aplicant]}\n': "3:52 G104",
    '  Mila: {roles: [officer], token: "${A_TOKEN}", where: {city: [Ede]}}\n': "3:9 G622",
    '  Mila: {roles: [boss], token: "${A_TOKEN}"}\n': "3:18 G123",
    "  Mila: {roles: [officer]}\n": "3:9 G118",
    '  Mila: {roles: [officer], token: "${A_TOKEN}", salary: 1}\n': "3:49 G117",
}


def test_what_is_wrong_with_officers_is_told_where_it_stands() -> None:
    for text, told in WRONG.items():
        officers, found = parse_officers(BEGIN + text, "officers.yaml", ("applicant",))
        assert [f"{f.span.line}:{f.span.column} {f.code}" for f in found] == [told], text
        assert all(f.suggestion for f in found)
        assert "fourty" not in str(found)
        assert all(officer.token == "${A_TOKEN}" for officer in officers)  # a reference
    whole, none = parse_officers(BEGIN + MILA, "officers.yaml", None)
    assert (whole, none) == (
        (Officer("Mila Verzonnen", frozenset({Role.OFFICER}), "${A_TOKEN}"),), [],
    )


def test_whoever_has_no_role_may_do_nothing() -> None:
    nobody = Officer("nobody", frozenset())
    assert not nobody.may_open("cases")
    assert not nobody.sees(ASKED, Asks())
    assert not any(nobody.may(what, ASKED, Asks()) for what in What)
    assert {*MAY} == {*What}
    assert not any(Role.AUDITOR in roles for roles in MAY.values())
    assert not Officer("x", frozenset(Role)).may_open("a page that nobody thought of")


@pytest.mark.parametrize(("role", "kind", "state", "seen"), [
    (Role.HR, "applicant", State.RECEIVED, True),
    (Role.HR, "customer", State.RECEIVED, False),
    (Role.HR, "", State.RECEIVED, False),
    (Role.FINANCE, "customer", State.FEE_ASKED, True),
    (Role.FINANCE, "customer", State.IN_HAND, False),
    (Role.SUPPORT, "", State.RECEIVED, True),
])  # fmt: skip
def test_some_roles_are_limited_to_some_cases(
    role: Role, kind: str, state: State, seen: bool
) -> None:
    officer = Officer("somebody", frozenset({role}), kinds=frozenset({"applicant"}))
    request, who = Request(1, Right.ACCESS, date(2026, 3, 2), state), Asks(kind, "a digest")
    assert officer.sees(request, who) is seen
    if not seen:
        assert not any(officer.may(what, request, who) for what in What)
        assert not officer.reads_words(request, who)


def test_hr_sees_only_whom_somebody_looked_up() -> None:
    hr = Officer("x", frozenset({Role.HR}), "", frozenset({"applicant"}), (("vacancy_id", ("3",)),))
    seen, other = Asks("applicant", "theirs"), Asks("applicant", "another")
    assert not hr.sees(ASKED, seen)  # nobody looked yet
    known = replace(hr, people=frozenset({"theirs"}))
    assert (known.sees(ASKED, seen), known.sees(ASKED, other)) == (True, False)

"""A token that acts for an officer does what the roles of that officer allow, and no more."""

from __future__ import annotations

from pathlib import Path

from tests.surfaces.checking import Checking
from tests.surfaces.programs import TOMORROW, linde, token_for

OFFICERS = """officers: 1
people:
  Mila: {roles: [support], token: "${A}"}
  Omar: {roles: [officer], token: "${B}"}
  Noor: {roles: [hr], kinds: [applicant], where: {vacancy_id: [1]}, token: "${C}"}
"""
ONE, TWO = "/api/v1/requests/1", "/api/v1/requests/2"
SETTLE = {"event": "settle-identity", "version": 1, "method": "signed-in"}
HOLD = {"person": "customer:1", "because": "a claim", "article": "17(3)(e)", "review": TOMORROW}
ROLES, LEFT = "not for the roles", "not stand in officers.yaml any more"


def test_a_token_does_for_an_officer_what_their_roles_allow(tmp_path: Path) -> None:
    folder = linde(tmp_path / "linde")
    tokens = {name: token_for(folder, acts_for=name) for name in ("Kim", "mila", "Omar", "Noor")}
    (folder / "privacy" / "officers.yaml").write_text(OFFICERS, encoding="utf-8")
    program = Checking(folder, token_for(folder))
    kim, mila, omar, noor = (program.as_another(token) for token in tokens.values())
    for person in ("customer:1", "applicant:5"):
        program.post("/api/v1/requests", {"rights": ["access"], "person": person})
    for one, path, why in ((kim, TWO, LEFT), (mila, TWO, ROLES), (noor, ONE, ROLES)):
        refused = one.post(f"{path}/events", SETTLE)
        assert (refused.status, why in refused.told["detail"]) == (403, True), refused.told
    assert [noor.post(f"{TWO}/events", SETTLE).status, omar.post(f"{ONE}/events", SETTLE).status
            ] == [200, 200]  # fmt: skip
    looks = {"version": 2, "person": "customer:1"}
    write = {"letter": "forwarded", "language": "en", "reason": "handling"}
    for path, body in (
        (f"{ONE}/preview", looks), (f"{ONE}/package", {**looks, "reason": "handling"}),
        (f"{ONE}/letters/preview", write), (f"{ONE}/authenticator", {"event": "confirm"}),
        ("/api/v1/holds", HOLD), ("/api/v1/versions", {"code": "0" * 16}),
    ):  # fmt: skip
        refused = mila.post(path, body)
        assert (refused.status, ROLES in refused.told["detail"]) == (403, True), path
    assert mila.get(f"{ONE}?reason=handling").status == 403
    assert [omar.get(f"{ONE}?reason=handling").status, omar.post("/api/v1/holds", HOLD).status
            ] == [200, 201]  # fmt: skip
    assert mila.post("/api/v1/holds/1/events", {"event": "confirm", "version": 1}).status == 403
    answer = {"event": "answer", "version": 9}
    assert program.post(f"{ONE}/events", answer).status == 409  # it has no roles

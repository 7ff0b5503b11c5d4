"""Holds, orders and breaches over the API: two people, one answer under one key, nobody named."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.settings import now, today
from gestand.wiring import open_company
from gestand.work.noted import Noted
from tests.surfaces.commands import gestand
from tests.surfaces.programs import Caller, linde, token_for
from tests.work.disclosing import RECIPIENTS, RIGHTS

NEXT_YEAR = (today("Europe/Amsterdam") + timedelta(days=365)).isoformat()
HOLD = {"person": "customer:1", "because": "a claim", "article": "6:162 BW", "review": NEXT_YEAR}


def with_recipients(folder: Path) -> Path:
    policy = linde(folder) / "privacy" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace(RIGHTS, RECIPIENTS + RIGHTS), "utf-8")
    return folder


@pytest.fixture(scope="module")
def mila(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = with_recipients(tmp_path_factory.mktemp("registers") / "linde")
    return Caller(folder, token_for(folder, acts_for="Mila"))


@pytest.fixture(scope="module")
def omar(mila: Caller) -> Caller:
    return mila.as_another(token_for(mila.folder, acts_for="Omar"))


def are_held(folder: Path) -> int:
    company = open_company(folder)
    return len(Noted.of(company, today(company.zone)).holds)


def test_two_people_place_and_release_a_hold(mila: Caller, omar: Caller) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "claim-17"}
    new, again = (mila.post("/api/v1/holds", HOLD, **key) for _ in range(2))
    assert (new.status, new.headers["Location"]) == (201, "/api/v1/holds/1")
    assert again.told == new.told and are_held(mila.folder) == 1
    events = "/api/v1/holds/1/events"
    alone = mila.post(events, {"event": "confirm", "version": 1})
    assert (alone.status, "two people must" in alone.told["detail"]) == (409, True)
    assert omar.post(events, {"event": "confirm", "version": 1}).told["confirmed_by"] == "Omar"
    assert omar.post(events, {"event": "confirm", "version": 1}).status == 409  # it went on
    asks = {"event": "release", "because": "settled"}
    for body, status in (
        ({**asks, "version": 2}, 422),  # whom it is about is named once more
        ({**asks, "version": 2, "person": "customer:2"}, 409),
        ({**asks, "version": 2, "person": "customer:1"}, 200),
        ({**asks, "version": 3, "person": "customer:1"}, 409),
        ({"event": "review", "version": 3, "review": NEXT_YEAR, "because": "no"}, 200),
        ({**asks, "version": 4, "person": "customer:1"}, 200),
    ):
        assert mila.post(events, body).status == status, body
    done = omar.post(events, {"event": "release", "version": 5, "person": "customer:1"})
    assert (done.told["released_by"], are_held(mila.folder)) == ("Omar", 0)
    listed = json.loads(gestand("hold", mila.folder, "--format", "json").stdout)
    (told,) = mila.get("/api/v1/holds?limit=1").told["holds"]
    assert told == {**listed[0], "version": 6} == mila.get("/api/v1/holds/1").told
    assert mila.get("/api/v1/holds/9").status == 404
    assert gestand("verify", mila.folder).exit_code == 0


def test_an_order_keeps_and_is_decided_by_a_second_person(mila: Caller, omar: Caller) -> None:
    order = {"recipient": "police", "article": "126ni Sv", "verified": "called", "asks": ["email"],
             "keep": ["customer:1"], "review": NEXT_YEAR, "secret_until": NEXT_YEAR,
             "secret_by": "126bb Sv"}  # fmt: skip
    assert mila.post("/api/v1/orders", {**order, "secret_by": ""}).status == 409
    for wrong in ({"recipient": "polcie"}, {"asks": ["emial"]}, {"keep": ["customer:9"]},
                  {"at": "2026-11-02T09:30:00+01:00"}):  # fmt: skip
        assert mila.post("/api/v1/orders", {**order, **wrong}).status == 422, wrong
    before, taken = are_held(mila.folder), mila.post("/api/v1/orders", order)
    assert (taken.status, taken.told["taken_by"]) == (201, "Mila")
    assert taken.told["secret_by"] == "126bb Sv"
    assert are_held(mila.folder) == before + 1
    where = f"/api/v1/orders/{taken.told['number']}"
    decide = {"event": "decide", "version": 1, "give": ["email"]}
    assert mila.post(f"{where}/events", decide).status == 409
    assert omar.post(f"{where}/events", {**decide, "give": ["name"]}).status == 409  # not asked
    assert omar.post(f"{where}/events", decide).told["given"] == ["email"]
    told = mila.post(f"{where}/events", {"event": "secrecy", "version": 2}).told
    assert (told["secret_until"], told["version"]) == (None, 3)
    costs = {"event": "costs", "version": 3, "costs": "much"}
    for wrong_amount in ("much", "-1", "1e400000", "0.001", "NaN"):
        told = omar.post(f"{where}/events", {**costs, "costs": wrong_amount})
        assert told.status == 422, wrong_amount
    assert omar.post(f"{where}/events", {**costs, "costs": "12.5"}).told["costs"] == "12.50"
    counted = json.loads(gestand("order", mila.folder, "--count", "--format", "json").stdout)
    assert mila.get("/api/v1/orders/count").told["counts"] == counted
    assert (counted[0]["given"], counted[0]["costs"]) == (1, "12.50")
    due = {"issued_by": "a prosecutor", "answer_by": NEXT_YEAR, "keep": [], "secret_until": None,
           "secret_by": None}  # fmt: skip
    named = {name: value for name, value in {**order, **due}.items() if value and name != "review"}
    told = mila.post("/api/v1/orders", named).told
    assert (told["issued_by"], told["due"][:10]) == ("a prosecutor", NEXT_YEAR)
    assert mila.post("/api/v1/orders", {**named, "answer_by": "2020-01-01"}).status == 409
    assert f'"due": "{NEXT_YEAR}"' in json.dumps(mila.get("/api/v1/due?within=400").told)
    european = {"recipient": "police", "asks": ["name"], "clock": "emergency"}
    assert mila.post("/api/v1/orders", european).told["due"] > now().isoformat()


def test_a_breach_is_written_down_and_closed_when_nothing_is_missing(mila: Caller) -> None:
    machine = mila.as_another(token_for(mila.folder, "breaches:write"))
    told = {"fields": {"what": "a laptop was stolen"}}
    wrong = ({}, {"aware": "0001-01-01T00:00:00+12:00"}, {"aware": "9999-12-31T23:59:00-12:00"})
    assert [machine.post("/api/v1/breaches", {**told, **w}).status for w in wrong] == [422] * 3
    begun = machine.post("/api/v1/breaches", {**told, "aware": now().isoformat()})
    where = begun.headers["Location"]
    assert [one["whom"] for one in begun.told["clocks"]] == ["register", "authority"]
    tell = {"event": "tell", "version": 1, "fields": {"kind": "confidentiality"}}
    assert machine.post(f"{where}/events", tell).status == 200
    rate = {"event": "rate", "version": 2, "risk": "none", "because": "it was encrypted"}
    refused = machine.post(f"{where}/events", rate)
    assert (refused.status, "acts for nobody" in refused.told["detail"]) == (403, True)
    assert mila.post(f"{where}/events", rate).told["risk"] == "none"
    close = mila.post(f"{where}/events", {"event": "close", "version": 3, "because": "lock it"})
    assert (close.status, "cannot be closed yet" in close.told["detail"]) == (409, True)
    notify = {"event": "notify", "version": 3, "whom": "authority", "reference": "AP-1"}
    assert mila.post(f"{where}/events", notify).told["told"][0]["reference"] == "AP-1"
    assert mila.post(f"{where}/events", {**notify, "whom": "nobody"}).status == 422
    assert mila.get("/api/v1/breaches").told["breaches"][0]["kind"] == "confidentiality"


def test_what_a_recipient_may_have_is_given_and_logged_and_all_else_refused(tmp_path: Path) -> None:
    folder = with_recipients(tmp_path / "linde")
    shop = Caller(folder, token_for(folder, "disclosures:write", "disclosures:read"))
    asks = {"recipient": "example-host", "person": "customer:1", "purpose": "service",
            "channel": "sftp, encrypted"}  # fmt: skip
    given = shop.post("/api/v1/disclosures", asks)
    assert (given.status, given.told["package"]["to"]) == (201, "Voorbeeld Host B.V.")
    assert given.told["package"]["rows"][0]["values"]["email"] == ["ann@delinde.example"]
    refused = shop.post("/api/v1/disclosures", {**asks, "recipient": "police"})
    assert (refused.status, refused.told["package"]) == (200, None)
    assert "without its order" in refused.told["disclosure"]["because"][0]
    log = shop.get("/api/v1/disclosures").told["disclosures"]
    assert [one["outcome"] for one in log] == ["made", "refused"]
    assert log == [given.told["disclosure"], refused.told["disclosure"]]
    for wrong in ({"recipient": "exmple-host"}, {"purpose": "none"}, {"order": 7},
                  {"person": "customer:9"}, {"channel": "to ann@delinde.example"}):  # fmt: skip
        assert shop.post("/api/v1/disclosures", {**asks, **wrong}).status == 422, wrong
    assert not [*(folder / ".gestand").glob("answer-*")]
    assert gestand("verify", folder).exit_code == 0


def test_recipients_are_told_of_what_a_request_changed(tmp_path: Path) -> None:
    mila = Caller(folder := with_recipients(tmp_path / "linde"), "")
    mila.token = token_for(folder, acts_for="Mila")
    mila.post("/api/v1/requests", {"rights": ["restriction"], "person": "customer:1"})
    early = mila.post("/api/v1/notices", {"request": 1})
    assert (early.status, mila.post("/api/v1/notices", {"request": 7}).status) == (409, 404)
    for version, event in enumerate((
        {"event": "settle-identity", "method": "signed-in"},
        {"event": "decide", "item": "everything", "outcome": "granted"},
        {"event": "carry-out"},
    ), 1):  # fmt: skip
        assert mila.post("/api/v1/requests/1/events", {**event, "version": version}).status == 200
    key = {"HTTP_IDEMPOTENCY_KEY": "notices-1"}
    found, again = (mila.post("/api/v1/notices", {"request": 1}, **key) for _ in range(2))
    assert (found.status, found.told) == (201, again.told)
    (notice,) = found.told["notices"]
    assert (notice["to"], notice["stage"], notice["version"]) == ("example-host", "due", 1)
    events, sent = "/api/v1/notices/1/events", {"event": "sent", "version": 1}
    assert [mila.post(events, body).status for body in (
        {**sent, "event": "confirmed"}, sent, {**sent, "how": "by mail"}, {**sent, "how": "again"},
        {"event": "confirmed", "version": 2},
    )] == [409, 422, 200, 409, 200]  # fmt: skip
    assert mila.get("/api/v1/notices").told["notices"][0]["stage"] == "confirmed"

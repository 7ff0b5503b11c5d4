"""A program carries a request out for somebody: what it would do first, then exactly that."""

from __future__ import annotations

import shutil
import signal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gestand.core.facts import Person
from gestand.core.programs import FULFIL, REQUESTS_READ, REQUESTS_WRITE
from gestand.work.looks import looks
from gestand.work.packages import fetch
from gestand.work.portal.second_codes import turn_on
from gestand.work.rights_kept import request_known
from gestand.work.state import State
from tests.acceptance.killing import Countdown, in_a_child
from tests.linde import cell, run
from tests.surfaces.checking import Checking
from tests.surfaces.commands import gestand
from tests.surfaces.programs import Caller, Reply, linde, token_for

MAIL = "mail: {from: privacy@delinde.example, out: 'folder:outbox'}\n"
WHO = {"version": 3, "person": "customer:1"}
EVERYTHING = "everything"


@pytest.fixture(scope="module")
def mila(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = linde(tmp_path_factory.mktemp("fulfil") / "linde")
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write(MAIL)
    return Checking(folder, token_for(folder, acts_for="Mila"))


def granted(caller: Caller, right: str, item: str = EVERYTHING) -> str:
    """Return where a request is that was granted."""
    asks = {"rights": [right], "person": "customer:1"}
    where = caller.post("/api/v1/requests", asks).headers["Location"]
    for version, event in enumerate((
        {"event": "settle-identity", "method": "signed-in"},
        {"event": "decide", "item": item, "outcome": "granted"},
    ), 1):  # fmt: skip
        assert caller.post(f"{where}/events", {**event, "version": version}).status == 200
    return where


def carried_out(caller: Caller, where: str, body: Any, key: str = "k") -> Reply:
    return caller.post(f"{where}/fulfilment", body, HTTP_IDEMPOTENCY_KEY=f"{where}{key}")


def test_an_answer_is_fetched_by_a_code_that_is_told_for_a_reason(mila: Caller) -> None:
    where = granted(mila, "access")
    early = mila.post(f"{where}/preview", {**WHO, "version": 2})
    other = mila.post(f"{where}/preview", {**WHO, "person": "applicant:5"})
    assert (early.status, other.status, mila.post(f"{where}9/preview", WHO).status) == (
        409, 409, 404
    )
    told = mila.post(f"{where}/preview", WHO).told
    assert "Read" in {one["step"] for one in told["steps"]}
    sure = {**WHO, "code": told["code"]}
    assert carried_out(mila, where, sure).status == 422  # nobody said why the code is told
    narrow = mila.as_another(token_for(mila.folder, FULFIL, acts_for="Mila"))
    assert "`way`: `mail`" in carried_out(narrow, where, sure).told["detail"]
    nobody = mila.as_another(token_for(mila.folder, FULFIL, REQUESTS_READ, REQUESTS_WRITE))
    assert "acts for nobody" in carried_out(nobody, where, sure).told["detail"]
    sure["reason"] = "handling"
    assert carried_out(mila, where, {**sure, "code": "another"}).status == 409
    done, again = (carried_out(mila, where, sure) for _ in range(2))
    assert (done.status, done.told["request"]["state"]) == (200, "carried out")
    assert (again.told, done.told["mail"]) == (done.told, None)
    elsewhere = carried_out(Caller(mila.folder, mila.token), where, sure).told
    assert elsewhere == {**done.told, "code": None}  # it stands nowhere
    with mila.application.office.opened() as keyring:
        assert fetch(keyring, done.told["code"]) is not None
    assert [one.reason for one in looks(State.beside(mila.folder))][-1:] == ["handling"]
    kept = (mila.folder / ".gestand" / "records.db").read_bytes()
    assert done.told["code"].replace("-", "").encode() not in kept
    assert carried_out(mila, where, sure, "l").status == 409  # it went on
    anew = {**WHO, "version": 4, "reason": "question"}
    lost = mila.post(f"{where}/package", anew, HTTP_IDEMPOTENCY_KEY="lost").told
    with mila.application.office.opened() as keyring:
        found = [fetch(keyring, one["code"]) is not None for one in (done.told, lost)]
    assert (found, lost["request"]["version"]) == ([False, True], 4)
    assert mila.post(f"{where}/package", {**anew, "reason": "mere interest"}).status == 422


def test_rows_that_a_person_must_decide_about_are_decided_first(tmp_path: Path) -> None:
    folder = linde(tmp_path / "linde")
    run(folder, "UPDATE contracts SET ended_on = '0000-00-00'")
    mila = Checking(folder, token_for(folder, acts_for="Mila"))
    where = granted(mila, "erasure")
    told = mila.post(f"{where}/preview", WHO).told
    (asks,) = (one for one in told["steps"] if one["step"] == "AskHuman")
    assert carried_out(mila, where, {**WHO, "code": told["code"]}, "early").status == 409
    answer = {**WHO, "step": asks["id"], "outcome": "remove", "because": "it ended long ago"}
    nobody = mila.as_another(token_for(folder, FULFIL))
    assert nobody.post(f"{where}/rows", answer).status == 403
    for wrong in ({"step": "ask:db.nothing"}, {"outcome": "keep", "until": "2020-01-01"}):
        assert mila.post(f"{where}/rows", {**answer, **wrong}).status == 409, wrong
    key = {"HTTP_IDEMPOTENCY_KEY": "rows"}
    shown, again = (mila.post(f"{where}/rows", answer, **key).told for _ in range(2))
    assert ("AskHuman" in str(shown["steps"]), again) == (False, shown)
    assert carried_out(mila, where, {**WHO, "code": shown["code"]}).status == 200


def test_two_people_take_away_the_authenticator_that_somebody_lost(tmp_path: Path) -> None:
    mila = Checking(folder := linde(tmp_path / "linde"), "")
    mila.token = token_for(folder, acts_for="Mila")
    omar = mila.as_another(token_for(folder, acts_for="Omar"))
    nobody = mila.as_another(token_for(folder))
    ways = ((mila, "signed-in"), (mila, "call-back"), (nobody, "call-back"))
    for number, (who, method) in enumerate(ways, 1):
        mila.post("/api/v1/requests", {"rights": ["access"], "person": "customer:1"})
        settle = {"event": "settle-identity", "version": 1, "method": method}
        assert who.post(f"/api/v1/requests/{number}/events", settle).status == 200
    mailed, called, by_nobody = (f"/api/v1/requests/{n}/authenticator" for n in (1, 2, 3))
    ask, confirm = {"event": "ask", "why": "lost"}, {"event": "confirm"}
    assert (mila.get(called).told["has"], mila.post(called, ask).status) == (False, 409)
    with mila.application.office.opened() as keyring:
        turn_on(keyring, [Person("customer", 1)], "ann@delinde.example", b"0" * 20)
    assert [mila.post(path, ask).status for path in (mailed, by_nobody)] == [409, 409]
    assert mila.post(called, confirm).status == 409
    assert mila.post(called, {"event": "ask"}).status == 422
    assert mila.post(called, ask).told["why"] == "lost"
    for name in ("Mila", "MILA."):  # one name, however it is written
        same = mila.as_another(token_for(folder, acts_for=name))
        assert same.post(called, confirm).status == 409, name
    assert omar.post(called, confirm).told["has"] is False
    assert gestand("verify", folder).exit_code == 0


def test_a_code_goes_by_mail_and_is_told_to_nobody(
    mila: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, page = granted(mila, "portability"), "https://delinde.example/en/fetch"
    mails = {**WHO, "way": "mail", "page": page}
    assert "fill one in" in mila.post(f"{where}/preview", mails).told["detail"]
    mails["address"] = "ann@delinde.example"
    asked = mila.as_another(token_for(mila.folder, FULFIL, acts_for="Mila"))
    told = asked.post(f"{where}/preview", mails).told
    assert (told["mails"], told["to"]) == (True, None)
    assert asked.post(f"{where}/preview", {**mails, "reason": "handling"}).status == 403
    told = mila.post(f"{where}/preview", {**mails, "reason": "handling"}).told
    assert told["to"] == "ann@delinde.example"
    refused = carried_out(asked, where, {**mails, "code": told["code"]})
    assert (refused.status, "GESTAND_WEBSITE" in refused.told["detail"]) == (422, True)
    monkeypatch.setenv("GESTAND_WEBSITE", "https://delinde.example/")
    away = {**mails, "address": "me@program.example"}
    code = asked.post(f"{where}/preview", away).told["code"]
    refused = carried_out(asked, where, {**away, "code": code})
    assert (refused.status, "none of theirs" in refused.told["detail"]) == (422, True)
    done = carried_out(asked, where, {**mails, "code": told["code"]})
    assert (done.told["code"], done.told["mail"]) == (None, "sent")
    (letter,) = (mila.folder / "outbox").iterdir()
    assert page in letter.read_text("utf-8").replace("=\n", "")


def test_an_answer_that_waits_is_listed_and_taken_away(mila: Caller) -> None:
    where = granted(mila, "access")
    asks = {**WHO, "way": "mail", "page": "https://delinde.example", "address": "a@b.example",
            "reason": "handling"}  # fmt: skip
    code = mila.post(f"{where}/preview", asks).told["code"]
    assert carried_out(mila, where, {**asks, "code": code}).status == 200
    waits = [one for one in mila.get("/api/v1/packages").told["packages"] if one["waits"]]
    (last,) = (one for one in waits if where.endswith(f"/{one['request']}"))
    assert (last["left"], last["fetched"], last["version"]) == (3, 0, 1)
    path = f"/api/v1/packages/{last['number']}"
    assert mila.get(path).told == last
    done = mila.post(f"{path}/events", {"event": "remove", "version": 1})
    assert (done.told["waits"], done.told["version"]) == (False, 2)
    again = mila.post(f"{path}/events", {"event": "remove", "version": 2})
    assert (again.status, "waits" in again.told["detail"]) == (409, True)
    assert not (mila.folder / ".gestand" / "packages" / str(last["number"])).exists()
    (*_, look) = mila.get("/api/v1/looks").told["looks"]
    assert (look["by"], look["message"]) == ("Mila", None)


def test_a_value_is_corrected_and_what_stood_there_is_told_for_a_reason(mila: Caller) -> None:
    where = granted(mila, "rectification", "email")
    asks = {**WHO, "category": "email", "value": "new@delinde.example"}
    for wrong in ({"category": "emial"}, {"way": "mail"}, {"person": "ann@x:1"}, {"value": None},
                  {"language": "fr"}, {"person": "customer:9"}):  # fmt: skip
        body = {name: value for name, value in {**asks, **wrong}.items() if value}
        reply = mila.post(f"{where}/preview", body)
        assert (reply.status, "ann@" in str(reply.told)) == (422, False), wrong
    told = mila.post(f"{where}/preview", asks).told
    assert (told["correction"]["category"], told["correction"]["old"]) == ("email", None)
    read = mila.post(f"{where}/preview", {**asks, "reason": "second"}).told
    assert (read["correction"]["old"], read["code"]) == ("ann@delinde.example", told["code"])
    changed = carried_out(mila, where, {**asks, "value": "x@delinde.example",
                                        "code": told["code"]})  # fmt: skip
    assert changed.status == 409
    done = carried_out(mila, where, {**asks, "person": "customer:ann@delinde.example",
                                     "code": told["code"]})  # fmt: skip
    assert done.status == 200, done.told


def test_what_was_granted_goes_as_it_was_shown(mila: Caller) -> None:
    where = granted(mila, "erasure")
    run(mila.folder, "UPDATE contracts SET ended_on = '2019-03-01'")
    told = mila.post(f"{where}/preview", WHO).told
    goes = {(one["table"], one["rows"]) for one in told["steps"] if one["step"] == "Erase"}
    assert goes == {("customers", 1), ("contracts", 1)}, told
    (database := mila.folder / "db.db").rename(mila.folder / "away.db")
    assert mila.post(f"{where}/preview", WHO).status == 503
    (mila.folder / "away.db").rename(database)
    run(mila.folder, "INSERT INTO contracts VALUES (2, 1, 'vps', 'b.example', '2019-02-01', "
                     "'2019-03-01')")  # fmt: skip
    sure = {**WHO, "code": told["code"]}
    assert "something else by now" in carried_out(mila, where, sure).told["detail"]
    sure["code"] = mila.post(f"{where}/preview", WHO).told["code"]
    done, again = (carried_out(mila, where, sure) for _ in range(2))
    assert (done.status, done.told["code"], again.told) == (200, None, done.told)
    assert mila.post("/api/v1/requests", {"rights": ["access"], "person": "customer:1"}).status == (
        422
    )
    assert gestand("verify", mila.folder).exit_code == 0


@pytest.mark.nightly
def test_killed_at_any_moment_it_is_carried_out_once(tmp_path: Path) -> None:
    caller = Checking(folder := linde(tmp_path / "linde"), token_for(folder, acts_for="Mila"))
    run(folder, "UPDATE contracts SET ended_on = '2019-03-01'")
    where = granted(caller, "erasure")
    sure = {**WHO, "code": caller.post(f"{where}/preview", WHO).told["code"]}
    for moment in count(1):
        other = Path(shutil.copytree(folder, tmp_path / str(moment)))
        killed = Countdown(moment, int(signal.SIGKILL), on=True)
        stopped = in_a_child(partial(asked, other, caller.token, where, sure), killed)
        # Either this does it, or it was done, and nobody could be told any more.
        assert asked(other, caller.token, where, sure) in (200, 409)
        assert request_known(State.beside(other), 1).row.state == "carried out"
        assert cell(other, "SELECT count(*) FROM customers") == 0
        shutil.rmtree(other)
        if not stopped:
            break
    assert moment > 30


def asked(folder: Path, token: str, where: str, sure: dict[str, Any]) -> int:
    return carried_out(Checking(folder, token), where, sure).status

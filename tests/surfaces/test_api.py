"""The API as programs ask it: who may ask what, and what becomes of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import NoReturn

import pytest

from gestand.core.programs import SCOPES, Program
from gestand.errors import CannotRun
from gestand.surfaces.api.limits import Limit
from gestand.surfaces.api.routes import ROUTES
from gestand.surfaces.api.valid import wrong
from gestand.work.looks import looks
from gestand.work.state import State
from gestand.work.tokens import tokens
from tests.linde import run
from tests.surfaces.commands import gestand
from tests.surfaces.programs import TOMORROW, Caller, linde, token_for

SOME = "may:ask"
ASKS = {"rights": ["access", "erasure"], "person": "customer:1"}
OWN = "a-token-of-forty-characters-0123456789ab"  # for this test only


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = linde(tmp_path_factory.mktemp("api") / "linde")
    return Caller(folder, token_for(folder, acts_for="Mila"), OWN)


@pytest.fixture
def caller(shared: Caller, tmp_path: Path) -> Iterator[Caller]:
    """Give a program of an organisation of which nobody has asked anything yet."""
    shutil.copytree(shared.folder, folder := tmp_path / "linde")
    found = Caller(folder, shared.token, OWN)
    yield found
    assert found.heard == []


def test_a_request_is_taken_in_once_and_carried_on_by_whoever_saw_it_last(caller: Caller) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "message 17".replace(" ", "-")}
    with ThreadPoolExecutor(4) as several:
        asked = [several.submit(caller.post, "/api/v1/requests", ASKS, **key) for _ in range(4)]
    first, *others = (one.result() for one in asked)
    assert [(one.status, one.told) for one in others] == [(201, first.told)] * 3
    assert (first.status, first.headers["Location"]) == (201, "/api/v1/requests/1")
    assert [one["right"] for one in first.told["requests"]] == ["access", "erasure"]
    again = caller.post("/api/v1/requests", ASKS, **key)
    assert (again.status, again.told) == (201, first.told)
    other = caller.post("/api/v1/requests", {**ASKS, "rights": ["access"]}, **key)
    assert (other.status, len(caller.get("/api/v1/requests").told["requests"])) == (422, 2)
    run(caller.folder, "UPDATE customers SET id = 7")  # whoever asked is known by another key
    assert caller.post("/api/v1/requests", ASKS, **key).told == first.told
    assert caller.post("/api/v1/requests", ASKS).status == 422
    events = "/api/v1/requests/1/events"
    settle = {"event": "settle-identity", "version": 1, "method": "signed-in"}
    done = caller.post(events, settle, **key | {"HTTP_IDEMPOTENCY_KEY": "step"})
    assert (done.status, done.told["state"], done.told["version"]) == (200, "in hand", 2)
    assert caller.post(events, settle, **key | {"HTTP_IDEMPOTENCY_KEY": "step"}).told == done.told
    stale = caller.post(events, {**settle, "event": "withdraw"})
    assert (stale.status, "went on meanwhile" in stale.told["detail"]) == (409, True)
    no = caller.post(events, {"event": "settle-fee", "version": 2})
    assert (no.status, caller.get("/api/v1/requests/1").told["version"]) == (409, 2)
    refuse = {
        "event": "decide", "version": 2, "item": "email", "outcome": "refused",
        "ground": "15.4-others", "because": "Somebody else is in it.",
    }  # fmt: skip
    assert caller.post(events, refuse).status == 200
    confirm = caller.post(events, {"event": "confirm", "version": 3, "item": "email"})
    assert (confirm.status, "two people" in confirm.told["detail"]) == (409, True)
    assert "words" not in caller.get("/api/v1/requests/1").told["history"][-1]
    looked = caller.get("/api/v1/requests/1?reason=supervision")
    words = looked.told["history"][-1]["words"]
    (look,) = looks(State.beside(caller.folder))
    assert (look.request, look.by, look.reason) == (1, "Mila", "supervision")
    assert words == {"by": "Mila", "because": "Somebody else is in it."}
    kept = (caller.folder / ".gestand" / "records.db").read_bytes()
    assert (b"message-17" in kept, b"Somebody else" in kept) == (False, False)
    assert gestand("verify", caller.folder).exit_code == 0


def test_one_thing_is_asked_to_go_and_nothing_else(caller: Caller) -> None:
    part = {"rights": ["erasure"], "categories": ["email"]}
    taken = caller.post("/api/v1/requests", part)
    assert (taken.status, taken.told["requests"][0]["categories"]) == (201, ["email"])
    wrong = caller.post("/api/v1/requests", {**part, "categories": ["emial"]})
    assert (wrong.status, "did you mean `email`?" in wrong.told["detail"]) == (422, True)


def test_of_several_servers_one_does_what_all_are_asked_under_one_key(caller: Caller) -> None:
    servers = [caller, *(Caller(caller.folder, caller.token, OWN) for _ in range(2))]
    together = Barrier(len(servers), timeout=20)

    def asked(server: Caller) -> list[tuple[int, int]]:
        found = []
        for number in range(8):
            together.wait()
            reply = server.post("/api/v1/requests", {"rights": ["access"]},
                                HTTP_IDEMPOTENCY_KEY=f"key-{number}")  # fmt: skip
            found.append((reply.status, reply.told["requests"][0]["number"]))
        return found

    with ThreadPoolExecutor(len(servers)) as several:
        assert [*several.map(asked, servers)] == [[(201, number + 1) for number in range(8)]] * 3
    assert len(caller.get("/api/v1/requests").told["requests"]) == 8


def test_requests_are_listed_page_by_page_and_filtered(caller: Caller) -> None:
    for _ in range(2):
        caller.post("/api/v1/requests", {"rights": ["access", "marketing", "restriction"]})
    seen, path = [], "/api/v1/requests?limit=4"
    while path:
        page = caller.get(path).told
        seen += [one["number"] for one in page["requests"]]
        path = f"/api/v1/requests?limit=4&cursor={page['next']}" if page["next"] else ""
    assert seen == [1, 2, 3, 4, 5, 6]
    pressing = caller.get("/api/v1/requests?alarm=at_once&open=true").told["requests"]
    assert [one["right"] for one in pressing] == ["marketing", "marketing"]
    assert caller.get("/api/v1/requests?state=answered").told == {"requests": [], "next": None}
    wrongs = ("state=gone", "limit=0", "limit=x", "cursor=YWZ0ZXIgeA==", "colour=red", "open=1",
              "limit=1&limit=2")
    assert {caller.get(f"/api/v1/requests?{one}").status for one in wrongs} == {422}


def test_what_no_scope_names_is_refused_and_what_ended_is_nobody(caller: Caller) -> None:
    narrow = Caller(caller.folder, token_for(caller.folder, "requests:read", "requests:write"), OWN)
    refused = narrow.get("/api/v1/promises")
    assert (refused.status, "promises:read" in refused.headers["WWW-Authenticate"]) == (403, True)
    narrow.post("/api/v1/requests", ASKS)
    events, step = "/api/v1/requests/1/events", {"version": 1, "method": "signed-in"}
    assert narrow.post(events, {"event": "settle-identity", **step}).status == 200
    decide = {"event": "decide", "version": 2, "item": "everything", "outcome": "granted"}
    assert "acts for nobody" in narrow.post(events, decide).told["detail"]
    assert narrow.get("/api/v1/requests/1?reason=handling").status == 403
    assert list(looks(State.beside(caller.folder))) == []
    own = Caller(caller.folder, OWN, OWN)
    assert own.get("/api/v1/requests").status == 403
    question = {"person": "customer:1", "purpose": "service", "category": "email"}
    assert own.post("/api/v1/may", question).told["may"] is True
    listed = json.loads(gestand("token", caller.folder, "--format", "json").stdout)
    assert [(one["number"], one["uses"] > 0) for one in listed] == [(1, False), (2, True)]
    kept = (caller.folder / ".gestand" / "records.db").read_bytes()
    assert narrow.token.encode() not in kept
    assert "revoked on" in gestand("token", caller.folder, "--revoke", 2).stdout
    assert narrow.get("/api/v1/requests").told["detail"] == "the token was revoked"
    assert gestand("token", caller.folder, "--revoke", 2).exit_code == 2
    run(caller.folder / ".gestand", "UPDATE gestand_token SET scopes = 'may:ask' WHERE number = 1",
        "records.db")  # fmt: skip
    trail = caller.as_another(token_for(caller.folder, "trail:read")).get("/api/v1/trail").told
    assert (trail["holds"], "tokens of programs" in str(trail["wrong"])) == (False, True)


def test_a_token_is_asked_for_whole_or_not_made(caller: Caller) -> None:
    made = ("token", caller.folder, "--make", "shop", "--scope", "may:ask")
    for words in (
        made,
        (*made, "--last", "2020-01-01"),
        (*made, "--last", "2999-01-01"),
        (*made, "--last", TOMORROW, "--scope", "all"),
        ("token", caller.folder, "--make", " ", "--scope", "may:ask", "--last", TOMORROW),
        ("token", caller.folder, "--make", "a\nToken 9", "--scope", "may:ask", "--last", TOMORROW),
        (*made, "--last", TOMORROW, "--acts-for", "\x1b[2JMila"),
        ("token", caller.folder, "--scope", "may:ask"),
    ):
        assert gestand(*words).exit_code == 2, words
    over = Program(1, "shop", frozenset({"may:ask"}), date(2026, 5, 1))
    assert [over.ended(date(2026, 5, day)) for day in (1, 2)] == ["", "the token has expired"]


def test_what_is_no_question_is_a_problem_that_repeats_nothing(caller: Caller) -> None:
    kinds = {"CONTENT_TYPE": "text/plain"}
    wrongs = [
        (caller.ask("PUT", "/api/v1/requests", b"{}"), 405),
        (caller.ask("POST", "/openapi.json", b"{}"), 405),
        (caller.get("/api/v1/nothing"), 404),
        (caller.get("/api/v1/requests/99"), 404),
        (caller.post("/api/v1/requests/99/events", {"event": "close", "version": 1}), 404),
        (caller.post("/api/v1/requests", ASKS, **kinds), 415),
        (caller.ask("GET", "/api/v1/due", HTTP_ACCEPT="text/html"), 406),
        (caller.post("/api/v1/requests", ASKS, CONTENT_LENGTH="2000000"), 413),
        (caller.post("/api/v1/requests", b"{"), 400),
        (caller.post("/api/v1/requests", json.dumps(ASKS).encode()[:-1] + b', "rights": []}'), 400),
        (caller.post("/api/v1/requests", {**ASKS, "rights": []}), 422),
        (caller.post("/api/v1/requests", {**ASKS, "person": "customer:9"}), 422),
        (caller.post("/api/v1/requests", {**ASKS, "person": "ann@x.example:1"}), 422),
        (caller.post("/api/v1/requests", {**ASKS, "received": "2199-01-01"}), 422),
        (caller.post("/api/v1/requests", {**ASKS, "ann@x.example": 1}), 422),
        (caller.post("/api/v1/requests", {"rights": ["objection"], "purposes": ["ann@"]}), 422),
    ]
    assert [(reply.status, reply.told["status"]) for reply, _ in wrongs] == [
        (status, status) for _, status in wrongs
    ]
    assert wrongs[0][0].headers["Allow"] == "GET, POST"
    assert "ann@" not in json.dumps([reply.told for reply, _ in wrongs])
    assert caller.get("/api/v1/requests").told["requests"] == []


def test_consents_promises_registers_and_days_are_told_as_commands_tell_them(
    caller: Caller
) -> None:
    said = {"event": "withdrawn", "purpose": "talent pool", "who": "applicant:5",
            "at": "2026-11-02T09:30:00+01:00", "receipt": "r1"}  # fmt: skip
    new, known = (caller.post("/api/v1/consents", [said]) for _ in range(2))
    assert [(one.status, one.told["receipts"]) for one in (new, known)] == [
        (201, ["r1"]), (200, ["r1"])
    ]
    wrongs = caller.post("/api/v1/consents", {**said, "purpose": "service", "receipt": "r2"})
    assert (wrongs.status, "G614" in wrongs.told["detail"]) == (422, True)
    (last,) = caller.post("/api/v1/consents/latest", {"person": "applicant:5"}).told["consents"]
    assert (last["event"], last["stands"], last["receipt"]) == ("withdrawn", False, "r1")
    assert caller.post("/api/v1/consents/latest", {"person": "applicant:6"}).status == 422
    receipt = caller.post("/api/v1/consents/receipt", {"receipt": "r1"}).told
    assert (receipt["@type"], receipt["dct:identifier"]) == ("dpv:ConsentReceipt", "r1")
    assert caller.post("/api/v1/consents/receipt", {"receipt": "r9"}).status == 404
    day = caller.get("/api/v1/due-day?received=2026-03-05").told
    told = json.loads(gestand("due", "2026-03-05", caller.folder, "--format", "json").stdout)
    assert day == told
    assert caller.get("/api/v1/promises").status == 404  # De Linde wrote no statement
    registers = caller.get("/api/v1/registers?language=en").told
    assert (registers["of"], registers["registers"][0]["id"]) == ("De Linde B.V.", "controller")
    assert caller.get("/api/v1/registers?language=fr").status == 422
    logs = caller.get("/api/v1/logs?language=en").told["registers"]
    assert "next vacancy" in str([one["rows"] for one in logs if one["id"] == "consents"])
    assert caller.get("/api/v1/versions").told["versions"][0]["version"] == "2024-01-01"
    trail = caller.get("/api/v1/trail").told
    assert (trail["wrong"], trail["latest"][0]["number"]) == ([], trail["entries"])
    coming = caller.get("/api/v1/forecast").told
    assert (len(coming["months"]), sum(coming["totals"]) > 0, coming["unseen"]) == (12, True, [])
    assert caller.get("/api/v1/versions/difference?version=2024-01-01").status == 404
    caller.post("/api/v1/requests", {"rights": ["marketing"]})
    listed = json.loads(gestand("alarms", caller.folder, "--format", "json").stdout)
    assert caller.get("/api/v1/due").told["due"] == listed
    assert caller.get("/api/v1/disclosures").told == {"disclosures": [], "next": None}


def test_each_question_is_answered_to_its_scope_and_in_no_other_way(shared: Caller) -> None:
    """Every question as a stranger, and as a program with each scope alone; no other verb is one.

    Which verbs there are is told before anybody is asked who they are: two are enough for those.
    """
    tokens = {"": "gestand_nobody", **{one: token_for(shared.folder, one) for one in SCOPES}}
    verbs = ("GET", "POST", "PUT", "PATCH", "DELETE")
    table = {(one.place.replace("{number}", "1"), one.method): one.scope for one in ROUTES}
    asked = {
        (place, verb, scope): shared.as_another(token).ask(verb, place, b"x").status
        for place, _ in table
        for verb in verbs
        for scope, token in tokens.items()
        if (place, verb) in table or scope in ("", SOME)
    }
    for (place, verb, scope), status in asked.items():
        known = table.get((place, verb))
        expected = 405 if known is None else 401 if not scope else 403
        let_in = scope == known and status in (200, 400, 404, 422)
        assert status == expected or let_in, (place, verb, scope, status)


def test_who_guesses_is_slowed_down(shared: Caller) -> None:
    guessing = Caller(shared.folder, "gestand_guess", OWN, clock=lambda: 1.0)
    told = [guessing.get("/api/v1/due") for _ in range(32)]
    assert [one.status for one in told] == [401] * 30 + [429] * 2
    assert int(told[-1].headers["Retry-After"]) > 0
    # All come from the address of the same proxy: nobody else is shut out by it.
    assert guessing.as_another(OWN).post("/api/v1/may", {}).status == 422
    assert guessing.as_another(shared.token).get("/api/v1/due").status == 200


def test_records_that_cannot_be_written_or_read_are_no_error_of_the_server(
    caller: Caller
) -> None:
    door, records = caller.application._door, caller.folder / ".gestand" / "records.db"
    opened, (before, *_) = door.keyring, tokens(State.beside(caller.folder))

    def busy() -> NoReturn:
        raise CannotRun

    door.keyring = busy
    assert caller.get("/api/v1/versions").status == 200  # it is counted later
    door.keyring = opened
    door.write_uses()
    after, *_ = tokens(State.beside(caller.folder))
    assert (after.uses - before.uses, door.uses.waits) == (1, False)
    records.write_bytes(b"no database" * 999)
    reply = caller.get("/api/v1/versions")
    assert (reply.status, reply.told["status"], len(caller.heard)) == (503, 503, 1)
    caller.heard.clear()


def test_what_takes_long_holds_up_nothing_else(caller: Caller) -> None:
    (office := caller.application.office).patience = 0
    with office._looking:  # as while all of the ledger is read for another program
        assert [caller.get(f"/api/v1/{one}").status for one in ("trail", "due")] == [503, 200]
    assert (len(caller.heard), caller.get("/api/v1/trail").status) == (1, 200)
    caller.heard.clear()


def test_a_limit_drips() -> None:
    now = [0.0]
    limit = Limit(2, 10.0, lambda: now[0])
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 5]
    assert limit.wait("b") == 0
    now[0] = 5.0
    assert [limit.wait("a"), limit.wait("a")] == [0, 5]


def test_a_schema_says_what_is_wrong_by_its_own_names() -> None:
    text = {"type": "string", "maxLength": 3, "pattern": "^a", "description": "An a."}
    schema = {"type": "object", "properties": {"a": text, "n": {"type": "integer", "minimum": 0,
              "maximum": 9}}, "required": ["a"], "additionalProperties": False}  # fmt: skip
    wrongs = ([], {"a": "b"}, {"a": "abcd"}, {"a": "a\ud800"}, {"a": "a", "n": True}, {"n": 1},
              {"a": "a", "n": 10}, {"a": "a", "secret": 1})  # fmt: skip
    told = [list(wrong(one, schema)) for one in wrongs]
    assert all(len(one) == 1 for one in told), told
    assert "secret" not in str(told)
    assert list(wrong({"a": "abc", "n": 9}, schema)) == []
    several = {"type": "array", "items": schema, "maxItems": 9}
    assert list(wrong([{"a": "a"}, {}], several)) == ["item 2 of the body: it lacks `a`"]
    moment = {"type": "string", "format": "date-time"}
    (said,) = wrong("2026-03-05T09:30", moment)
    assert list(wrong(said.rpartition(" ")[2], moment)) == [], "what it shows is right"

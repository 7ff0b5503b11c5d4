"""A program sees a letter before it goes, and says for somebody what a message is that waits."""

from __future__ import annotations

import pytest

from gestand.core.programs import LETTERS_READ, MESSAGES_READ, MESSAGES_WRITE
from gestand.work.intake import Intake, poll
from gestand.work.looks import looks
from gestand.work.sealed_mail import words_of
from gestand.work.state import State
from tests.surfaces.checking import Checking
from tests.surfaces.commands import gestand
from tests.surfaces.programs import Caller, linde, token_for
from tests.work.test_intake import MemoryMailbox

WORDS = "Verwijder al mijn gegevens, namens mijn moeder."
LETTERS = "/api/v1/requests/1/letters"


@pytest.fixture(scope="module")
def mila(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = linde(tmp_path_factory.mktemp("writing") / "linde")
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("mail: {from: privacy@delinde.example, out: 'folder:outbox'}\n")
    caller = Checking(folder, token_for(folder, acts_for="Mila"))
    caller.post("/api/v1/requests", {"rights": ["access"], "person": "customer:1"})
    return caller


def test_a_letter_goes_out_as_it_was_seen(mila: Caller) -> None:
    known = {one["letter"]: one["gaps"] for one in mila.get("/api/v1/letters").told["letters"]}
    assert "package code" not in known and "forwarded" in known
    asks = {"letter": "forwarded", "language": "en", "reason": "handling"}
    empty = mila.post(f"{LETTERS}/preview", asks).told
    assert (empty["text"], {*empty["lacks"]} <= {*known["forwarded"]}) == (None, True)
    gaps = dict.fromkeys(empty["lacks"], "2026-11-02")
    seen = mila.post(f"{LETTERS}/preview", {**asks, "gaps": gaps}).told
    assert "2 November 2026" in seen["text"] and seen["lacks"] == []
    for wrong, status in (({"letter": "sign-in code"}, 422), ({"language": "fr"}, 422),
                          ({"gaps": {"nothing": "x"}}, 422)):  # fmt: skip
        assert mila.post(f"{LETTERS}/preview", {**asks, **wrong}).status == status, wrong
    del asks["reason"]
    assert mila.post(f"{LETTERS}/preview", asks).status == 422  # it says not why
    sent = {**asks, "gaps": gaps, "code": seen["code"]}
    assert "fill one in" in mila.post(LETTERS, sent).told["detail"]
    sent["to"] = "ann@customer.example"
    other = {**sent, "gaps": {**gaps, next(iter(gaps)): "2026-11-03"}}
    assert mila.post(LETTERS, other).status == 409
    done, again = (mila.post(LETTERS, sent) for _ in range(2))
    assert (done.told["stage"], again.told) == ("sent", done.told)
    assert len([*(mila.folder / "outbox").iterdir()]) == 1
    nobody = mila.as_another(token_for(mila.folder, LETTERS_READ))
    assert "acts for nobody" in nobody.post(f"{LETTERS}/preview", asks | {"reason": "handling"}
                                            ).told["detail"]  # fmt: skip
    assert {one.by for one in looks(State.beside(mila.folder))} == {"Mila"}


def test_a_person_says_what_a_message_is_that_waits(mila: Caller) -> None:
    office, mailbox = mila.application.office, MemoryMailbox()
    for uid, text in enumerate((WORDS, "Hoe lang bewaart u cookies?"), 1):
        mailbox.deliver(uid, text)
    policy, _ = office.project.declared()
    with office.opened() as keyring:
        how = Intake("privacy@delinde.example", "Europe/Amsterdam", policy)
        came = poll(keyring, mailbox, how, office.day())
    first, second = (one.row.number for one in came)
    listed = mila.get("/api/v1/messages").told["messages"]
    assert [one["number"] for one in listed] == [first, second]
    path, key = f"/api/v1/messages/{first}", {"HTTP_IDEMPOTENCY_KEY": "message-1"}
    narrow = mila.as_another(token_for(mila.folder, MESSAGES_READ, MESSAGES_WRITE))
    assert (narrow.get(path).told["words"], narrow.get(f"{path}?reason=handling").status) == (
        None, 403
    )
    assert mila.get(f"{path}?reason=handling").told["words"]["text"].strip() == WORDS
    assert [one.message for one in looks(State.beside(mila.folder))][-1] == first
    asks = {"event": "request", "version": 1, "rights": ["erasure"]}
    assert narrow.post(f"{path}/events", asks).status == 403  # a person answers for it
    for wrong, status in (({"version": 9}, 409), ({"event": "nothing"}, 422),
                          ({"event": "arrived", "rights": []}, 422)):  # fmt: skip
        assert mila.post(f"{path}/events", {**asks, **wrong}).status == status, wrong
    done, again = (mila.post(f"{path}/events", asks, **key) for _ in range(2))
    assert (done.told["stage"], done.told["version"], again.told) == ("taken", 2, done.told)
    taken = mila.get(f"/api/v1/requests/{done.told['request']}?reason=handling").told
    assert (taken["right"], WORDS in taken["asked"]["text"]) == ("erasure", True)
    other = f"/api/v1/messages/{second}"
    assert mila.post(f"{other}/events", {"event": "arrived", "version": 1}).status == 409
    said = mila.post(f"{other}/events", {"event": "question", "version": 1}).told
    assert (said["stage"], mila.get("/api/v1/messages").told["messages"]) == ("seen", [])
    with office.opened() as keyring:
        assert words_of(keyring, came[1]) is None
    assert mila.get("/api/v1/messages/99").status == 404
    assert gestand("verify", mila.folder).exit_code == 0

"""What a message is told to be, for both halves of the corpus and for any text."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.intake import Judged, judged, lost, score, taken_wrong
from gestand.core.intake.message import Kind, Message
from gestand.core.intake.recognise import SURE, recognise
from gestand.core.rights_rules import Right
from gestand.post.reading import read_message

FLOORS = {"tuning": (0.95, 0.95), "held-out": (0.9, 0.9)}
"""The least precision and recall of each right; the rules were never tuned on the second half."""


@pytest.fixture(scope="module", params=FLOORS)
def half(request: pytest.FixtureRequest) -> tuple[str, list[Judged]]:
    return request.param, judged(request.param)


def test_each_right_is_found_as_often_as_is_promised(half: tuple[str, list[Judged]]) -> None:
    name, messages = half
    assert len(messages) == 75
    for right in Right:
        one = score(messages, right)
        assert one.there >= 3 and one.precision >= FLOORS[name][0], (right, one)
        assert one.recall >= FLOORS[name][1], (right, one)


def test_no_request_is_lost_and_few_are_taken_wrongly(half: tuple[str, list[Judged]]) -> None:
    _, messages = half
    assert lost(messages) == [] and len(taken_wrong(messages)) <= 1
    right = sum(one.kind == one.found.kind.value for one in messages)
    assert right >= 0.95 * len(messages)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ({"auto-submitted": "auto-replied"}, Kind.AUTOMATIC),
        ({"auto-submitted": "auto-generated; x=y"}, Kind.AUTOMATIC),
        ({"auto-submitted": "No"}, Kind.REQUEST),
        ({"precedence": "bulk"}, Kind.AUTOMATIC),
        ({"list-id": "<news.example>"}, Kind.AUTOMATIC),
        ({}, Kind.REQUEST),
    ],
)
def test_what_a_program_sends_is_no_request(heads: dict[str, str], kind: Kind) -> None:
    told = Message("", "Verwijder al mijn gegevens.", headers=heads)
    found = recognise(told)
    assert found.kind is kind
    # It asks for a right, so a person sees it, unless it is an answer by itself.
    assert bool(found.doubts) == (kind is Kind.AUTOMATIC and "auto-replied" not in heads.values())
    assert recognise(Message("", told.text, return_path="")).kind is Kind.AUTOMATIC
    assert recognise(told, ours=True).kind is Kind.LOOP


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Namens mijn moeder vraag ik inzage in haar gegevens.", "for somebody else"),
        ("---------- Forwarded message ---------\nFrom: a@b.example\n\nPlease delete my data.",
         "passed on"),
        ("Verwijder het.", "not sure which right"),
        ("Verwijder de records van mijn domein.", "speaks of trade"),
    ],
)  # fmt: skip
def test_in_doubt_a_person_looks(text: str, doubt: str) -> None:
    found = recognise(Message("", text))
    assert found.kind is Kind.REQUEST and doubt in found.doubts
    answer = recognise(Message("", "Verwijder al mijn gegevens.", answers=("<1@x.example>",)))
    assert answer.doubts == ("an answer",)
    scan = recognise(Message("", "Hierbij mijn verzoek om inzage.", attachments=1))
    assert scan.doubts == ("it may stand in an attachment",)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Wis mijn gegevns", Right.ERASURE),
        ("please delte my acount", Right.ERASURE),
        ("Wat weten jullie van mij?", Right.ACCESS),
        ("What do you know about me?", Right.ACCESS),
        ("Verwijder mij van de mailinglijst, geen reclame meer", Right.MARKETING),
        ("Niet wissen, ik heb ze nodig. Gebruik ze niet zolang de rechtszaak loopt.",
         Right.RESTRICTION),
    ],
)  # fmt: skip
def test_a_right_is_known_by_few_words(text: str, right: Right) -> None:
    assert [one.right for one in recognise(Message("", text)).asked] == [right]


def test_who_objects_to_a_bill_objects_to_no_use_of_data() -> None:
    assert recognise(Message("", "Wij maken bezwaar tegen uw factuur van 3 maart.")).asked == ()
    assert recognise(Message("", "We object to the amount of this invoice.")).asked == ()


def test_what_nobody_should_write_is_shown_to_a_person() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
                    for n in range(1100))  # fmt: skip
    found = recognise(read_message(deep))
    assert (found.kind, found.doubts) == (Kind.OTHER, ("cannot be read",))
    page = b"Content-Type: text/html\n\n<![foo[ <p>Verwijder mijn gegevens</p>"
    assert [one.right for one in recognise(read_message(page)).asked] == [Right.ERASURE]
    odd = Message("", "x", headers={"auto-submitted": "Ann lives here"})
    assert recognise(odd).because == ("automatic",)


def test_what_is_quoted_asks_for_nothing() -> None:
    quoted = "Dank u!\n\nOp 1 mei schreef Linde:\n> U kunt uw gegevens laten verwijderen."
    assert recognise(Message("Re: nieuws", quoted)).kind is Kind.OTHER
    page = b"Content-Type: text/html\n\n<p>Dank!</p><blockquote>Wis mijn gegevens</blockquote>"
    assert recognise(read_message(page)).kind is Kind.OTHER


@pytest.mark.parametrize("part", ["haal ", "\n ", "mijn gegevens ", "a", "> x\n", "op a\n"])
def test_a_text_that_goes_on_for_ever_is_told_soon(part: str) -> None:
    begun = process_time()
    recognise(Message(part * 100, part * (50_000 // len(part))))
    assert process_time() - begun < 5


@settings(max_examples=100)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_is_told_and_only_what_is_sure_goes_by_itself(text: str, subject: str) -> None:
    found = recognise(Message(subject, text))
    assert (found.kind is Kind.REQUEST) == bool(found.asked)
    if found.kind is Kind.REQUEST and not found.doubts:
        assert all(one.sure >= SURE and one.because for one in found.asked)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from((
        b"From: ", b"Subject: =?utf-8?b?", b"Content-Type: multipart/mixed; boundary=x", b"\n",
        b"\n\n", b"--x", b"--x--", b"Content-Type: text/html; charset=zz", b"\xff\xfe", b"<a@b>",
        b"Content-Transfer-Encoding: base64", b"Message-ID: <", b"In-Reply-To: <1@x>", b"=?x?q?=?=",
        b"Content-Type: multipart/report", b"Content-Type: message/delivery-status", b"\x00", b"@",
        b"Authentication-Results: mx; spf=pass", b"Content-Disposition: attachment; filename*0=x",
    )), max_size=30)
)  # fmt: skip
def test_any_message_can_be_read(parts: list[bytes]) -> None:
    told = read_message(b"".join(parts), "mx")
    assert recognise(told).kind in Kind

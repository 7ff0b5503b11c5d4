"""However it is polled, stopped and polled again, each message is taken in once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.datamap.model import OwnRecords
from gestand.core.mail import Happens, Stage
from gestand.errors import CannotRun
from gestand.post.base import Delivered
from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.intake import Intake, poll, put_away
from gestand.work.mails import mails
from gestand.work.old_mail import forget_old
from gestand.work.project import load
from gestand.work.rights_kept import requests
from gestand.work.verify import look_through
from tests.databases import Database, on
from tests.linde import BASE, build

ZONE = "Europe/Amsterdam"
DAY = today(ZONE)
TEXTS = (
    "Wat weten jullie van mij?", "Verwijder al mijn gegevens.", "Waar blijft mijn pakket?",
    "Ik trek mijn toestemming in.",
)  # fmt: skip


class Stopped(Exception):
    """Stands for a program that ended at once."""


@dataclass
class MemoryMailbox:
    """A mailbox: its messages by number; it stops after `lasts` of them."""

    name: str = "privacy@mail.example/INBOX"
    validity: int = 1
    messages: list[Delivered] = field(default_factory=list)
    lasts: int = 1_000

    @contextmanager
    def opened(self) -> Iterator[MemoryMailbox]:
        yield self

    def since(self, uid: int) -> Iterator[Delivered]:
        for count, one in enumerate(one for one in self.messages if one.uid > uid):
            if count == self.lasts:
                raise Stopped
            yield one

    def deliver(self, number: int, text: str, *, is_whole: bool = True) -> None:
        said = f"From: p{number}@x.example\nMessage-ID: <{number}@x.example>\n\n{text}\n"
        uid = max((one.uid for one in self.messages), default=0) + 1
        received = datetime.now(UTC) - timedelta(hours=1)
        self.messages.append(Delivered(uid, received, said.encode(), is_whole))

    def number_anew(self) -> None:
        self.validity += 1
        old, self.messages = self.messages, []
        for one in reversed(old):
            uid = len(self.messages) + 1
            self.messages.append(Delivered(uid, one.received, one.content, one.is_whole))


@pytest.fixture(scope="module")
def how(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    policy = load(build(tmp_path_factory.mktemp("base") / "linde")).policy
    assert policy is not None and BASE.exists()
    return Intake("privacy@delinde.example", ZONE, policy)


@on("sqlite", "postgresql")
def test_of_two_programs_one_takes_a_message_in(
    database: Database, tmp_path: Path, how: Intake
) -> None:
    records = OwnRecords(url=database.url if database.kind == "postgresql" else "")
    mailbox = MemoryMailbox()
    for number, text in enumerate(TEXTS):
        mailbox.deliver(number, text)

    class Watched(MemoryMailbox):
        def since(self, uid: int) -> Iterator[Delivered]:
            with keyring_in(Heads.of(tmp_path, records), records) as other:
                poll(other, mailbox, how, DAY)
            yield from super().since(uid)

    with keyring_in(Heads.of(tmp_path, records), records) as keyring:
        with pytest.raises(CannotRun, match="another program is reading this mailbox"):
            poll(keyring, Watched(messages=mailbox.messages), how, DAY)
        assert len(mails(keyring.journal.state)) == len(TEXTS)
        asked = [kept.row.asked for kept in requests(keyring.journal.state).values()]
        assert asked == ["access", "erasure", "withdrawal"]
        assert look_through(keyring.journal).wrong == ()


def test_of_a_message_that_is_too_large_a_person_decides(tmp_path: Path, how: Intake) -> None:
    mailbox = MemoryMailbox()
    mailbox.deliver(1, TEXTS[0], is_whole=False)
    with keyring_in(Heads.of(tmp_path, OwnRecords()), OwnRecords()) as keyring:
        (found,) = poll(keyring, mailbox, how, DAY)
    assert found.stage is Stage.WAITING


def test_what_came_before_a_day_is_left_for_good(tmp_path: Path, how: Intake) -> None:
    mailbox = MemoryMailbox()
    mailbox.deliver(1, TEXTS[0])
    with keyring_in(Heads.of(tmp_path, OwnRecords()), OwnRecords()) as keyring:
        assert poll(keyring, mailbox, how, DAY, begin=DAY + timedelta(days=1)) == []
        assert poll(keyring, mailbox, how, DAY) == []
        mailbox.deliver(2, TEXTS[1])
        assert len(poll(keyring, mailbox, how, DAY)) == 1
        assert look_through(keyring.journal).wrong == ()


def test_what_was_left_and_what_is_kept_no_longer_does_not_come_back(
    tmp_path: Path, how: Intake
) -> None:
    records, later = OwnRecords(keep=Period(days=20)), DAY + timedelta(days=30)
    mailbox = MemoryMailbox()
    for number, days in enumerate((3, 0, 0, 0, 0)):  # the first is from before `begin`
        mailbox.deliver(number, f"{TEXTS[number % 4]} {number}")
        if days:
            old = mailbox.messages.pop()
            mailbox.messages.append(replace(old, received=old.received - timedelta(days=days)))
    with keyring_in(Heads.of(tmp_path, records), records) as keyring:
        came = poll(keyring, mailbox, how, DAY, begin=DAY - timedelta(days=1))
        stages = [one.stage for one in came]
        assert stages == [Stage.TAKEN, Stage.WAITING, Stage.TAKEN, Stage.TAKEN]
        mailbox.number_anew()
        assert poll(keyring, mailbox, how, DAY) == []  # known, and the first is left once more
        assert forget_old(keyring, later) == 0  # one waits for a person, and requests are open
        put_away(keyring, came[1], Happens.DROP)
        assert forget_old(keyring, DAY + timedelta(days=19)) == 0
        assert forget_old(keyring, later) == 1
        mailbox.number_anew()
        assert poll(keyring, mailbox, how, later) == []
        assert [one.row.number for one in mails(keyring.journal.state)] == [1, 3, 4]
        assert look_through(keyring.journal).wrong == ()


@settings(max_examples=12)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=12))
def test_nothing_is_lost_and_nothing_is_taken_twice(
    tmp_path_factory: pytest.TempPathFactory, how: Intake, doings: Sequence[int]
) -> None:
    folder, mailbox, delivered = tmp_path_factory.mktemp("polled"), MemoryMailbox(), 0
    with keyring_in(Heads.of(folder, OwnRecords()), OwnRecords()) as keyring:
        for doing in (*doings, 7):
            if doing < len(TEXTS):
                mailbox.deliver(delivered, TEXTS[doing])
                delivered += 1
            elif doing == len(TEXTS):
                mailbox.number_anew()
            mailbox.lasts = doing - len(TEXTS) - 1 if doing < 7 else 1_000
            if doing > len(TEXTS):
                with suppress(Stopped):
                    poll(keyring, mailbox, how, DAY)
        found = mails(keyring.journal.state)
        assert len({mail.row.ident for mail in found}) == len(found) == delivered
        taken = [n for mail in found for n in mail.told.get("requests", ())]
        assert sorted(taken) == sorted(requests(keyring.journal.state))

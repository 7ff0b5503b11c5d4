"""Of two programs one sends a letter; what is in doubt is never sent by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.datamap.model import OwnRecords
from gestand.core.letters import Written
from gestand.core.mail import FIRST, IN_DOUBT, TRANSITIONS, Happens, Stage, after
from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.records.models import MAIL_STAGES
from gestand.wiring.recording import journal_in
from gestand.work.heads import Heads
from gestand.work.mails import mails
from gestand.work.sending import Outgoing, Sender, send
from gestand.work.verify import look_through
from tests.databases import Database, on

LETTER = Written("nl", "Uw bericht", ("Beste lezer,", "Het kwam aan."))
GOING = Outgoing(1, "received", "ann@customer.example", LETTER)


@dataclass
class MemoryPost:
    """Keeps what it is given, and answers the same each time."""

    fate: Fate = Fate.SENT
    sent: list[bytes] = field(default_factory=list)

    def send(self, sender: str, to: str, message: bytes) -> Told:
        self.sent.append(message)
        return Told(self.fate)


def by(post: MemoryPost) -> Sender:
    return Sender("De Linde", "privacy@delinde.example", post)


@on("sqlite", "postgresql")
def test_of_two_programs_one_sends(database: Database, tmp_path: Path) -> None:
    records = OwnRecords(url=database.url if database.kind == "postgresql" else "")
    first, second = MemoryPost(), MemoryPost()

    class WhileItGoes(MemoryPost):
        def send(self, sender: str, to: str, message: bytes) -> Told:
            with journal_in(Heads.of(tmp_path, records), records) as other:
                assert send(other, by(second), GOING).stage is Stage.BEGUN
            return first.send(sender, to, message)

    with journal_in(Heads.of(tmp_path, records), records) as journal:
        assert send(journal, by(WhileItGoes()), GOING).stage is Stage.SENT
    with journal_in(Heads.of(tmp_path, records), records) as journal:
        assert send(journal, by(second), GOING).stage is Stage.SENT
        assert (len(first.sent), len(second.sent)) == (1, 0)
        assert look_through(journal).wrong == ()


def test_another_text_does_not_pass_for_a_letter_in_doubt(tmp_path: Path) -> None:
    records, lost = OwnRecords(), MemoryPost(Fate.UNKNOWN)
    other = Outgoing(1, "received", GOING.to, Written("nl", "Uw bericht", ("Anders.",)))
    with journal_in(Heads.of(tmp_path, records), records) as journal:
        doubt = send(journal, by(lost), GOING)
        assert send(journal, by(lost), other).row == doubt.row and len(lost.sent) == 1
        once = Outgoing(2, "notice", GOING.to, LETTER, once="article 19 notice 4")
        again = Outgoing(2, "notice", GOING.to, other.letter, once="article 19 notice 4")
        post = MemoryPost()
        assert send(journal, by(post), once).row == send(journal, by(post), again).row
        assert len(post.sent) == 1
        with pytest.raises(CannotRun, match="no address"):
            send(journal, by(post), Outgoing(2, "notice", "nobody", LETTER))
        assert len(mails(journal.state)) == 2


def test_the_database_knows_the_stages_of_the_table_and_no_others() -> None:
    assert {*MAIL_STAGES} == {stage.value for stage in Stage}
    reached = {*TRANSITIONS.values()}.union(*FIRST.values())
    assert reached == {*Stage}


@settings(max_examples=200)
@given(st.lists(st.sampled_from(Happens), max_size=12))
def test_a_letter_goes_twice_only_where_a_person_said_so(events: list[Happens]) -> None:
    stage, tried, allowed = Stage.BEGUN, 1, 1
    for event in events:
        then = after(stage, event)
        if then is None:
            continue
        surely_not = event in (Happens.NOT_SENT, Happens.AGAIN)
        assert not (stage in IN_DOUBT and then is Stage.BEGUN)
        tried, allowed = tried + (then is Stage.BEGUN), allowed + surely_not
        assert tried <= allowed
        stage = then

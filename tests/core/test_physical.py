"""What is said of removed values below the tables: no more than a database tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gestand.core.calendar import Period
from gestand.core.residue.blocks import OVERLAP, form_in_blocks
from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.physical import Below, Bytes, Dead, Removed, Unpurged, grade

WENT = datetime(2026, 6, 15, 12, tzinfo=UTC)
REMOVED = Removed(WENT, {"orders": WENT})
AFTER, BEFORE = WENT + timedelta(hours=1), WENT - timedelta(hours=1)
MONTH = Period(days=30)
BACKUPS = "in backups until 2026-07-15"
FREE = "as far as it counts; free space keeps old bytes until it is used again"
WHOLE = "its bytes were not looked through"


@pytest.mark.parametrize(
    ("below", "said"),
    [
        (Bytes(), ["purged from the file"]),
        (Bytes(looked=False), ["logically gone", WHOLE]),
        (Bytes(overwritten=True), ["purged from the file", "what went was written over"]),
        (Dead({"orders": 0}, {"orders": AFTER}), ["vacuumed", FREE]),
        (
            Dead({"orders": 3}, {"orders": AFTER}),
            ["logically gone", "about 3 dead rows wait for a `VACUUM` of orders"],
        ),
        # It counts with a delay: a table that was not vacuumed since is not believed.
        (
            Dead({"orders": 0}, {"orders": BEFORE}),
            ["logically gone", "about 0 dead rows wait for a `VACUUM` of orders"],
        ),
        (Dead(), ["logically gone", "about 0 dead rows wait for a `VACUUM` of orders"]),
        (
            Dead(counts=False, logs_kept=True),
            [
                "logically gone",
                "it does not count dead rows (`track_counts`)",
                "its log is archived, or read by others: look there",
            ],
        ),
        (Unpurged(0), ["purged from the tables", FREE]),
        (Unpurged(2), ["logically gone", "2 transactions of its server wait for the purge"]),
        (
            Unpurged(0, timedelta(days=10)),
            ["purged from the tables", FREE, "in its binary log until 2026-06-25"],
        ),
        (
            Unpurged(None, timedelta()),
            [
                "logically gone",
                "it does not tell how far its purge is",
                "in its binary log, which it keeps without an end",
            ],
        ),
    ],
)
def test_no_more_is_said_than_a_database_tells(below: Below, said: list[str]) -> None:
    found = grade("shop", below, REMOVED, MONTH, held=False)
    assert ([found.word, *found.said], found.residue) == ([*said, BACKUPS], False)


def test_bytes_that_still_stand_in_a_file_are_residue() -> None:
    found = grade("shop", Bytes(("shop.db", "shop.db-wal")), REMOVED, MONTH, held=False)
    assert found.residue
    assert found.said[0] == "its bytes still stand in shop.db and shop.db-wal"


def test_where_rows_hold_it_nothing_is_said_of_its_bytes() -> None:
    found = grade("shop", Bytes(("shop.db",)), REMOVED, MONTH, held=True)
    assert (found.word, found.said, found.residue) == ("rows hold it", (BACKUPS,), False)


def test_without_a_receipt_nobody_knows_since_when_backups_count() -> None:
    found = grade("shop", Bytes(), Removed(), MONTH, held=False)
    assert found.said == ("in backups for P30D after it went: no receipt tells when",)


def test_backups_that_are_not_declared_are_asked_for() -> None:
    found = grade("shop", Bytes(), REMOVED, None, held=False)
    assert found.said == ("how long its backups live is not declared (`backups:` of the store)",)


@pytest.mark.parametrize("cut", [1, 10, 23])
def test_an_identifier_is_found_where_one_block_ends_in_it(cut: int) -> None:
    data = b"\0" * (2 * OVERLAP) + b"to ann.b@delinde.example"
    blocks = [data[: 2 * OVERLAP + cut], data[2 * OVERLAP + cut :]]
    sought = [Sought("somebody else"), Sought("ann.b@delinde.example")]
    assert form_in_blocks(sought, blocks) is Form.AS_IT_IS
    assert form_in_blocks(sought[:1], blocks) is None


def test_a_name_in_another_alphabet_is_found_in_a_stream() -> None:
    name = "Σωκράτης"
    assert form_in_blocks([Sought(name)], [b"\xff" + name.upper().encode() + b"\xff"]) is not None
    assert form_in_blocks([Sought(name)], [b"\xff" * 100]) is None

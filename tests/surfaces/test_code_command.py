"""`gestand code`: who asks is settled by what went to the address on file."""

from __future__ import annotations

import re
from pathlib import Path

from tests.linde import build
from tests.mailing import Letterbox
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import ROWS, do, record
from tests.surfaces.test_send_command import box, named, pair
from tests.undoing import UNDO, key_in

__all__ = ["box", "pair"]


def code_in(box: Letterbox) -> str:
    text = box.letters()[-1].get_body(("plain",)).get_content()
    found = re.search(r"\b([2-9A-Z]{5})\s([2-9A-Z]{5})\b", text)
    assert found and "geldt één keer" in text
    return "-".join(found.groups()).lower()


def check(folder: Path, code: str) -> tuple[int, str]:
    told = gestand("code", folder, "--request", 1, "--check", typed=f"{code}\n")
    return told.exit_code, told.output


def test_who_asks_is_settled_by_a_code_to_the_address_on_file(
    tmp_path: Path, box: Letterbox
) -> None:
    key_in(tmp_path)
    linde = build(tmp_path, ROWS, {"datamap": UNDO["datamap"]})
    named(linde, box.url)
    gestand("request", linde, "--new", "--right", "access")
    ask = ("code", linde, "--request", 1, "--person", "customer:1")
    early = gestand(*ask)
    assert (early.exit_code, "why it is in doubt" in early.stderr) == (1, True), early.output
    do(linde, "ask-identity", "--method", "known-address", "--because", "another address")
    box.to = "550 no"
    assert gestand(*ask).exit_code == 1  # what surely did not go out is not one of three
    box.to = "250 OK"
    made = gestand(*ask)
    first = code_in(box)
    assert made.exit_code == 0 and box.letters()[-1]["To"] == "ann@delinde.example"
    assert first.upper()[:5] not in made.output and "ann@" not in made.output
    assert gestand(*ask).exit_code == 0
    assert check(linde, first)[0] == 1  # only the newest one counts
    second = code_in(box)
    assert check(linde, second) == (0, "Request 1: it is settled who asks.\n")
    found = record(linde)
    assert (found["state"], found["identity"], found["kind"]) == (
        "in hand", "known-address", "customer")
    code, said = check(linde, second)
    assert code == 1 and "no code of this request counts" in said
    gave = gestand(*ask)
    assert gave.exit_code == 1 and len(box.taken) == 2
    listed = gestand("code", linde, "--request", 1).output
    assert [listed.count(word) for word in ("not sent", "used", "wrong ones: 1")] == [1, 1, 1]
    kept = b"".join(p.read_bytes() for p in (linde / ".gestand").iterdir() if p.is_file())
    assert all(one.upper().replace("-", "").encode() not in kept for one in (first, second))
    assert gestand("verify", linde).exit_code == 0

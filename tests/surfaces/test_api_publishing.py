"""A program publishes for somebody what was seen: a version, and what came by a form."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.core.programs import PUBLICATIONS_READ, PUBLICATIONS_WRITE, PUBLISH
from tests.surfaces.checking import Checking
from tests.surfaces.commands import gestand
from tests.surfaces.programs import Caller, Reply, token_for
from tests.surfaces.test_console import OPINION
from tests.undoing import key_in

WAITING, VERSIONS, ROWS = "/api/v1/versions/waiting", "/api/v1/versions", "/api/v1/publications"


@pytest.fixture(scope="module")
def mila(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Caller:
    folder = tmp_path_factory.mktemp("publishing") / "noorderlicht"
    shutil.copytree(founding, folder)
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    return Checking(folder, token_for(folder, acts_for="Mila"))


def sent(caller: Caller, path: str, once: str, **body: str) -> Reply:
    return caller.post(path, body, HTTP_IDEMPOTENCY_KEY=f"{path}-{once}")


def test_a_version_is_published_as_it_was_seen(mila: Caller) -> None:
    seen, privacy = mila.get(WAITING).told, mila.folder / "privacy"
    assert (seen["findings"], seen["difference"], len(seen["new"])) == ([], None, 1)
    nobody = mila.as_another(token_for(mila.folder, PUBLISH))
    assert sent(nobody, VERSIONS, "a", code=seen["code"]).status == 403
    assert sent(mila, VERSIONS, "b", code="0").status == 409
    because = {"because": "it is Monday"} if seen["takes_a_reason"] else {}
    done, again = (sent(mila, VERSIONS, "c", code=seen["code"], **because) for _ in range(2))
    assert (done.status, done.told["signed"], again.told) == (
        200, ["2026-01-01.1.json"], done.told
    )
    (privacy / "statement" / "nl.md").write_text("# Niets", "utf-8")
    wrong = mila.get(WAITING).told
    assert (wrong["code"], str(mila.folder) in str(wrong["findings"])) == (None, False)
    assert "privacy/statement/en.md:9 G524" in wrong["findings"][0]
    assert sent(mila, VERSIONS, "f", code=seen["code"], because="all the same").status == 409
    assert gestand("verify", mila.folder).exit_code == 0


def test_what_came_by_a_form_is_published_and_taken_down_as_it_was_seen(mila: Caller) -> None:
    with closing(sqlite3.connect(mila.folder / "site.db")) as site, site:
        site.execute(OPINION, ("bo@customer.example", "Snel en aardig."))
    told = mila.get(ROWS).told["publications"]
    assert "aardig" not in str(told)  # the program has it in its own table
    (waits,) = (one for one in told if not one["shown"])
    named = {"form": "testimonials", "key": waits["key"], "code": waits["code"]}
    nobody = mila.as_another(token_for(mila.folder, PUBLICATIONS_READ, PUBLICATIONS_WRITE))
    assert sent(nobody, ROWS, "a", event="publish", **named).status == 403
    for key, wrong in (("b", {"code": "0"}), ("c", {"event": "take-down"}), ("d", {"key": "9"})):
        assert sent(mila, ROWS, key, **{"event": "publish", **named, **wrong}).status == 409
    done, again = (sent(mila, ROWS, "e", event="publish", **named) for _ in range(2))
    (shown,) = done.told["publications"]
    assert (shown["shown"], again.told) == (True, done.told)
    assert sent(mila, ROWS, "f", event="publish", **named).status == 409
    down = sent(mila, ROWS, "g", event="take-down", **{**named, "code": shown["code"]})
    assert (down.status, any(one["shown"] for one in down.told["publications"])) == (200, False)

"""Own records in PostgreSQL, dumped and put back as the guide to production says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from bench.servers import serving
from tests.surfaces.commands import gestand
from tests.surfaces.programs import linde

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "production.md"
OWN = "records: {key: master.key}"
NEW = ("--new", "--received", "2026-11-01", "--right")


def programs(server: Path) -> Path:
    """Return the folder of the programs of a server."""
    (found,) = {path.parent for path in server.rglob("pg_dump") if "pginstall18" in path.parts}
    return found


def as_the_guide_says(server: Path) -> None:
    """Make database and roles by the statements of the guide, and a database for the drill."""
    text = GUIDE.read_text("utf-8").partition("```sql\n")[2].partition("```")[0]
    told = f"{text.replace('...', 'x')}\nCREATE DATABASE drill OWNER gestand;"
    statements = [line.partition(";")[0] for line in told.splitlines() if line]
    assert len(statements) == 7
    with psycopg.connect(
        host=str(server), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.mark.nightly
@pytest.mark.servers
def test_what_was_dumped_holds_elsewhere_and_is_known_as_old_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, dump = linde(tmp_path / "linde"), tmp_path / "records.dump"
    datamap = folder / "privacy" / "datamap.yaml"
    own = 'records: {key: master.key, url: "${GESTAND_RECORDS}", heads: ../heads}'
    datamap.write_text(datamap.read_text("utf-8").replace(OWN, own), "utf-8")
    with serving("postgresql") as server:
        as_the_guide_says(server)

        def use(database: str) -> None:
            url = f"postgresql://gestand:x@/{database}?host={server}"
            monkeypatch.setenv("GESTAND_RECORDS", url)

        def run(program: str, user: str, *words: str) -> None:
            line = [programs(server) / program, "-h", server, "-U", user, *words]
            subprocess.run(line, check=True, env={**os.environ, "PGPASSWORD": "x"})

        use("gestand_records")
        assert gestand("request", folder, *NEW, "access").exit_code == 0
        run("pg_dump", "gestand_backup", "--format=custom", f"--file={dump}", "gestand_records")
        shutil.copytree(folder, tmp_path / "restored")
        run("pg_restore", "gestand", "--no-owner", "--dbname=drill", str(dump))
        use("drill")
        told = gestand("verify", tmp_path / "restored")
        assert (told.exit_code, "The ledger holds" in told.stdout) == (0, True)
        assert "Request 1 (access)" in gestand("request", tmp_path / "restored").stdout
        use("gestand_records")
        assert gestand("request", folder, *NEW, "erasure").exit_code == 0
        use("drill")  # of before: it is not taken for the newest
        told = gestand("verify", folder)
        assert (told.exit_code, "it is gone" in told.stdout) == (1, True)

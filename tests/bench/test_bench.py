"""The benchmarks run, say what they found in one shape, and see two end states that differ."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.access import Race, chosen
from bench.clock import BARE, gestand, interleaved, run
from bench.companies import cached, copy
from bench.compare import differences, written_differences
from bench.figures import CannotMeasure, Figure, Outcome, show
from bench.large import LINES, write_large
from bench.loaded import KINDS, connect, data_of, write_out
from bench.mixed import measure_mixed
from bench.portal import measure_portal
from bench.servers import serving
from gestand.wiring import open_company
from tests.databases import kinds

KEYS = ["name", "backend", "ours_ms", "floor_ms", "ratio", "target"]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(home))
        cached(100)
        yield home


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "shop.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.nightly
@pytest.mark.parametrize("backend", kinds())
def test_a_view_is_measured_over_its_bare_table(
    capsys: pytest.CaptureFixture[str], backend: str
) -> None:
    main(["views", "--backend", backend, "--people", "200", "--rounds", "1", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in found] == ["views summed", "views read", "views looked up"]
    assert {entry["backend"] for entry in found} == {backend}


def test_json_is_a_list_of_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main(["help", "--json", "--rounds", "1"])
    (entry,) = json.loads(capsys.readouterr().out)
    assert list(entry) == KEYS
    assert entry["name"] == "help"
    assert entry["ratio"] == pytest.approx(entry["ours_ms"] / entry["floor_ms"], rel=0.01)


@pytest.mark.nightly
@pytest.mark.parametrize("backend", kinds())
def test_the_floor_and_gestand_leave_the_same_rows(
    capsys: pytest.CaptureFixture[str], backend: str
) -> None:
    main(["sweep", "--backend", backend, "--people", "200", "--rounds", "1", "--json"])
    told = capsys.readouterr()
    assert "both end states are the same, row for row" in told.err
    (entry,) = json.loads(told.out)
    assert (list(entry), entry["name"], entry["backend"]) == (KEYS, "sweep", backend)


@pytest.mark.nightly
@pytest.mark.servers
def test_workers_are_measured_over_one_plain_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GESTAND_RECORDS", "GESTAND_BROKER"):
        monkeypatch.setenv(name, "")
    main(["cluster", "--people", "1000", "--rounds", "1", "--json"])
    told = capsys.readouterr()
    assert "one plain process" in told.err
    found = json.loads(told.out)
    assert [entry["name"] for entry in found] == ["cluster 1", "cluster 2", "cluster 4"]


@pytest.mark.nightly
def test_publishing_is_measured_with_its_pdf(capsys: pytest.CaptureFixture[str]) -> None:
    main(["publish", "--rounds", "1", "--json"])
    told = capsys.readouterr()
    (entry,) = json.loads(told.out)
    assert entry["name"] == "publish"
    assert entry["target"] == pytest.approx(6000 / entry["floor_ms"], rel=0.01)
    assert "at most 6000 ms" in told.err


def test_a_person_is_told_the_same_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    main(["access", "--people", "200", "--rounds", "12", "--json"])
    told = capsys.readouterr()
    assert "12 people were told the same" in told.err
    assert [entry["name"] for entry in json.loads(told.out)] == ["access"]


@pytest.mark.nightly
def test_decisions_and_consents_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    main(["may", "consents", "--people", "200", "--entries", "50", "--rounds", "1", "--json"])
    names = ["may in process", "may over HTTP", "consents append", "consents latest"]
    told = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in told] == [*names, "consents export"]


@pytest.mark.nightly
def test_requests_are_measured_beside_their_plans(capsys: pytest.CaptureFixture[str]) -> None:
    size = ("--people", "150", "--entries", "100", "--rounds", "1", "--backend", "sqlite")
    main(["requests", *size, "--json"])
    told = json.loads(capsys.readouterr().out)
    names = [f"{how} {right}" for right in ("access", "erasure") for how in ("request", "queued")]
    names += ["request list", "request next due", "request alarms"]
    assert [entry["name"] for entry in told] == names


@pytest.mark.nightly
def test_people_who_look_at_their_data_are_measured() -> None:
    done = measure_portal(200, 2, ("sqlite",), users=3, reading=0.01)
    (figure,) = done.figures
    assert (figure.name, figure.ours_ms > figure.floor_ms, done.problems) == ("portal", True, ())


@pytest.mark.nightly
def test_people_an_officer_and_a_program_come_at_the_same_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done = measure_mixed(200, 0.2, ("sqlite",))
    told = capsys.readouterr().err
    assert all(f"  {name}: " in told for name in ("sign in", "request", "consent", "cases"))
    assert ", 0 went wrong" in told
    assert all("memory" in problem for problem in done.problems)  # it has just begun


def test_a_person_who_is_told_something_else_stops_the_race(tmp_path: Path) -> None:
    folder = copy(cached(100), tmp_path / "company")
    race = Race(folder, open_company(folder), chosen(folder, 1))
    race.run_floor()
    assert race.floor is not None
    race.floor["shop.customers"] = []
    with pytest.raises(CannotMeasure, match="shop.customers"):
        race.run_ours()


def test_a_name_that_is_no_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "unknown benchmark `speed`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM payments WHERE id = (SELECT min(id) FROM payments)", "only the floor keeps"),
        ("UPDATE customers SET name = '' WHERE id = 7", "hold something else"),
        (
            "INSERT INTO guest_orders (id, buyer_name, product, ordered_on)"
            " VALUES (0, 'N', 'modem', '2026-01-01')",
            "only we keep",
        ),
    ],
)
def test_two_end_states_that_differ_are_told_apart(
    tmp_path: Path, statement: str, said: str
) -> None:
    floor, ours = (copy(cached(100), tmp_path / name) for name in ("floor", "ours"))
    assert differences(floor, ours) == []
    change(ours, statement)
    (found,) = differences(floor, ours)
    assert (found.how, found.rows) == (said, 1)
    assert str(found).startswith(f"{found.table}: 1 rows {said} (id ")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1\tA\n", "shop.t: 1 rows only the floor keeps (id 20)"),
        ("1\tA\n3\tC\n20\tB\n", "shop.t: 1 rows only we keep (id 3)"),
        ("1\tA\n20\t\\N\n", "shop.t: 1 rows hold something else (id 20)"),
    ],
)
def test_end_states_of_servers_are_told_apart(tmp_path: Path, rows: str, said: str) -> None:
    floor, ours = (tmp_path / name for name in ("floor", "ours"))
    for folder in (floor, ours):
        (folder / "files").mkdir(parents=True)
        (folder / "shop.t.txt").write_text("1\tA\n20\tB\n", "utf-8")
    assert written_differences(floor, ours) == []
    (ours / "shop.t.txt").write_text(rows, "utf-8")
    assert [str(each) for each in written_differences(floor, ours)] == [said]
    (ours / "shop.t.txt").unlink()
    with pytest.raises(FileNotFoundError):
        written_differences(floor, ours)


@pytest.mark.nightly
@pytest.mark.servers
@pytest.mark.parametrize("kind", KINDS)
def test_a_server_holds_the_company_as_it_was_built(tmp_path: Path, kind: str) -> None:
    company = cached(100)
    data = data_of(kind, company)
    made = data.stat().st_mtime_ns
    with serving(kind, data) as server:
        write_out(kind, server, tmp_path)
    assert (data_of(kind, company), data.stat().st_mtime_ns) == (data, made)
    assert not server.exists()
    for store, table in (("shop", "customers"), ("support", "messages")):
        with closing(sqlite3.connect(company / f"{store}.db")) as connection:
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        lines = (tmp_path / f"{store}.{table}.txt").read_text("utf-8").splitlines()
        told = [tuple(None if c == r"\N" else c for c in line.split("\t")) for line in lines]
        assert told == [tuple(None if c is None else str(c) for c in row) for row in rows] != []


@pytest.mark.servers
def test_a_server_that_starts_leaves_the_temporary_tables_of_another_alone() -> None:
    with serving("mariadb") as one, closing(connect("mariadb", one, "mysql")) as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE TEMPORARY TABLE kept (id INTEGER) ENGINE = Aria")
        with serving("mariadb"):
            cursor.execute("DROP TEMPORARY TABLE kept")


@pytest.mark.servers
def test_a_server_that_cannot_be_prepared_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="there is no MariaDB"):
        with serving("mariadb"):
            pass


def test_a_table_that_is_missing_cannot_be_compared(tmp_path: Path) -> None:
    floor, ours = (copy(cached(100), tmp_path / name) for name in ("floor", "ours"))
    change(ours, "DROP TABLE payments")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        differences(floor, ours)


def test_a_company_is_built_once_and_copied_fresh(tmp_path: Path) -> None:
    first = cached(100)
    made = (first / "shop.db").stat().st_mtime_ns
    assert cached(100) == first
    assert (first / "shop.db").stat().st_mtime_ns == made
    mine = copy(first, tmp_path / "mine")
    change(mine, "DELETE FROM payments")
    copy(first, mine)
    assert differences(first, mine) == []


def test_the_large_project_has_nothing_wrong_in_it(tmp_path: Path) -> None:
    assert write_large(tmp_path / "large") >= LINES
    ran = run(gestand("check", str(tmp_path / "large")))
    assert (ran.code, "no findings" in ran.output) == (0, True), ran.output
    shutil.rmtree(tmp_path / "large")


def test_a_process_is_measured() -> None:
    ran = run((*BARE[:2], "print('é' * 3); raise SystemExit(4)"))
    assert (ran.code, ran.output) == (4, "ééé\n")
    assert ran.ms > 0
    assert ran.peak_mb > 1


def test_the_tasks_take_turns_and_the_median_counts() -> None:
    turns: list[str] = []

    def task(name: str, times: list[float]) -> float:
        turns.append(name)
        return times.pop()

    first, second = [9.0, 1.0, 2.0], [5.0, 5.0, 7.0]
    medians = interleaved(3, lambda: task("a", first), lambda: task("b", second))
    assert (turns, medians) == (["a", "b"] * 3, [2.0, 5.0])


def test_what_is_above_its_target_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    figure = Figure("sweep", "sqlite", ours_ms=1400, floor_ms=1000, target=1.3)
    show([figure], as_json=False)
    assert "1.40    1.30  above the target" in capsys.readouterr().out
    assert not Outcome((figure,)).is_good


def test_a_problem_is_no_good_result() -> None:
    figure = Figure("sweep", "sqlite", ours_ms=1000, floor_ms=1000, target=1.3)
    assert Outcome((figure,)).is_good
    assert not Outcome((figure,), ("sweep: rows differ",)).is_good


def test_a_command_that_fails_is_not_a_measurement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(**_options: int) -> Outcome:
        message = "a run ended with exit code 3"
        raise CannotMeasure(message)

    monkeypatch.setitem(main.__globals__["BENCHMARKS"], "help", fails)
    assert main(["help"]) == 2
    assert "bench: a run ended with exit code 3" in capsys.readouterr().err

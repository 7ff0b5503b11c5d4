"""What was published stays as it was: kept, signed, at its address, and never with other words."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gestand.wiring import open_inspection
from gestand.wiring.recording import journal_in
from gestand.work.announced import Notice, notice_of
from gestand.work.frozen import from_record, to_record
from gestand.work.heads import Heads
from gestand.work.probes import published as published_probe
from gestand.work.project import load
from gestand.work.registers import OVERRIDES
from gestand.work.state import State
from tests.core.small_statement import EN, NL
from tests.core.small_statement import published as rendered
from tests.noorderlicht import DAY, founded
from tests.surfaces.commands import gestand
from tests.surfaces.publishing import change, declared, publish

FIRST, NEXT = "2026-01-01", "2026-12-20"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the example with its first version published; no test changes it."""
    folder = declared(tmp_path_factory.mktemp("kept") / "company")
    assert publish(folder, folder / "site", pdf=False).exit_code == 0
    return folder


@pytest.fixture
def company(first: Path, tmp_path: Path) -> Path:
    """Give a copy that a test may change."""
    return Path(shutil.copytree(first, tmp_path / "company"))


def kept(folder: Path) -> dict[str, bytes]:
    paths = sorted((folder / "privacy" / "published").iterdir())
    return {path.name: path.read_bytes() for path in paths}


def begin_ledger(folder: Path) -> None:
    datamap = load(folder).datamap
    assert datamap is not None
    heads = Heads.of(folder, datamap.records)
    with journal_in(heads, datamap.records) as journal, journal.recording(("tried", {})):
        pass


def renew(folder: Path, day: str = NEXT) -> None:
    """Put the version in force away as an older one, and begin another with other words."""
    privacy = folder / "privacy"
    (privacy / "versions").mkdir()
    shutil.copy(privacy / "policy.yaml", privacy / "versions" / "first.yaml")
    shutil.copytree(privacy / "statement", privacy / "versions" / "first")
    change(folder, "policy.yaml", f"effective: {FIRST}", f"effective: {day}")
    change(folder, "policy.yaml", "from: 2026-01-05", f"from: {day}")
    change(folder, "policy.yaml", "P4W", "P6W")


@pytest.mark.parametrize(("language", "text"), [("nl", NL), ("en", EN)])
def test_words_are_read_back_as_they_were_kept(language: str, text: str) -> None:
    document = rendered(text, language)
    assert from_record(json.loads(json.dumps(to_record(document)))) == document


def test_other_words_under_the_same_day_are_refused_and_nothing_changes(company: Path) -> None:
    before, page = kept(company), (company / "site" / "nl.html").read_bytes()
    assert [*before] == [f"{FIRST}.1.json"]
    change(company, "policy.yaml", "P4W", "P6W")
    done = publish(company, company / "site", pdf=False)
    assert (done.exit_code, kept(company)) == (1, before)
    assert f"version {FIRST} was published with other words" in done.stderr
    assert (company / "site" / "nl.html").read_bytes() == page


def test_a_draft_shows_other_words_where_nothing_is_published(company: Path) -> None:
    before = kept(company)
    change(company, "policy.yaml", "P4W", "P6W")
    words = ("publish", company, "--draft", "--as-of", "2026-12-01", "--out")
    assert gestand(*words, company / "draft").exit_code == 0
    page = (company / "draft" / "nl.html").read_text("utf-8")
    assert "Dit is een ontwerp." in page
    assert "uiterlijk 6 weken nadat" in page
    assert kept(company) == before
    refused = gestand(*words, company / "site")
    assert (refused.exit_code, "is what was published" in refused.stderr) == (2, True)


def test_a_later_version_leaves_the_words_of_the_first_as_they_were(company: Path) -> None:
    before, then = kept(company), (company / "site" / "en.html").read_text("utf-8")
    renew(company)
    done = publish(company, company / "site", as_of=NEXT, pdf=False)
    assert done.exit_code == 0
    # Nobody can show who was told where there is no ledger, so it is only said.
    assert "must be told to people by 2026-11-20, and that day is over: `gest" in done.stdout
    assert kept(company).items() > before.items()
    older = (company / "site" / f"en-{FIRST}.html").read_text("utf-8")
    assert "This is an earlier version." in older
    assert older.partition("<h2")[2].partition("</main>")[0] == (
        then.partition("<h2")[2].partition("</main>")[0]
    )
    change(company, "versions/first.yaml", "P4W", "P5W")
    done = publish(company, company / "site", as_of=NEXT, pdf=False)
    assert (done.exit_code, f"version {FIRST} was published" in done.stderr) == (1, True)
    shutil.rmtree(company / "privacy" / "versions")
    done = publish(company, company / "site", as_of=NEXT, pdf=False)
    assert (done.exit_code, "is not in `privacy/versions` any more" in done.stderr) == (1, True)


def test_a_version_is_put_off_by_another_before_its_day_and_not_after(company: Path) -> None:
    renew(company)
    assert publish(company, company / "site", as_of="2026-12-01", pdf=False).exit_code == 0
    later = "2027-01-20"
    change(company, "policy.yaml", f"effective: {NEXT}", f"effective: {later}")
    change(company, "policy.yaml", f"from: {NEXT}", f"from: {later}")
    gone = publish(company, company / "site", as_of=NEXT, pdf=False)
    assert (gone.exit_code, f"version {NEXT} was published" in gone.stderr) == (1, True)
    assert publish(company, company / "site", as_of="2026-12-02", pdf=False).exit_code == 0
    told = json.loads(kept(company)[f"{later}.1.json"])
    assert told["instead of"] == [NEXT]
    assert publish(company, company / "site", as_of=NEXT, pdf=False).exit_code == 0


def test_a_version_is_withdrawn_before_its_day_where_nothing_comes_instead(company: Path) -> None:
    privacy, policy = company / "privacy", (company / "privacy" / "policy.yaml").read_text("utf-8")
    renew(company)
    assert publish(company, company / "site", as_of="2026-12-01", pdf=False).exit_code == 0
    shutil.rmtree(privacy / "versions")
    (privacy / "policy.yaml").write_text(policy, "utf-8")
    for day in ("2026-12-02", "2026-12-03", NEXT, "2026-12-25"):
        assert publish(company, company / "site", as_of=day, pdf=False).exit_code == 0, day
    before, after = (json.loads(kept(company)[f"{FIRST}.{reading}.json"]) for reading in (1, 2))
    assert (len(kept(company)), after["instead of"]) == (3, [NEXT])
    assert (after["words"], after["version"]) == (before["words"], before["version"])


def test_what_lapses_is_another_reading_of_the_same_version(company: Path) -> None:
    def told(at: datetime) -> list[str]:
        found = published_probe.look(open_inspection(company, at))
        return [one.promise for one in found if one.promise.startswith("attested.")]

    assert told(datetime(2028, 5, 1, 9, tzinfo=UTC)) == []
    assert "attested.iso-27001" in told(datetime(2028, 5, 2, 9, tzinfo=UTC))
    assert publish(company, company / "site", as_of="2028-05-02", pdf=False).exit_code == 0
    assert [*kept(company)] == [f"{FIRST}.1.json", f"{FIRST}.2.json"]
    assert b"27001" in kept(company)[f"{FIRST}.1.json"]
    assert "27001" not in (company / "site" / "en.html").read_text("utf-8")
    assert told(datetime(2028, 5, 2, 9, tzinfo=UTC)) == []


def test_a_version_in_force_is_kept_as_it_reads_and_not_as_it_will_on_its_last_day(
    tmp_path: Path,
) -> None:
    company = declared(tmp_path / "company")
    renew(company, "2028-12-20")
    change(company, "policy.yaml", "until: 2028-05-01", "until: 2031-05-01")
    for day, number, reads in (("2026-12-01", 1, True), ("2028-05-02", 2, False)):
        assert publish(company, company / "site", as_of=day, pdf=False).exit_code == 0
        told = json.loads(kept(company)[f"{FIRST}.{number}.json"])
        assert (told["as of"], "27001" in json.dumps(told["words"])) == (day, reads)


def test_the_ledger_signs_what_was_published_and_misses_what_is_gone(company: Path) -> None:
    begin_ledger(company)
    told = gestand("verify", company).stdout
    assert f"Not signed yet, `gestand publish` does it: {FIRST}.1.json." in told
    done = publish(company, company / "site", pdf=False)
    assert f"and signed in the ledger: {FIRST}.1.json." in done.stdout
    file = company / "privacy" / "published" / f"{FIRST}.1.json"
    whole = file.read_bytes()
    assert "and signed: 1 version of the statement." in gestand("verify", company).stdout
    file.write_bytes(whole.replace(b"privacy@", b"fraud@"))
    changed = gestand("verify", company)
    assert (changed.exit_code, "is not the version that was pub" in changed.stdout) == (1, True)
    file.unlink()
    gone = gestand("verify", company)
    assert (gone.exit_code, "is gone" in gone.stdout) == (1, True)
    file.write_bytes(whole)
    file.with_name(f"{file.name}.signature").unlink()
    assert "has no signature of this ledger" in gestand("verify", company).stdout
    assert "and signed in the ledger: nothing new" in publish(
        company, company / "site", pdf=False
    ).stdout
    assert gestand("verify", company).exit_code == 0


def test_a_version_that_was_changed_is_not_published_or_signed_anew(company: Path) -> None:
    begin_ledger(company)
    assert publish(company, company / "site", pdf=False).exit_code == 0
    before, page = kept(company), (company / "site" / "en.html").read_bytes()
    file = company / "privacy" / "published" / f"{FIRST}.1.json"
    file.write_bytes(before[file.name].replace(b'"version": "', b'"version" : "'))
    after = kept(company)
    done = publish(company, company / "site", pdf=False)
    said = f"`privacy/published/{file.name}` is not the version that was published: put it back"
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert (kept(company), (company / "site" / "en.html").read_bytes()) == (after, page)


def test_words_that_were_changed_are_not_read_where_there_is_no_ledger(company: Path) -> None:
    file = company / "privacy" / "published" / f"{FIRST}.1.json"
    told = json.loads(file.read_bytes())
    told["words"]["en"]["title"] = "We promise nothing"
    file.write_text(json.dumps(told), "utf-8")
    done = publish(company, company / "other", pdf=False)
    assert (done.exit_code, "cannot be read as a version" in done.stderr) == (2, True)


def test_what_the_stores_do_not_keep_is_published_with_a_reason_only(tmp_path: Path) -> None:
    folder = founded(tmp_path / "company", 100)
    refused = publish(folder, folder / "site", as_of=DAY.isoformat(), pdf=False)
    assert (refused.exit_code, (folder / "site").exists()) == (1, False)
    assert "the stores do not keep what would be published: `contact.kept`" in refused.stderr
    blank = publish(folder, folder / "site", DAY.isoformat(), "--although", " ", pdf=False)
    assert (blank.exit_code, "`--although` needs its reason" in blank.stderr) == (2, True)
    because = ("--although", "we remove it on Monday")
    done = publish(folder, folder / "site", DAY.isoformat(), *because, pdf=False)
    assert (done.exit_code, "is override 1." in done.stdout) == (0, True)
    (line,) = State.beside(folder).lines(OVERRIDES)
    assert (line["effective"], line["because"]) == (FIRST, "we remove it on Monday")
    assert "contact.kept" in line["broken"]
    assert gestand("verify", folder).exit_code == 0


def test_a_reason_that_cannot_be_kept_stops_the_publication(tmp_path: Path) -> None:
    folder = founded(tmp_path / "company", 100)
    datamap = folder / "privacy" / "datamap.yaml"
    before = datamap.read_text("utf-8")
    datamap.write_text(before + "\nrecords:\n  heads: ${NOWHERE_TO_BE_FOUND}\n", "utf-8")
    done = publish(folder, folder / "site", DAY.isoformat(), "--although", "later", pdf=False)
    assert (done.exit_code, "NOWHERE_TO_BE_FOUND" in done.stderr) == (2, True), done.output
    assert not (folder / "site").exists()
    assert not (folder / "privacy" / "published").exists()


def test_a_version_that_begins_later_need_not_be_kept_yet(tmp_path: Path) -> None:
    folder = declared(tmp_path / "company")
    change(folder, "policy.yaml", f"effective: {FIRST}", f"effective: {NEXT}")
    change(folder, "policy.yaml", "from: 2026-01-05", f"from: {NEXT}")
    done = publish(folder, folder / "site", as_of="2026-12-01", pdf=False)
    assert done.exit_code == 0
    assert "Nobody looked whether the stores keep it: no version is in force" in done.stdout


def test_a_version_that_people_were_not_told_of_is_published_with_a_reason_only(
    company: Path,
) -> None:
    begin_ledger(company)
    renew(company)
    early = publish(company, company / "early", as_of="2026-11-01", pdf=False)
    assert "told to people by 2026-11-20: `gestand announce first current`." in early.stdout
    shutil.rmtree(company / "early")
    change(company, "policy.yaml", f"effective: {NEXT}", "effective: 2026-12-22")
    late = publish(company, company / "late", as_of="2026-12-01", pdf=False)
    assert (late.exit_code, (company / "late").exists()) == (1, False)
    assert "people had to be told of what is material by 2026-11-22" in late.stderr
    on_time = load(company)
    assert notice_of(on_time, None, date(2026, 11, 22)) == Notice(
        "first", date(2026, 12, 22), date(2026, 11, 22), date(2026, 11, 22), ""
    )
    because = ("--although", "the law asks for it at once")
    done = publish(company, company / "late", "2026-12-01", *because, pdf=False)
    assert (done.exit_code, "is override 1." in done.stdout) == (0, True)
    (line,) = State.beside(company).lines(OVERRIDES)
    assert (line["not told"], line["effective"]) == (True, "2026-12-22")


def test_only_a_version_that_follows_one_that_was_published_must_be_told_in_time(
    company: Path, tmp_path: Path
) -> None:
    for folder in (declared(tmp_path / "new"), company):
        begin_ledger(folder)
        renew(folder)
    # Nothing was ever published with Gestand: what is in force need not be told once more.
    first = publish(tmp_path / "new", tmp_path / "site", as_of=NEXT, pdf=False)
    assert (first.exit_code, "must be told" in first.stdout) == (0, False), first.stderr
    because = ("--although", "the law asks for it at once")
    assert publish(company, company / "site", NEXT, *because, pdf=False).exit_code == 0
    # A certificate lapses: that is another reading of a version that people know.
    second = publish(company, company / "site", as_of="2028-05-02", pdf=False)
    assert (second.exit_code, f"{NEXT}.2.json" in kept(company)) == (0, True), second.stderr


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"effective": 3}', b"\xff"])
def test_what_cannot_be_read_as_a_version_stops_a_publication(
    company: Path, content: bytes
) -> None:
    (company / "privacy" / "published" / f"{FIRST}.1.json").write_bytes(content)
    done = publish(company, company / "site", pdf=False)
    assert done.exit_code == 2
    assert f"`privacy/published/{FIRST}.1.json` cannot be read as a version" in done.stderr


def test_where_nothing_can_be_kept_nothing_is_published(tmp_path: Path) -> None:
    company = declared(tmp_path / "company")
    (company / "privacy" / "published").write_text("a file", "utf-8")
    done = publish(company, company / "site", pdf=False)
    assert (done.exit_code, (company / "site").exists()) == (2, False)
    assert "what is published is kept there, and `--draft` publishes nothing" in done.stderr


def told(on: date | None, today: date) -> Notice:
    return Notice("first", date(2026, 12, 20), date(2026, 11, 20), today, "", on)


def test_it_is_too_late_once_the_last_day_is_over_and_people_were_not_told() -> None:
    last, after = date(2026, 11, 20), date(2026, 11, 21)
    late = [told(on, day).is_late for on in (None, last, after) for day in (last, after)]
    assert late == [False, True, False, False, False, True]


def looked(folder: Path, at: str) -> dict[str, set[str]]:
    """Return what the probe of published versions finds of each promise on a day."""
    moment = datetime.fromisoformat(f"{at}T12:00+00:00")
    told = published_probe.look(open_inspection(folder, moment))
    return {one.promise: {problem.what for problem in one.problems} for one in told}


def test_a_promise_rests_on_what_was_published(company: Path, tmp_path: Path) -> None:
    both = {"change.version", "change.history"}
    assert looked(declared(tmp_path / "new"), NEXT) == {}
    assert looked(company, "2026-12-01") == dict.fromkeys(both, set())
    renew(company)
    assert looked(company, "2026-12-01") == dict.fromkeys(both, set())
    # The day has come, and nobody published.
    assert looked(company, NEXT) == dict.fromkeys(both, {"version not published"})
    change(company, "versions/first.yaml", "P4W", "P5W")
    found = looked(company, "2026-12-01")
    assert found == dict.fromkeys(both, {"version published otherwise"})
    (company / "privacy" / "published" / f"{FIRST}.1.json").write_text("{", "utf-8")
    moment = datetime.fromisoformat(f"{NEXT}T12:00+00:00")
    assert all(one.unseen for one in published_probe.look(open_inspection(company, moment)))

"""`gestand check` as a person runs it: what it prints, how it ends, what it never does."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from gestand.surfaces.cli import main
from tests.core.small import DATAMAP, POLICY, changed
from tests.core.test_document import BOMB

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "gestand" / "demo" / "noorderlicht"
MOST_MEMORY = 200_000  # kB

PROGRAM = """
import sys
from gestand.surfaces.cli import main
try:
    main(sys.argv[1:], prog_name="gestand")
finally:
    (peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("memory", peak.split()[1], file=sys.stderr)
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed, how it ended and how much memory it took, in kB."""

    out: str
    error: str
    ending: int
    memory: int

    @property
    def codes(self) -> set[str]:
        return {finding["code"] for finding in json.loads(self.out)}


def run(*words: str, cwd: Path = ROOT, **environment: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "check", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    error, _, memory = done.stderr.rpartition("memory ")
    return Ran(done.stdout, error, done.returncode, int(memory))


def ask(*words: str, cwd: Path = ROOT) -> Ran:
    """Run the command within this process: quicker, where its memory is not the question."""
    with chdir(cwd):
        done = CliRunner().invoke(main, ["check", *words], prog_name="gestand")
    return Ran(done.stdout, done.stderr, done.exit_code, 0)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example company with empty databases, as its owner would have it."""
    folder = tmp_path / "noorderlicht"
    shutil.copytree(EXAMPLE / "privacy", folder / "privacy")
    for schema in (EXAMPLE / "schema").glob("*.sql"):
        with closing(sqlite3.connect(folder / f"{schema.stem}.db")) as connection:
            connection.executescript(schema.read_text("utf-8"))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., str]:
    """Write the small company, with other bytes for a file where they are given."""

    def write(policy: str | bytes = POLICY, datamap: str | bytes = DATAMAP) -> str:
        privacy = tmp_path / "privacy"
        privacy.mkdir()
        for name, content in (("policy.yaml", policy), ("datamap.yaml", datamap)):
            data = content if isinstance(content, bytes) else content.encode("utf-8")
            (privacy / name).write_bytes(data)
        return str(tmp_path)

    return write


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "privacy" / file
    path.write_text(changed(path.read_text("utf-8"), old, new), "utf-8")


def test_the_example_is_clean(example: Path) -> None:
    done = ask(cwd=example)
    assert (done.ending, done.error) == (0, "")
    assert done.out.startswith("no findings: 14 purposes, 22 tables, ")


def test_the_privacy_folder_itself_will_do(example: Path) -> None:
    assert ask(cwd=example / "privacy").ending == 0
    assert ask(str(example / "privacy")).ending == 0


def test_a_finding_is_shown_with_its_line_and_a_caret(example: Path) -> None:
    change(example, "policy.yaml", "data: [name, function, contact]", "data: [nme, contact]")
    done = ask(cwd=example)
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if "G104" in line)
    assert done.ending == 1
    assert lines[at].startswith("privacy/policy.yaml:")
    assert lines[at].endswith("G104  unknown category `nme`; did you mean `name`?")
    assert lines[at + 1 : at + 3] == ["        data: [nme, contact]", "               ^^^"]
    assert lines[-1] == f"{sum('  G' in line for line in lines)} findings in 4 files"


def test_every_kind_of_mistake_is_told_at_once(example: Path) -> None:
    change(example, "policy.yaml", "keep: {for: P4W,", "keep: {for: 4 weeks,")
    change(example, "datamap.yaml", "customer_number: technical, salutation", "salutation")
    change(
        example, "datamap.yaml", "product: order details, remark", "product: oder details, remark"
    )
    statement = example / "privacy" / "statement" / "en.md"
    statement.write_text(statement.read_text("utf-8") + "\nWe never sell anything.\n", "utf-8")
    done = ask("--format", "json", cwd=example)
    assert done.ending == 1
    assert {"G125", "G104", "G404", "G520"} <= done.codes


def test_a_recipient_for_an_unknown_purpose_is_told(example: Path) -> None:
    gets = "gets: [name, payment]\n    for: "
    change(example, "policy.yaml", f"{gets}order", f"{gets}ordr")
    done = ask("--format", "json", cwd=example)
    assert (done.ending, done.error, "G104" in done.codes) == (1, "", True)


def test_a_long_line_is_cut_around_the_mistake(small: Callable[..., str]) -> None:
    names = ", ".join(f"c{n}" for n in range(60))
    folder = small(changed(POLICY, "data: [email]", f"data: [{names}, emial]"))
    lines = ask(folder).out.splitlines()
    at = next(n for n, line in enumerate(lines) if "`emial`" in line)
    assert len(lines[at + 1]) < 120
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("emial")


def test_json_is_a_list_of_findings(small: Callable[..., str]) -> None:
    done = ask(small(changed(POLICY, "data: [email]", "data: [emial]")), "--format", "json")
    finding = next(f for f in json.loads(done.out) if f["code"] == "G104")
    assert finding.pop("file").endswith("/privacy/policy.yaml")
    assert finding == {
        "code": "G104",
        "line": 40,
        "column": 12,
        "fragment": "emial",
        "message": "unknown category `emial`",
        "suggestion": "did you mean `email`?",
    }


def _object(required: list[str], **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


TEXT = _object(["text"], text={"type": "string", "minLength": 1})
NUMBER = {"type": "integer", "minimum": 1}
REGION = _object(["startLine"], startLine=NUMBER, startColumn=NUMBER, snippet=TEXT)
FILE = _object(["uri"], uri={"type": "string", "pattern": r"^[^ \\]+$"})
PLACE = _object(["artifactLocation"], artifactLocation=FILE, region=REGION)
RULE = _object(["id"], id={"type": "string"}, shortDescription=TEXT)
DRIVER = _object(
    ["name"],
    name={"const": "gestand"},
    version={"type": "string"},
    rules={"type": "array", "uniqueItems": True, "items": RULE},
)
RESULT = _object(
    ["message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations={"type": "array", "items": _object([], physicalLocation=PLACE)},
)
RUN = _object(
    ["tool"],
    tool=_object(["driver"], driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
SARIF = _object(
    ["version", "runs"],
    **{"$schema": {"type": "string"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)
"""The part of SARIF 2.1.0 that the command writes, as strict as the standard is about it."""


def test_sarif_is_valid(small: Callable[..., str]) -> None:
    folder = small(changed(POLICY, "data: [email]", "data: [emial]"))
    log = json.loads(ask(folder, "--format", "sarif").out)
    Draft202012Validator(SARIF).validate(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    results = log["runs"][0]["results"]
    assert results
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert all(rule["shortDescription"]["text"] != rule["id"] for rule in rules)


def test_junit_has_a_failed_case_for_each_finding(small: Callable[..., str]) -> None:
    folder = small(changed(POLICY, "data: [email]", "data: [emial]"))
    suites = ElementTree.fromstring(ask(folder, "--format", "junit").out)
    failed = suites.findall(".//failure")
    assert {"G104", "G430"} <= {failure.get("type") for failure in failed}
    assert suites.get("failures") == str(len(failed))
    assert suites.get("tests") == str(len(suites.findall(".//testcase")))


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_every_format_says_when_nothing_was_found(form: str, example: Path) -> None:
    done = ask("--format", form, "--out", "report", cwd=example)
    report = (example / "report").read_text("utf-8")
    assert (done.ending, done.out.startswith("no findings: ")) == (0, True)
    assert "G4" not in report


def test_a_report_that_cannot_be_written_is_told(example: Path) -> None:
    done = ask("--out", "nowhere/report", cwd=example)
    assert (done.ending, done.out) == (2, "")
    assert done.error == "gestand: nowhere/report: cannot be written: no such file or directory\n"


BAD = [
    ("binary", b"\x7fELF\x00\x01" * 1000, "G103"),
    ("not UTF-8", "policy: één".encode("latin-1"), "G103"),
    ("control characters", b"policy: \x1b[31m", "G103"),
    ("empty", b"", "G105"),
    ("ten megabytes", b"policy: 1\n" * 1_000_000, "G102"),
    ("cyclic anchors", b"policy: &a [*a]", "G111"),
    ("tags", b"policy: !!python/object/apply:os.system [id]", "G112"),
    ("tabs", b"policy:\n\t1", "G106"),
    ("duplicate keys", b"policy: 1\npolicy: 1\n", "G114"),
    ("an alias bomb", BOMB.encode(), "G110"),
    ("many aliases", b"a: &a 1\nb: [" + b"*a, " * 200 + b"]", "G108"),
    ("deep flow", b"[" * 900_000, "G109"),
    ("deep blocks", b"- " * 400_000, "G109"),
    ("many values", b"[" + b"a," * 400_000 + b"]", "G110"),
    ("many keys", b"".join(b"k%d: x\n" % n for n in range(40_000)), "G117"),
    ("many mistakes", b"policy: 1\ncookies:\n" + b"  \xe2\x82\xac: x\n" * 1000, "G114"),
    ("two documents", POLICY.encode() + b"---\n" + POLICY.encode(), "G113"),
    ("an open quote", b'policy: "' + b"x\n" * 400_000, "G107"),
    ("no mapping", b"- policy", "G119"),
]


EACH = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from gestand.surfaces.cli import main
def written():
    return io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
for folder in sys.argv[1:]:
    with redirect_stdout(written()) as out, redirect_stderr(written()) as error:
        try:
            main(["check", folder, "--format", "json"], prog_name="gestand")
        except SystemExit as end:
            code = end.code
    print(json.dumps([code, *(each.buffer.getvalue().decode() for each in (out, error))]))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def test_bad_input_ends_in_findings(tmp_path: Path) -> None:
    folders: dict[str, Path] = {}
    for name, data, _ in BAD:
        datamap = data.replace(b"policy: 1", b"datamap: 1").replace(b"cookies:", b"subjects:")
        folders[name] = tmp_path / name
        (folders[name] / "privacy").mkdir(parents=True)
        (folders[name] / "privacy" / "policy.yaml").write_bytes(data)
        (folders[name] / "privacy" / "datamap.yaml").write_bytes(datamap)
    # One process for all: how much memory it took at most holds for each.
    program = [sys.executable, "-c", EACH, *map(str, folders.values())]
    done = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert done.stderr == ""
    *told, memory = done.stdout.splitlines()
    for (name, _, code), (ending, out, error) in zip(BAD, map(json.loads, told), strict=True):
        found = {(Path(f["file"]).name, f["code"]) for f in json.loads(out)}
        assert (ending in (1, 2), error) == (True, ""), name
        assert {("policy.yaml", code), ("datamap.yaml", code)} <= found, name
    assert int(memory) < MOST_MEMORY


@pytest.mark.parametrize("target", ["/nowhere", "policy.yaml", "/proc/self/mem", "/dev/zero", "/"])
def test_what_is_no_file_ends_in_a_finding(target: str, tmp_path: Path) -> None:
    (tmp_path / "privacy").mkdir()
    (tmp_path / "privacy" / "policy.yaml").symlink_to(target)
    (tmp_path / "privacy" / "datamap.yaml").write_text(DATAMAP, "utf-8")
    done = ask(str(tmp_path), "--format", "json")
    assert (done.ending, done.error, "G101" in done.codes) == (2, "", True)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "privacy").mkdir()
    for name in ("policy.yaml", "datamap.yaml"):
        os.mkfifo(tmp_path / "privacy" / name)
    done = ask(str(tmp_path), "--format", "json")
    assert (done.ending, done.codes) == (2, {"G101"})


def test_a_file_that_may_not_be_read_ends_in_a_finding(small: Callable[..., str]) -> None:
    folder = small()
    (Path(folder) / "privacy" / "policy.yaml").chmod(0)
    done = ask(folder, "--format", "json")
    assert (done.ending, done.error) == (2, "")
    assert "G101" in done.codes or os.geteuid() == 0  # root may read anything


def test_a_folder_without_a_policy_is_told(tmp_path: Path) -> None:
    done = ask(str(tmp_path / "nowhere"))
    assert done.ending == 2
    assert done.out.count("G101  the file is not there; name the folder that holds") == 2


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///missing.db", "there is no file missing.db"),
        ("${GESTAND_NO_SUCH_URL}", "environment variable `GESTAND_NO_SUCH_URL` is not set"),
        ("no url at all", "store `db`"),
        ("nosuch://localhost/shop", "store `db`"),
        ("sqlite:////dev/null/x.db", "store `db`"),
    ],
)
def test_a_database_that_cannot_be_read_is_told(
    url: str, message: str, small: Callable[..., str]
) -> None:
    done = ask(small(datamap=changed(DATAMAP, "sqlite:///db.db", url)))
    assert (done.ending, done.error) == (2, "")
    assert any("G430" in line and message in line for line in done.out.splitlines())


def test_a_password_is_not_printed(small: Callable[..., str]) -> None:
    url = "nosuch://app:s3cret@localhost/shop"
    for form in ("text", "json", "sarif", "junit"):
        folder = small(datamap=changed(DATAMAP, "sqlite:///db.db", url))
        done = ask(folder, "--format", form)
        assert "G319" in done.out
        assert "s3cret" not in done.out + done.error
        shutil.rmtree(Path(folder) / "privacy")


def test_a_screen_without_unicode_gets_all_findings(small: Callable[..., str]) -> None:
    folder = small(changed(POLICY, "  tax:\n", "  één?:\n"))
    done = run(folder, PYTHONIOENCODING="ascii")
    assert (done.ending, done.error) == (2, "")
    assert "G122" in done.out


def test_a_name_never_steers_a_terminal(small: Callable[..., str]) -> None:
    folder = small(datamap=changed(DATAMAP, "{address: email}", '{"\\e[31m": email}'))
    assert "\x1b" not in ask(folder).out


def test_unused_names_are_not_told_while_a_file_is_wrong(small: Callable[..., str]) -> None:
    folder = small(changed(POLICY, "    data: [name, invoice]\n", "    dta: [name, invoice]\n"))
    done = ask(folder, "--format", "json")
    assert {"G117", "G118"} <= done.codes
    assert "G210" not in done.codes


def test_older_versions_come_before_the_current_one(small: Callable[..., str]) -> None:
    folder = small()
    versions = Path(folder) / "privacy" / "versions"
    versions.mkdir()
    older = changed(POLICY, "effective: 2026-12-01", "effective: 2025-12-01")
    (versions / "1.yaml").write_text(older, "utf-8")
    assert "G130" not in ask(folder, "--format", "json").codes
    (versions / "2.yaml").write_text(POLICY, "utf-8")
    assert "G130" in ask(folder, "--format", "json").codes

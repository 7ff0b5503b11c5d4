"""A pack of evidence is verified without Gestand, and whatever is changed in it is named."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.ledger import canonical
from gestand.records.signing import OwnSeal
from gestand.settings import today
from gestand.wiring.signing import journal_that_is_there
from gestand.work.evidence.verifier import SIGNED, Pack, holds, linked, look, main, summary
from gestand.work.journal import Journal
from gestand.work.kept_versions import settled, write
from gestand.work.project import load
from gestand.work.signed_versions import sign_versions
from gestand.work.unkept import keep_reason
from tests.noorderlicht import DAY
from tests.sowing import sweep
from tests.surfaces.commands import gestand, personal_texts
from tests.surfaces.publishing import change

Files = Mapping[str, bytes]
HEAD, LEDGER, MANIFEST, SIGNATURE = "head.json", "ledger.jsonl", "manifest.json", "manifest.sig"
PAPER = b"%PDF-1.7 of nobody"
VERSION, REASON = "2026-01-01.1", "the last mailbox is emptied on Monday"
SOMEBODY = OwnSeal(bytes(32))
"""Whoever has a key of their own, and not that of the organisation."""


@dataclass(frozen=True)
class Packed:
    """A company, its pack, and what the command said of it."""

    company: Path
    path: Path
    files: Files
    said: str

    @property
    def seal(self) -> OwnSeal:
        return OwnSeal(bytes.fromhex((self.company / ".gestand" / "sign").read_text("ascii")))


@pytest.fixture(scope="module")
def packed(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Give the company as a run has left it, and its pack."""
    folder = tmp_path_factory.mktemp("evidence") / "noorderlicht"
    shutil.copytree(founding, folder)
    (folder / "privacy" / "facts.yaml").write_text("facts: 1\nrecorded: []\n", "utf-8")
    (folder / "certificate.pdf").write_bytes(PAPER)
    policy = folder / "privacy" / "policy.yaml"
    own = r"file: privacy/papers/iso-9001\.txt, digest: \w+"
    policy.write_text(re.sub(own, "file: certificate.pdf", policy.read_text("utf-8")), "utf-8")
    sweep(folder)
    published(folder)
    result = gestand("evidence", folder, "--out", folder.parent / "pack.zip")
    assert result.exit_code == 0, result.output
    path = folder.parent / "pack.zip"
    return Packed(folder, path, contents(path), result.output)


def published(folder: Path) -> None:
    """Keep and sign the version in force as `gestand publish` does, without its pages."""
    project = load(folder)
    write(project.privacy, settled(project, DAY)[1])
    with journal_that_is_there(project) as journal:
        assert isinstance(journal, Journal)
        assert sign_versions(journal, project.privacy) == [f"{VERSION}.json"]


def contents(path: Path) -> Files:
    with ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def signed_anew(files: Files, seal: OwnSeal) -> Files:
    """Return the pack as whoever has a key could make it of other files."""
    told = json.loads(files[MANIFEST])
    members = {name: one for name, one in files.items() if name not in (MANIFEST, SIGNATURE)}
    told["members"] = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in members.items()
    }
    return signed({**files, MANIFEST: canonical(told).encode()}, seal)


def signed(files: Files, seal: OwnSeal) -> Files:
    """Return files with their manifest signed by somebody."""
    told = {**json.loads(files[MANIFEST]), "signed_by": seal.public}
    manifest = (json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n").encode()
    signature = seal.sign(SIGNED + manifest)
    mark = {"algorithm": "Ed25519", "public": seal.public, "signature": signature}
    return {**files, MANIFEST: manifest, SIGNATURE: (canonical(mark) + "\n").encode()}


def alone(packed: Packed, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier of the pack in a Python that finds nothing but its standard library."""
    verifier = packed.path.with_name("verify.py")
    verifier.write_bytes(packed.files["verify.py"])
    return subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), *words],
        capture_output=True, text=True, cwd=packed.path.parent, check=False,
    )  # fmt: skip


def test_a_reason_to_publish_all_the_same_stands_in_the_pack(
    packed: Packed, tmp_path: Path
) -> None:
    folder, out = tmp_path / "noorderlicht", tmp_path / "pack.zip"
    shutil.copytree(packed.company, folder)
    project = load(folder)
    with journal_that_is_there(project) as journal:
        assert isinstance(journal, Journal)
        keep_reason(journal, project, REASON, DAY, {"broken": ["order.kept"]})
    said = gestand("evidence", folder, "--out", out).output
    (one,) = json.loads(contents(out)["overrides.json"])
    assert (one["because"], one["broken"]) == (REASON, ["order.kept"])
    assert "Published although something stood in the way: 1, with the reason" in said


def test_a_third_party_verifies_the_pack_and_is_told_what_was_changed(packed: Packed) -> None:
    whole = alone(packed, str(packed.path), "--key", packed.seal.public)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert f"All {len(packed.files) - 2} files are what was packed." in whole.stdout
    changed = packed.path.with_name("changed.zip")
    with ZipFile(changed, "w") as zipped:
        for name, content in packed.files.items():
            one = content.replace(b"kept", b"KEPT") if name == "promises.json" else content
            zipped.writestr(name, one)
    found = alone(packed, str(changed))
    assert (found.returncode, found.stdout) == (1, "promises.json: it is not what was packed\n")
    assert alone(packed, "nowhere.zip").returncode == 2


def test_the_pack_has_all_that_it_says_and_nobody_in_it(packed: Packed) -> None:
    names = packed.files.keys()
    for one in ("policy.yaml", "datamap.yaml", "statement/nl.md"):
        assert f"declaration/{one}" in names
    assert {"statement/2026-01-01.nl.md", "receipts/1.json", "registers/nl.html"} <= names
    assert {"README.nl.md", "checklist.nl.md", "assessment.en.md", "lint.json"} <= names
    assert "declaration/facts.yaml" not in names
    assert packed.files["papers/certificate.pdf"] == PAPER
    verdicts = {one["verdict"] for one in json.loads(packed.files["promises.json"])["promises"]}
    assert "kept" in verdicts
    everything = b"".join(packed.files.values()).decode("utf-8", "replace")
    assert [text for text in personal_texts(packed.company) if text in everything] == []
    assert str(packed.company) not in everything
    assert packed.seal.public in packed.said
    assert "Articles 13 and 14: 20 of 20 items said" in packed.said


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_is_changed_in_a_pack_is_found_and_named(
    packed: Packed, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(packed.files)))
    how = data.draw(st.sampled_from(["a bit", "cut", "longer", "gone", "added"]))
    content, files = packed.files[name], dict(packed.files)
    place = data.draw(st.integers(0, len(content) - 1))
    if how == "a bit":
        other = content[place] ^ 1 << data.draw(st.integers(0, 7))
        files[name] = content[:place] + bytes([other]) + content[place + 1 :]
    elif how == "added":
        name = f"{name}.{place}"
        files[name] = content
    elif how == "gone":
        del files[name]
    else:
        files[name] = content[:place] if how == "cut" else content + content[: place + 1]
    assert name in look(Pack.of(files)).wrong


@settings(max_examples=25)
@given(data=st.data())
def test_no_byte_of_an_archive_makes_the_verifier_fail(
    packed: Packed, data: st.DataObject
) -> None:
    archive = bytearray(packed.path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = st.integers(0, len(archive) - 1) | st.integers(len(archive) - 3000, len(archive) - 1)
        archive[data.draw(at)] = data.draw(st.integers(0, 255))
    other = packed.path.with_name("other.zip")
    other.write_bytes(archive)
    assert main([str(other)]) in (1, 2) or contents(other) == packed.files


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@settings(max_examples=40)
@given(st.sampled_from("at evidence members ledger first last file".split()), ODD)
def test_whoever_signs_what_is_no_manifest_does_not_make_the_verifier_fail(
    packed: Packed, name: str, odd: object
) -> None:
    told = json.loads(packed.files[MANIFEST])
    place = {"first": "ledger", "last": "ledger", "file": "members"}.get(name)
    into = told if place is None else told[place]
    into["lint.json" if name == "file" else name] = odd
    pack = Pack.of(signed({**packed.files, MANIFEST: json.dumps(told).encode()}, SOMEBODY))
    assert look(pack).wrong or list(summary(pack))


Entries = list[dict[str, object]]


def entries_of(files: Files) -> Entries:
    return [json.loads(line) for line in files[LEDGER].splitlines()]


def with_entries(files: Files, entries: Entries) -> Files:
    return {**files, LEDGER: "".join(canonical(one) + "\n" for one in entries).encode()}


def linked_anew(entries: Entries) -> Entries:
    """Return entries as whoever writes another history would: each seals the one before."""
    before, found = str(entries[0]["before"]), []
    for number, one in enumerate(entries, start=1):
        at, kind, told = str(one["at"]), str(one["kind"]), str(one["told"])
        link = linked(before, number, at, kind, told)
        found.append({**one, "number": number, "before": before, "link": link})
        before = link
    return found


OTHERWISE: dict[str, tuple[Callable[[Entries], Entries], str]] = {
    "in another order": (
        lambda e: [e[0], e[2], e[1], *e[3:]],
        "another entry stands in the place of entry 2",
    ),
    "cut off": (lambda e: e[:-1], "it ends with entry 5, and manifest.json tells of another one"),
    "one taken out": (
        lambda e: [*e[:2], *e[3:]],
        "another entry stands in the place of entry 3",
    ),
    "one that says otherwise": (
        lambda e: [*e[:3], {**e[3], "at": "2020-01-01T00:00:00+00:00"}, e[4]],
        "entry 4 is not what it was when it was written",
    ),
    "one that follows another": (
        lambda e: [*e[:3], {**e[3], "before": e[0]["link"]}, e[4]],
        "entry 4 does not follow the one before it",
    ),
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_ledger_that_was_changed_is_told_by_its_entry_though_the_manifest_was_made_anew(
    packed: Packed, how: str
) -> None:
    change, why = OTHERWISE[how]
    files = with_entries(packed.files, change(entries_of(packed.files)))
    assert look(Pack.of(signed_anew(files, packed.seal))).wrong[LEDGER] == [why]


def test_another_history_is_not_what_was_shown_before(packed: Packed) -> None:
    """Only a head that somebody kept tells it where the key itself is used to sign again."""
    entries = entries_of(packed.files)
    entries[2] = {**entries[2], "at": "2020-01-01T00:00:00+00:00"}
    other = linked_anew(entries)
    head = json.loads(packed.files[HEAD])
    told = [head["ledger"], head["number"], other[-1]["link"], head["at"]]
    sealed = canonical(["gestand head 1", *told])
    signed = {**head, "link": other[-1]["link"], "signature": packed.seal.sign(sealed.encode())}
    rewritten = {**with_entries(packed.files, other), HEAD: (canonical(signed) + "\n").encode()}
    pack = Pack.of(signed_anew(rewritten, packed.seal))
    shown = (head["ledger"], head["number"], head["link"])
    assert look(pack, packed.seal.public).wrong == {}
    why = "entry 6 is not the one that you were shown before"
    assert look(pack, packed.seal.public, [shown]).wrong[LEDGER] == [why]
    assert look(Pack.of(packed.files), known=[shown]).wrong == {}
    later = look(Pack.of(packed.files), known=[shown, (head["ledger"], 9, "0")]).wrong
    assert later == {LEDGER: ["entry 9 is gone, which you were shown before"]}


def test_a_signature_of_somebody_else_is_named(packed: Packed) -> None:
    files, ours = packed.files, packed.seal.public
    theirs = signed_anew(files, SOMEBODY)
    exchanged = look(Pack.of({**files, SIGNATURE: theirs[SIGNATURE]})).wrong
    assert exchanged[SIGNATURE] == [
        f"it does not sign this {MANIFEST}", f"it was made with another key than {MANIFEST} names"
    ]  # fmt: skip
    found = look(Pack.of(theirs), ours).wrong
    assert found[SIGNATURE] == ["it was made with another key than the one that you gave"]
    assert found[HEAD] == ["its signature is not one of the key of the manifest"]
    assert found[LEDGER] == [f"it is signed with another key than {SIGNATURE} names"]
    capitals = files[SIGNATURE].replace(ours.encode(), ours.upper().encode())
    assert SIGNATURE in look(Pack.of({**files, SIGNATURE: capitals})).wrong


def test_a_receipt_must_be_the_one_of_which_the_ledger_tells(packed: Packed) -> None:
    name = "receipts/1.json"
    other = packed.files[name].replace(b'"files_removed": ', b'"files_removed": 1')
    assert other != packed.files[name]
    files = {**packed.files, name: other, "receipts/7.json": b"{}"}
    assert look(Pack.of(signed_anew(files, packed.seal))).wrong == {
        name: [f"it is not the receipt of which {LEDGER} tells"],
        "receipts/7.json": [f"{LEDGER} tells of no such receipt"],
    }


def test_what_stands_twice_in_an_archive_or_beside_an_unpacked_pack_is_named(
    packed: Packed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = Pack([*packed.files, "lint.json"], Pack.of(packed.files).opened)
    assert look(twice).wrong == {"lint.json": ["it stands in the pack more than once"]}
    with ZipFile(packed.path) as zipped:
        zipped.extractall(tmp_path)
    assert main([str(tmp_path)]) == 0
    (tmp_path / "link").symlink_to(packed.path)
    assert main([str(tmp_path)]) == 1
    assert "link: it was added" in capsys.readouterr().out


def test_a_statement_that_leaves_something_out_is_packed_with_what_is_missing(
    packed: Packed, tmp_path: Path
) -> None:
    shutil.copytree(packed.company, tmp_path / "company")
    change(tmp_path / "company", "statement/en.md", "{#rights.port}", "{explains}")
    out, head = tmp_path / "pack.zip", tmp_path / HEAD
    begin = ("evidence", tmp_path / "company", "--out", out, "--since")
    to_come = gestand(*begin, "2999-01-01")
    assert (to_come.exit_code, out.exists()) == (2, False)
    assert "2999-01-01 is still to come" in to_come.stderr
    result = gestand(*begin, today("Europe/Amsterdam"))
    assert "missing: the right to data portability (13(2)(b), 14(2)(c))" in result.output
    (finding,) = json.loads(contents(out)["findings.json"])
    assert (finding["code"], finding["at"]) == ("G522", "statement/en.md:1")
    head.write_bytes(packed.files[HEAD])
    assert main([str(out), "--key", packed.seal.public, "--heads", str(head)]) == 0


def test_a_part_of_the_ledger_holds_as_well(packed: Packed) -> None:
    told, head = json.loads(packed.files[MANIFEST]), json.loads(packed.files[HEAD])
    newest = entries_of(packed.files)[-2:]
    nothing = {"number": head["number"] + 1, "before": head["link"]}
    for entries, begin in ((newest, newest[0]), ([], nothing)):
        told["ledger"] |= {"first": begin["number"], "before": begin["before"]}
        told_of = {n: f for n, f in packed.files.items() if entries or "receipts/" not in n}
        files = {**with_entries(told_of, entries), MANIFEST: canonical(told).encode()}
        before = [(told["ledger"]["id"], 2, "")]
        assert look(Pack.of(signed_anew(files, packed.seal)), known=before).wrong == {}


def test_nothing_is_packed_that_does_not_hold_or_is_not_there(
    packed: Packed, founding: Path, tmp_path: Path
) -> None:
    assert gestand("evidence", packed.company, "--out", packed.path).exit_code == 2
    new = gestand("evidence", founding, "--out", tmp_path / "new.zip")
    assert (new.exit_code, "there is no ledger yet" in new.output) == (2, True)
    shutil.copytree(packed.company, tmp_path / "company")
    with closing(sqlite3.connect(tmp_path / "company" / ".gestand" / "records.db")) as db, db:
        db.execute("DROP TRIGGER IF EXISTS gestand_ledger_no_update")
        db.execute("UPDATE gestand_ledger SET kind = 'other' WHERE number = 3")
    broken = gestand("evidence", tmp_path / "company", "--out", tmp_path / "broken.zip")
    assert (broken.exit_code, "the ledger does not hold: entry 3" in broken.output) == (2, True)
    assert not (tmp_path / "broken.zip").exists()


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99), st.integers(0, 511))
def test_a_signature_counts_where_it_does_for_others_as_well(
    key: bytes, text: bytes, bit: int
) -> None:
    seal = OwnSeal(key)
    mark = bytearray.fromhex(seal.sign(text))
    assert holds(seal.public, text, mark.hex())
    assert not holds(SOMEBODY.public, text, mark.hex()) or key == bytes(32)
    mark[bit // 8] ^= 1 << bit % 8
    assert holds(seal.public, text, mark.hex()) is seal.holds(text, mark.hex()) is False


def test_a_version_that_is_not_the_published_one_is_named(packed: Packed) -> None:
    name = f"published/{VERSION}.json"
    assert "27001" in packed.files[name].decode()
    files = {**packed.files, name: packed.files[name].replace(b"27001", b"27002")}
    found = look(Pack.of(signed_anew(files, packed.seal)), packed.seal.public).wrong
    assert found == {name: ["it is not the version of which ledger.jsonl tells"]}

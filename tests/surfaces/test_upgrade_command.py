"""`gestand upgrade` shows first, writes when asked, and leaves what it does not know."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.core.places import SHOP
from tests.surfaces.commands import gestand
from tests.walk import DOCS, Walk

RECIPIENT = "  psp: {name: B.V., is: psp, country: NL, agreement%s 2028-03-01%s # ours\n"
OLD = "recipients:\n  kinds: {psp: {nl: betaaldiensten, en: payment services}}\n" + RECIPIENT % (
    " until:", "}",
)  # fmt: skip


def test_a_folder_is_shown_then_written_then_done(tmp_path: Path) -> None:
    privacy = tmp_path / "privacy"
    shutil.copytree(SHOP, privacy)
    policy, earlier = privacy / "policy.yaml", privacy / "versions" / "first.yaml"
    earlier.parent.mkdir()
    text = policy.read_text("utf-8").removeprefix("policy: 1\n") + OLD
    earlier.write_text(text, "utf-8")
    policy.write_text("\ufeff" + text.replace("\n", "\r\n"), "utf-8", newline="")
    (datamap := privacy / "datamap.yaml").write_text(
        datamap.read_text("utf-8").replace("datamap: 1", "datamap: 2"), "utf-8"
    )
    policy.chmod(0o640)
    was = {path: path.read_bytes() for path in privacy.rglob("*.yaml")}
    shown = gestand("upgrade", tmp_path)
    assert shown.exit_code == 1
    new = RECIPIENT.replace("%s 2028-03-01%s", ": {until: 2028-03-01}}")
    lines = shown.stdout.splitlines()
    assert lines.count(f"+{new.rstrip()}") == lines.count("+policy: 1") == 2
    assert "install a newer Gestand" in shown.stdout
    assert "2 of 3 files would be rewritten: run it again with `--write`" in shown.stdout
    assert {path: path.read_bytes() for path in privacy.rglob("*.yaml")} == was
    written = gestand("upgrade", tmp_path, "--write")
    assert "2 of 3 files rewritten" in written.stdout
    assert policy.read_bytes() == ("\ufeff" + ("policy: 1\n" + text.removesuffix(
        OLD) + OLD.replace(RECIPIENT % (" until:", "}"), new)).replace("\n", "\r\n")).encode()
    assert (policy.stat().st_mode & 0o777, datamap.read_bytes()) == (0o640, was[datamap])
    assert sorted(path.name for path in privacy.glob(".*")) == []
    assert "2 of" not in gestand("upgrade", policy, earlier).stdout


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    assert "no such file" in gestand("upgrade", tmp_path / "policy.yaml").stderr
    assert "there is no `privacy/policy.yaml`" in gestand("upgrade", tmp_path).stderr
    (binary := tmp_path / "policy.yaml").write_bytes(no_text := b"policy: \xff\n")
    done = gestand("upgrade", binary)
    assert (done.exit_code, "G103" in done.stdout, binary.read_bytes()) == (1, True, no_text)


def test_nothing_to_do_is_told_and_no_password_is_shown(tmp_path: Path) -> None:
    assert "all in the form that counts now" in gestand("upgrade", SHOP).stdout
    (datamap := tmp_path / "datamap.yaml").write_text(
        'stores: {a: {url: "postgresql://gestand:hidden7@db/a", zone: UTC}}\n', "utf-8"
    )
    assert "hidden7" not in gestand("upgrade", datamap).stdout


def test_the_page_about_versions_shows_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (DOCS / "explanation" / "versions.md").read_text("utf-8")
    written, said = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    shutil.copytree(SHOP, tmp_path / "privacy")
    with (tmp_path / "privacy" / "policy.yaml").open("a", encoding="utf-8") as policy:
        policy.write(OLD.replace(RECIPIENT % (" until:", "}"), written))
    monkeypatch.chdir(tmp_path)
    walk = Walk(tmp_path, gestand("upgrade").stdout)
    walk.compare(said)
    assert walk.shown == 4

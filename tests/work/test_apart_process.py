"""A process apart: it finds our modules, and nothing of ours that is secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gestand.work.apart_process import Ended, run_apart
from gestand.work.pages.pdf import pdf_apart

TELLS = "import gestand.work.pages.pdf, json, os; print(json.dumps(dict(os.environ)))"


def test_a_process_apart_has_no_secret_of_ours_and_finds_our_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "of-the-shop")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    ended = run_apart(TELLS, b"", 60)
    assert ended is not None and ended.code == 0
    assert "of-the-shop" not in ended.wrote.decode() and "PATH" in json.loads(ended.wrote)


def test_a_process_apart_ends_as_it_says_or_in_time() -> None:
    echo = "import sys; sys.stdout.write(sys.stdin.read()); sys.exit(4)"
    assert run_apart(echo, b"as given", 60) == Ended(4, b"as given")
    assert run_apart("while True: pass", b"", 0.01) is None


def test_a_letter_is_laid_out_apart() -> None:
    paper = pdf_apart('<html lang="nl"><title>x</title><p>x</p></html>')
    assert paper is not None and paper.startswith(b"%PDF-")

"""What the README shows is what the demo says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_demo_says_what_the_readme_shows(tmp_path: Path) -> None:
    demo = [sys.executable, "-m", "gestand", "demo", "--today", "2026-11-23"]
    told = subprocess.run(demo, cwd=tmp_path, capture_output=True, text=True, check=True)
    said = set(told.stdout.splitlines())
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = [line for block in SHOWN.findall(readme) for line in block.splitlines()]
    assert [line for line in shown if line not in {*said, "", "..."}] == []
    assert len(shown) > 10

"""De Linde with a master key, and a policy that lets its erasures be undone for a week."""

from __future__ import annotations

from pathlib import Path

from gestand.work.company import Company
from tests.linde import Changes, company

UNDO: Changes = {
    "policy": [("extension: P2M}", "extension: P2M, undo: P7D}")],
    "datamap": [("datamap: 1\n", "datamap: 1\nrecords: {key: master.key}\n")],
}
KEY = "ab" * 32

GONE = """
INSERT INTO customers VALUES
  (1, 'K1', 'Ann', 'ann@delinde.example', NULL, 'Lindelaan 1', '2019-01-10');
INSERT INTO orders VALUES (1, 1, 'Lindelaan 1', '2019-02-01', '2019-02-02');
INSERT INTO order_lines VALUES (1, 1, 'mug', 'at the back door');
"""
TAXED = """
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', '+31 0', 'Dijk 2', '2019-01-10');
INSERT INTO orders VALUES (2, 2, 'Dijk 2', '2024-02-01', '2024-02-02');
INSERT INTO order_lines VALUES (2, 2, 'vase', 'ring twice');
INSERT INTO invoices VALUES (2, 'F2', 2, 2, 'Bo', 'Dijk 2', 'bo@delinde.example', '2024-02-03');
"""
ROWS = GONE + TAXED


def key_in(folder: Path, key: str = KEY, name: str = "master.key") -> Path:
    """Write a master key as `gestand keys --make` would."""
    path = folder / name
    path.touch(0o600)
    path.write_text(f"{key}\n", "ascii")
    return path


def undoable(folder: Path, rows: str = "") -> Company:
    """Build De Linde with a master key, and open it."""
    folder.mkdir(exist_ok=True)
    key_in(folder)
    return company(folder, rows, UNDO)


def let_it_be_undone(privacy: Path) -> None:
    """Let the runs of any company be undone, in every version of its policy."""
    for path in (privacy / "policy.yaml", *(privacy / "versions").glob("*.yaml")):
        text = path.read_text("utf-8")
        path.write_text(text.replace("extension: P2M}", "extension: P2M, undo: P7D}"), "utf-8")
    datamap = privacy / "datamap.yaml"
    text = datamap.read_text("utf-8")
    key = "datamap: 1\nrecords: {key: master.key}\n"
    datamap.write_text(text.replace("datamap: 1\n", key), "utf-8")

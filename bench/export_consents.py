"""Export every consent of an organisation to a file: `python -m bench.export_consents FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from gestand.wiring import open_company
from gestand.work.consents.look import export

if __name__ == "__main__":
    place = Path(sys.argv[1])
    company = open_company(place)
    begun = process_time()
    with (place / "ours.csv").open("w", encoding="utf-8", newline="") as out:
        export(company, out, "csv")
    sys.stdout.write(f"took {(process_time() - begun) * 1000:.1f} ms\n")

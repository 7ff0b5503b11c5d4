"""Ask the API all that schemathesis thinks of: `python -m tests.surfaces.by_schemathesis`.

It stands apart from the other tests since it brings fourteen packages along (decision 077); the
nightly run has it, and the ordinary one asks by `test_openapi.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from tests.surfaces.programs import Caller, linde, token_for

MANY = int(os.environ.get("GESTAND_EXAMPLES", "100"))


def main() -> int:
    """Ask every question so many times, as the document allows and otherwise; 1 for a surprise."""
    with tempfile.TemporaryDirectory() as folder:
        company = linde(Path(folder) / "linde")
        token = token_for(company, acts_for="Mila")
        caller = Caller(company, token)
        caller.post("/api/v1/requests", {"rights": ["access", "erasure"], "person": "customer:1"})
        schema = schemathesis.openapi.from_wsgi("/openapi.json", caller.application)
        wrong = [
            told
            for found in schema.get_all_operations()
            for mode in GenerationMode
            if (told := _tried(found.ok(), mode, token)) is not None
        ]
    for told in wrong:
        print(told)
    return int(bool(wrong))


def _tried(operation: Any, mode: GenerationMode, token: str) -> str | None:
    """Return what was found; None where every answer is one of the document."""
    seen: Counter[int] = Counter()

    @settings(
        max_examples=MANY, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        seen[response.status_code] += 1
        case.validate_response(response, checks=[schemathesis.checks.not_a_server_error])
        operation.validate_response(response)

    try:
        asked()
    except Exception as error:  # noqa: BLE001  # whatever it is, the others are tried as well
        return f"{operation.label} ({mode.value}): {error}"
    print(f"{operation.label} ({mode.value}): {dict(sorted(seen.items()))}")
    return None


if __name__ == "__main__":
    sys.exit(main())

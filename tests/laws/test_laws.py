"""The laws, each on every company that was made up: 200 of them here, 20,000 in `scripts/nightly`.

One company serves all laws: it is laid down as a project, opened as a user would, and every run
that a law looks at is done once. A law that was broken is named with all the others that were.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from gestand.core.datamap.parse import parse_datamap
from gestand.wiring import open_company
from gestand.work.company import NotClean
from tests.laws import erasing, keeping, restoring, setting_apart, sweeping, telling
from tests.laws.filling import WORLDS, Made, made
from tests.laws.registry import LAWS
from tests.laws.scenes import Scene

IN_ALL = int(os.environ.get("GESTAND_EXAMPLES", "200"))
FILLED = -(-IN_ALL // WORLDS)
"""How many companies that is: the tables of each are filled several times."""
LOTS = 5
FIRST = int(os.environ.get("GESTAND_SEED", "15"))
WRITTEN = (erasing, sweeping, telling, setting_apart, restoring, keeping)
"""The modules in which laws are written down."""


def in_a_lot() -> settings:
    return settings(
        max_examples=-(-FILLED // LOTS),
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def set_up(company: Made, numbers: tuple[int, int, int]) -> Iterator[Scene]:
    """Lay a company down and open it; one that `check` refuses is none."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "company"
        root.mkdir()
        company.drawn.build(root)
        try:
            opened = open_company(root)
        except NotClean:
            assume(False)
        datamap, _ = parse_datamap(company.drawn.shape.datamap, "datamap.yaml")
        assert datamap is not None
        yield Scene(company, root, opened, datamap, numbers)


NUMBERS = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 5))


@pytest.mark.parametrize("lot", range(LOTS))
def test_every_law_is_kept(lot: int) -> None:
    tried: Counter[str] = Counter()

    @seed(FIRST + lot)
    @in_a_lot()
    @given(made(), NUMBERS)
    def laws(company: Made, numbers: tuple[int, int, int]) -> None:
        with set_up(company, numbers) as scene:
            broken = {}
            for law in LAWS.values():
                try:
                    law.check(scene)
                except AssertionError as error:
                    broken[law.id] = f"{law.says} {error}"
            assert not broken, "\n".join(f"{name}: {why}" for name, why in broken.items())
            tried.update([*LAWS])

    laws()
    assert {*tried.values()} == {-(-FILLED // LOTS)}

"""The engine and the naive oracle come to the same rows, whatever the company."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from tests.laws.companies import Drawn, companies
from tests.laws.engine import open_drawn, request, sweep
from tests.laws.shapes import SHAPES, Shape
from tests.oracle.company import read_company
from tests.oracle.oracle import Request, after, decide

BY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)


def some(count: int) -> settings:
    """Return settings with a share of the usual number of examples, in hundredths."""
    return settings(max_examples=max(1, settings().max_examples * count // 100))


@BY_SHAPE
def test_the_engine_leaves_what_the_oracle_leaves(shape: Shape) -> None:
    @some(30)
    @given(companies(shape))
    def law(drawn: Drawn) -> None:
        with TemporaryDirectory() as folder:
            drawn.build(Path(folder))
            naive = read_company(Path(folder))
            verdict = decide(naive, Request(drawn.as_of))
            engine = open_drawn(drawn, Path(folder))
            swept = sweep(engine, request(drawn.as_of))
            assert swept.left == after(naive, verdict)
            assert bool(swept.asked) == bool(verdict.asked)
            assert sweep(engine, request(drawn.as_of)).changed == 0

    law()

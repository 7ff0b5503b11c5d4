"""What comes back is told by its categories, whether a row went or some of its cells."""

from __future__ import annotations

import pytest

from gestand.core.datamap.parse import parse_datamap
from gestand.work.bring_back import TableTold
from gestand.work.portal.put_back import _categories
from tests.core.places import SHOP


@pytest.mark.parametrize(
    ("columns", "told", "categories"),
    [
        (["*"], TableTold(rows=1), {"address", "ip address"}),
        (["ip_address"], TableTold(cells=1), {"ip address"}),
        (["deliver_to", "ordered_on"], TableTold(cells=1), {"address"}),
        (["ip_address"], TableTold(), set()),
    ],
)
def test_what_comes_back_is_named(
    columns: list[str], told: TableTold, categories: set[str]
) -> None:
    path = SHOP / "datamap.yaml"
    datamap, _ = parse_datamap(path.read_text("utf-8"), path.name)
    assert datamap is not None
    steps = [{"store": "shop", "table": "orders", "columns": columns}]
    assert set(_categories(datamap, {"steps": steps}, {"shop.orders": told})) == categories

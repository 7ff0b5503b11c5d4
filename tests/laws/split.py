"""The same company, with its tables in several stores.

What a foreign key said within one database, the data map says across two, under `owner:`.
Tables that are joined by other foreign keys (those that date an occasion, or over which a reach is
declared) stay together, since the map has no words for such an edge into another store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import yaml
from hypothesis import strategies as st

from tests.laws.companies import Drawn, tables
from tests.laws.shapes import Shape

STORES = ("db", "two", "three")


@st.composite
def places(draw: st.DrawFn, shape: Shape) -> Mapping[str, str]:
    """Draw the store of each table of a shape, at least two stores in all."""
    groups = together(shape)
    chosen = [draw(st.sampled_from(STORES)) for _ in groups]
    if len({*chosen}) == 1:
        chosen[draw(st.integers(0, len(groups) - 1))] = "two" if chosen[0] != "two" else "three"
    return {table: store for group, store in zip(groups, chosen, strict=True) for table in group}


def together(shape: Shape) -> list[set[str]]:
    """Return the tables that must share a store."""
    words = yaml.safe_load(shape.datamap)
    groups = [{name} for name in tables(shape)]
    for name, table in tables(shape).items():
        owning = owner_columns(shape, words, name)
        for column, (target, _) in table.points.items():
            if column not in owning:
                here = next(group for group in groups if name in group)
                there = next(group for group in groups if target.removeprefix("db.") in group)
                if here is not there:
                    groups.remove(there)
                    here |= there
    return groups


def owner_columns(shape: Shape, words: dict, name: str) -> dict[str, str]:
    """Return the columns that lead from a table to its owners, with the table of each."""
    said, points = words["tables"][f"db.{name}"], tables(shape)[name].points
    if "not personal" in said or name in shape.people.values():
        return {}
    told = said.get("owners", said.get("owner"))
    if told is None:
        return {column: target for column, (target, _) in points.items()}
    found: dict[str, str] = {}
    for one in told if isinstance(told, list) else [told]:
        if isinstance(one, str):
            found[one] = points[one][0]
        else:
            column, target = next((c, t) for c, t in one.items() if c != "when")
            found |= {} if " by " in column else {column: target}
    return found


def split(drawn: Drawn, where: Mapping[str, str]) -> Drawn:
    """Return the company with each table in the store that `where` names."""
    words = yaml.safe_load(drawn.shape.datamap)
    for name in where:
        said = words["tables"][f"db.{name}"]
        owning = owner_columns(drawn.shape, words, name)
        if owning and "owners" not in said:
            said["owner"] = dict([next(iter(owning.items()))])
        elif owning:
            each = [o if isinstance(o, dict) else {o: owning[o]} for o in said["owners"]]
            said["owners"] = each
    stores = words.pop("stores")
    (known,) = stores.values()
    words["stores"] = {s: {**known, "url": f"sqlite:///{s}.db"} for s in sorted({*where.values()})}
    datamap = yaml.safe_dump(words, sort_keys=False)
    for name, store in where.items():
        datamap = re.sub(rf"\bdb\.{name}\b", f"{store}.{name}", datamap)
    return replace(drawn, shape=replace(drawn.shape, datamap=datamap), stores=dict(where))

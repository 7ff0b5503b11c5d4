"""Which occasions may never end: read from policy, data map and live schema, before any row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.datamap.model import Binding, DataMap
from gestand.core.datamap.schema import Schema
from gestand.core.names import bare, store_of
from gestand.core.policy.model import Basis, Policy, Purpose

CONSENT = "consent given"


def endless(
    policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]
) -> Iterator[tuple[str, str]]:
    """Yield each purpose with the column that may be empty, so that nothing ends its occasion.

    An open application points at no vacancy that can be filled. A longest period ends it anyhow,
    and so does the consent that every such row has; what only its own person can end does not
    count.
    """
    bound = [
        (purpose, binding)
        for purpose in policy.purposes.values()
        for name in purpose.occasions
        for binding in datamap.occasions.get(name, ())
    ]
    for purpose, binding in bound:
        if not _ends_anyhow(purpose, binding):
            yield from ((purpose.id, column) for column in _doubtful(purpose, binding, schemas))


def _ends_anyhow(purpose: Purpose, binding: Binding) -> bool:
    keep, endings = purpose.keep, {ending.moment for ending in purpose.keep.after}
    capped = keep.at_most is not None and keep.at_most[1] in binding.moments
    return capped or (purpose.basis is Basis.CONSENT and CONSENT in endings)


def _doubtful(
    purpose: Purpose, binding: Binding, schemas: Mapping[str, Schema]
) -> Iterator[str]:
    """Yield the columns over which an ending is reached, and that may be empty."""
    endings = {ending.moment for ending in purpose.keep.after}
    schema = schemas.get(store_of(binding.table))
    table = schema.tables.get(bare(binding.table)) if schema else None
    for via in binding.vias:
        if via.of is None and endings & via.moments.keys() and table is not None:
            column = table.columns.get(via.column)
            if column is not None and column.nullable:
                yield f"{binding.table}.{via.column}"

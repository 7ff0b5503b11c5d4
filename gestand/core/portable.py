"""What somebody may take along (GDPR article 20): what they gave, for consent or a contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gestand.core.access.told import ColumnTold, Role
from gestand.core.policy.model import Basis, Policy

BASES = (Basis.CONSENT, Basis.CONTRACT)
PROVIDED = ("person", "observed")
"""Where a value may come from: what was made of it by others is not theirs to take along."""

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (dict, "object"),
    (list, "array"), (type(None), "null"),
)  # fmt: skip


def purposes(policy: Policy) -> frozenset[str]:
    """Return the purposes of which the values may be taken along."""
    return frozenset(p.id for p in policy.purposes.values() if p.basis in BASES)


def columns(told: Iterable[ColumnTold]) -> Iterator[ColumnTold]:
    """Yield the columns of which a value may be taken along, where such a purpose holds it."""
    for column in told:
        if column.role is Role.DATA and column.source in PROVIDED and column.keeps:
            yield column


def type_of(value: object) -> str:
    """Return what JSON calls the type of a value."""
    return next(name for kind, name in _TYPES if isinstance(value, kind))


def schema(tables: Mapping[str, Mapping[str, tuple[str, set[str]]]]) -> dict[str, object]:
    """Return a JSON Schema of the files of a package.

    By table and column it is told what a value is, in words, and of which types values are in it.
    """
    return {
        "$schema": SCHEMA,
        "$defs": {
            table: {
                "type": "object",
                "required": ["table", "rows"],
                "properties": {
                    "table": {"const": table},
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {
                                name: {"title": title, "type": sorted(types)}
                                for name, (title, types) in found.items()
                            },
                        },
                    },
                },
            }
            for table, found in tables.items()
        },
    }

"""Say a condition on rows in fewer words: a view is asked of every row, each time it is read."""

from __future__ import annotations

from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Column,
    Not,
    Null,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)


def simpler(where: Predicate) -> Predicate:
    """Return a condition that is true of the same rows: no part says what another one settles.

    What stands beside other parts in a conjunction is true where those are asked, and the same
    part within them need not be asked again.
    """
    if not isinstance(where, All):
        return where
    parts = tuple(each for part in where.parts for each in _apart(part))
    for number in range(len(parts)):
        for other in range(len(parts)):
            if number != other:
                told = _knowing(parts[other], parts[number])
                parts = (*parts[:other], told, *parts[other + 1 :])
    return all_of(*parts)


def quick(where: Predicate) -> Predicate:
    """Return a condition that is true of the same rows, and asks first what most rows settle.

    Nothing has ended for a row none of whose moments is filled: then no day need be compared.
    """
    if not isinstance(where, All):
        return where
    of_moments = [part for part in where.parts if _moment(part) is not None]
    columns = dict.fromkeys(filter(None, map(_moment, of_moments)))
    if len(of_moments) < 2:
        return where
    rest = [part for part in where.parts if part not in of_moments]
    untouched = all_of(*map(Null, columns))
    return all_of(*rest, any_of(untouched, all_of(*of_moments)))


def _moment(part: Predicate) -> Column | None:
    """Return the column of a condition that is true where its moment is NULL; None of another."""
    if isinstance(part, Not) and isinstance(part.part, Reached | Unreadable):
        return part.part.at.column
    return None


def _apart(part: Predicate) -> tuple[Predicate, ...]:
    """Return `part` as parts that must all be true."""
    if isinstance(part, Not) and isinstance(part.part, Any):
        return tuple(each for none in part.part.parts for each in _apart(none_of(none)))
    return (part,)


def _knowing(where: Predicate, known: Predicate) -> Predicate:
    """Return `where` as it is where `known` is true."""
    if where == known:
        return ALWAYS
    if none_of(where) == known or where == none_of(known):
        return NEVER
    if isinstance(where, All):
        return all_of(*(_knowing(part, known) for part in where.parts))
    if isinstance(where, Any):
        return any_of(*(_knowing(part, known) for part in where.parts))
    if isinstance(where, Not):
        return none_of(_knowing(where.part, known))
    return where

"""What becomes of each thing that was asked: what a plan has to leave out, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gestand.core.request import EVERYTHING, REST, Item, Outcome, Request

Containing = Mapping[str, tuple[str, ...]]
"""By category the ones that it stands for."""


def item_of(request: Request, category: str, containing: Containing) -> Item | None:
    """Return what was decided about a category: by its name, by one that contains it, or at all."""
    items = request.items
    named = items.get(category)
    if named is not None:
        return named
    larger = (name for name in items if category in containing.get(name, ()))
    found = next((items[name] for name in larger), None)
    return found or items.get(REST) or items.get(EVERYTHING)


def refused_of(
    request: Request, categories: Iterable[str], containing: Containing
) -> frozenset[str] | str:
    """Return of which categories nothing is done, or why a request cannot be carried out yet.

    Each category of which something may be held needs a decision: what nobody looked at is neither
    given nor removed, and its person would not hear of it.
    """
    parts = [i.name for i in request.items.values() if i.outcome is Outcome.PART]
    if parts:
        return (
            f"`{parts[0]}` was granted in part, which only a person can carry out: do that, and "
            "write it down with `--do carry-out`"
        )
    decided = {name: item_of(request, name, containing) for name in categories}
    undecided = [f"`{name}`" for name, item in decided.items() if item is None]
    if undecided:
        return (
            f"nothing was decided on {', '.join(undecided)}: `--do decide` for each, or once for "
            f"`{REST}`"
        )
    return frozenset(
        name for name, item in decided.items() if item and item.outcome is not Outcome.GRANTED
    )


def granted_of(request: Request) -> Iterator[Item]:
    """Yield what was granted."""
    yield from (i for i in request.items.values() if i.outcome is Outcome.GRANTED)

"""Rules on what is kept on the device of a visitor."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.lint.reading import Place, Reading, because


def cookie_list(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not list each cookie, or do not say who can read them."""
    if not reading.stores_on_devices:
        return
    if not reading.policy.cookies:
        yield because(reading.top, "list")
    else:
        yield from (because(place, "list") for place in reading.silent("cookies.list"))
        yield from (because(place, "readers") for place in reading.silent("cookies.readers"))


def other_storage(reading: Reading) -> Iterator[Place]:
    """Yield the statements that speak of cookies only, and not of what does the same."""
    if reading.stores_on_devices:
        yield from reading.silent("cookies.others")


RULES = {"L29": cookie_list, "L49": other_storage}

"""A moment that somebody types, with its zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click


class Moment(click.ParamType[datetime]):
    """A day, a time and a zone, as `2026-12-01T09:30+01:00`."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the moment; fail with what is missing where it cannot be one."""
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail("it cannot be read: write it as `2026-12-01T09:30+01:00`", param, ctx)
        if found.tzinfo is None:
            self.fail("it does not say its zone: write it as `2026-12-01T09:30+01:00`", param, ctx)
        return found


MOMENT = Moment()

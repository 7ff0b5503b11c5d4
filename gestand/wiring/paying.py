"""Chooses who takes the payments of a form."""

from __future__ import annotations

from collections.abc import Callable

from gestand.core.forms.model import Sale
from gestand.core.forms.sale import STAND_IN
from gestand.errors import CannotRun
from gestand.pay.stand_in import StandIn
from gestand.settings import now
from gestand.work.heads import Heads
from gestand.work.project import Project

FOLDER = "trial-payments"


def stand_in_of(project: Project, page: Callable[[str, str], str]) -> StandIn | None:
    """Return what stands in for a provider; None where the organisation is live."""
    datamap = project.datamap
    if datamap is None or datamap.live:
        return None
    return StandIn(Heads.of(project.root, datamap.records).state.folder / FOLDER, page, now)


def payments_of(project: Project, sale: Sale, page: Callable[[str, str], str]) -> StandIn:
    """Return who takes the payments of a form; CannotRun where that is nobody.

    A provider of your own is a class like `gestand.pay.base.Payments`, and a line here.
    """
    stand_in = stand_in_of(project, page)
    if sale.through != STAND_IN or stand_in is None:
        message = (
            "nobody takes payments: a stand-in may only where the data map says `live: false`"
        )
        raise CannotRun(message)
    return stand_in

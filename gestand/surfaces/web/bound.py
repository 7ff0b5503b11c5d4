"""Forms that count only from the browser that was shown them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_hex

from gestand.surfaces.web.asked import Asked, Door
from gestand.surfaces.web.guard import Seal, cookie
from gestand.surfaces.web.page import Answer, Header

FORM_LIFE = 4 * 3600
"""For how many seconds a form counts."""

_FORM = "gestand_form"


@dataclass(frozen=True)
class Bound:
    """Signs the forms of pages, and tells which that were sent are ours."""

    door: Door
    seal: Seal

    def with_form(
        self,
        asked: Asked,
        written: Callable[[str], bytes],
        status: HTTPStatus = HTTPStatus.OK,
        of: str = "",
    ) -> Answer:
        """Return a page with a form: its token counts only with the cookie of the same browser.

        And only for whom the page was shown, where it says `of` whom it is.
        """
        bound = asked.cookie(_FORM)
        headers: tuple[Header, ...] = ()
        if not re.fullmatch(r"[0-9a-f]{32}", bound):
            bound = token_hex(16)
            headers = (self.cookie(_FORM, bound, None),)
        body = written(self.seal.signed(f"{_FORM} {asked.place} {of}", bound))
        return Answer(status, body, headers=headers, form=True)

    def once(
        self,
        asked: Asked,
        fields: Mapping[str, Sequence[str]],
        *places: str,
        of: str = "",
        life: int = FORM_LIFE,
    ) -> str | None:
        """Return the name of the form that was sent; None where it is not one of ours.

        It stood on the page that is asked, or on one of `places`, as it was shown to `of`, at most
        `life` seconds ago.
        """
        bound, token = asked.cookie(_FORM), fields.get("token", [""])[0]
        if not bound:
            return None
        names = (
            self.seal.once(f"{_FORM} {place} {of}", token, life, bound)
            for place in (places or (asked.place,))
        )
        return next((name for name in names if name is not None), None)

    def cookie(self, name: str, value: str, life: int | None) -> Header:
        """Return the header that sets a cookie."""
        return cookie(name, value, secure=self.door.is_secure, life=life)

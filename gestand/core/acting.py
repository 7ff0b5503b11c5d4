"""Whether two names are those of one person: what takes two people is not done by one.

It can be told only of names that stand for themselves: who gives another name is another person.
Where somebody in doubt is the same, they are: then a second person has to come.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_UNSEEN = ("Mn", "Cf", "Cc")
_NO_LETTERS = re.compile(r"[\W_]+")


def folded_name(name: str) -> str:
    """Return a name without what may be written otherwise, and is still the same name.

    That is: case, accents, the width and the joining of letters, signs that cannot be seen,
    spaces, dots and hyphens, and the order of its words (`Boer, Kim de`).
    """
    apart = unicodedata.normalize("NFKD", name).casefold()
    plain = unicodedata.normalize("NFKD", apart)
    seen = (c for c in plain if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(sorted(_NO_LETTERS.sub(" ", "".join(seen)).split()))


def is_same(one: str, other: str) -> bool:
    """Tell whether two names may be those of one person; a name that is missing may be anybody."""
    plain = [folded_name(name) for name in (one, other)]
    return plain[0] == plain[1] or not all(plain)


def as_known(name: str, known: Iterable[str]) -> str | None:
    """Return a name as it is written among those that are known; None where it is not there."""
    return next((one for one in known if is_same(one, name)), None) if name else None

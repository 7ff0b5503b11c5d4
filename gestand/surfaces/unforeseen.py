"""The outer edge of what answers over HTTP: an error that should not happen gives no details."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from sysconfig import get_paths
from traceback import extract_tb
from typing import Any

from gestand.errors import GestandError

Header = tuple[str, str]
Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[Header]], Any]
Answers = Callable[[Environ, StartResponse], Iterable[bytes]]
Sorry = Callable[[Environ], tuple[Sequence[Header], bytes]]

_OF_OTHERS = tuple(get_paths()[name] for name in ("stdlib", "purelib", "platlib"))
"""Where Python and the libraries stand: an error that comes up there was called for by us."""

_STATUS = "500 Internal Server Error"


def kindly(application: Answers, sorry: Sorry, tell: Callable[[str], None]) -> Answers:
    """Return what answers as `application` does, with the page of `sorry` where that fails.

    `tell` hears which error it was and where, and nothing that it says: that may name somebody.
    """

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception as error:  # noqa: BLE001  # after this a stranger sees it
            tell(f"an error that should not happen ({where(error)})")
            headers, body = sorry(environ)
            length = ("Content-Length", str(len(body)))
            kept = [(name, value) for name, value in headers if name != length[0]]
            start_response(_STATUS, [*kept, length])
            return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]

    return answer


def quietly(do: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Do something of which nobody waits for an answer; `tell` hears what did not work out.

    It hears of an error that nobody foresaw what it hears of `kindly`.
    """
    try:
        do()
    except GestandError as error:
        tell(str(error))
    except Exception as error:  # noqa: BLE001  # whoever does it goes on with what comes next
        tell(f"an error that should not happen ({where(error)})")


def where(error: BaseException) -> str:
    """Return which error it was and in which line of ours, and nothing that it says."""
    every = extract_tb(error.__traceback__)
    frames = [one for one in every if not one.filename.startswith(_OF_OTHERS)] or every
    last = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{last}"

"""The only reader of the environment and of the clock."""

from __future__ import annotations

import os
import pwd
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from gestand.errors import CannotRun

SETTINGS: dict[str, tuple[str, str]] = {
    "GESTAND_USER": (
        "The name of whoever decides, places a hold or gives data, as the ledger tells it. With "
        "`privacy/officers.yaml` it is a name of that file.",
        "`USER`, or else the name of the user of the machine",
    ),
    "GESTAND_PATIENCE": (
        "How many seconds a run pauses in all for a store that is in use or lost, before it goes "
        "on with the others.",
        "`20`",
    ),
    "GESTAND_LOG": ("With `json`, what is told on standard error is one JSON record a line.",
                    "text for people"),
    "GESTAND_API_TOKEN": ("A token that may ask `may` of `gestand serve`, and nothing else.",
                          "only tokens that `gestand token` made count"),
    "GESTAND_WEB_TOKEN": (
        "The token with which one officer signs in to `gestand web`, to read only. It opens "
        "nothing where there is a `privacy/officers.yaml`.",
        "nobody signs in without `privacy/officers.yaml`",
    ),
    "GESTAND_WEBSITE": (
        "The address at which people reach `gestand web`, as `https://privacy.example.org`: a "
        "program may mail them the code of an answer with a page of it.",
        "a program needs the scope `packages:codes` to name a page",
    ),
    "GESTAND_HAND_OVER_TOKEN": (
        "The token with which one controller hands somebody's data over to another: "
        "`gestand request --url` sends it along, and `gestand serve --senders` asks for it.",
        "nothing is handed over",
    ),
    "GESTAND_METRICS_TOKEN": ("The token of whoever reads figures over the network.",
                              "only this machine gets them"),
    "GESTAND_BROKER": (
        "What hands runs to workers: `amqp://` (RabbitMQ) or `redis://`, with user and password.",
        "there are no workers, and each command does its own work",
    ),
    "GESTAND_ATTEMPTS": (
        "How often in a row a run may stop the worker that has it, at one and the same step, "
        "before it waits for a person.",
        "`5`",
    ),
    "GESTAND_RUN": ("Set by a worker for the commands that it starts, and by nobody else: by "
                    "which token it has the run.", "the command is no part of a run of workers"),
    "GESTAND_TRACEBACK": (
        "With any value an error that should not happen is shown whole, for a developer. What is "
        "shown may hold personal data.",
        "one line",
    ),
}  # fmt: skip
"""What the environment may set: what each name means, and what counts without it.

Nothing reads a name of Gestand that does not stand here.
"""

_LONGEST = 86_400
_LOCK_WAIT = 5
_MOST_ATTEMPTS = 1000
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


def filled_in(text: str) -> str:
    """Return `text` with every `${NAME}` or `${NAME:-default}` filled from the environment.

    A variable that is not set and has no default raises CannotRun; its value never shows.
    """
    return _VARIABLE.sub(_value, text)


_BARE = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS",
)  # fmt: skip


def _set(name: str, otherwise: str = "") -> str:
    """Return what the environment sets, or `otherwise`; KeyError for a name not in SETTINGS."""
    if name not in SETTINGS:
        raise KeyError(name)
    return os.environ.get(name, otherwise)


def bare_environment() -> dict[str, str]:
    """Return the environment of a process that reads what strangers wrote: nothing secret.

    It finds programs, libraries and fonts, and the modules that are found here.
    """
    known = {name: os.environ[name] for name in _BARE if name in os.environ}
    # In a clone that was not installed our own modules are found by this alone.
    return {**known, "PYTHONPATH": os.pathsep.join(one or os.curdir for one in sys.path)}


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Return today's date in `zone`."""
    return datetime.now(ZoneInfo(zone)).date()


def clock() -> float:
    """Return seconds that only go on, to tell how long ago something was."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Do nothing for a while."""
    time.sleep(seconds)


def patience() -> float:
    """Return how many seconds a run pauses in all before it no longer waits for a store."""
    text = _set("GESTAND_PATIENCE", "20")
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _LONGEST:
        message = f"GESTAND_PATIENCE is not a number of seconds from 0 to {_LONGEST}"
        raise CannotRun(message)
    return seconds


def lock_wait() -> int:
    """Return how many seconds a database waits for a lock, before a run pauses and tries again.

    They are part of the patience: who has little of it does not wait longer in the database.
    """
    return max(1, min(_LOCK_WAIT, int(patience())))


_ACTING: ContextVar[str] = ContextVar("who acts", default="")


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Let `decider` return a name within the block, in this thread: whoever signed in to a page."""
    before = _ACTING.set(name)
    try:
        yield
    finally:
        _ACTING.reset(before)


def decider() -> str:
    """Return who takes a decision: who acts here, or else the name this program runs under."""
    named = _ACTING.get() or _set("GESTAND_USER") or os.environ.get("USER")
    return named or _user_of_the_machine()


def _user_of_the_machine() -> str:
    """Return the name of the user, also where nothing in the environment says it, as in cron."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container may run as a number that has no name
        return "unknown"


def environment_with(more: Mapping[str, str]) -> dict[str, str]:
    """Return all of the environment, and some variables more, for a program that is started."""
    return {**os.environ, **more}


_BROKERS = ("amqp", "amqps", "redis", "rediss", "redis+socket")


def broker() -> str:
    """Return the URL of what hands runs to workers: RabbitMQ or Redis; its value never shows."""
    url = _set("GESTAND_BROKER").strip()
    if not url:
        message = (
            "no broker is named: set GESTAND_BROKER to `amqp://user:password@host/name` (RabbitMQ) "
            "or `redis://:password@host/0`"
        )
        raise CannotRun(message)
    if url.partition("://")[0] not in _BROKERS:
        message = f"GESTAND_BROKER begins with none of {', '.join(_BROKERS)}, followed by `://`"
        raise CannotRun(message)
    return url


def attempts() -> int:
    """Return how often in a row a run may stop its worker before it waits for a person."""
    text = _set("GESTAND_ATTEMPTS", "5")
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= _MOST_ATTEMPTS:
        message = f"GESTAND_ATTEMPTS is not a number from 1 to {_MOST_ATTEMPTS}"
        raise CannotRun(message)
    return number


def token_of_run() -> tuple[str, str] | None:
    """Return by which token a worker has the run that this program is a part of, and its name."""
    token, _, name = _set("GESTAND_RUN").partition(" ")
    return (token, name) if name else None


def api_token() -> str:
    """Return the token that programs send to the API; empty where none is set."""
    return _set("GESTAND_API_TOKEN").strip()


def hand_over_token() -> str:
    """Return the token with which packages are handed over; empty where none is set."""
    return _set("GESTAND_HAND_OVER_TOKEN").strip()


def web_token() -> str:
    """Return the token with which an officer signs in to the website; empty where none is set."""
    return _set("GESTAND_WEB_TOKEN").strip()


def website() -> str:
    """Return the address at which people reach the website; empty where none is set."""
    return _set("GESTAND_WEBSITE").strip()


def metrics_token() -> str:
    """Return the token of whoever reads figures; empty where none is set."""
    return _set("GESTAND_METRICS_TOKEN").strip()


def logs_json() -> bool:
    """Tell whether what is told on standard error is told as JSON, one record a line."""
    return _set("GESTAND_LOG").strip().lower() == "json"


def wants_traces() -> bool:
    """Tell whether the environment names a collector of traces, as OpenTelemetry has it."""
    names = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    return any(os.environ.get(name) for name in names)


def wants_traceback() -> bool:
    """Tell whether an unforeseen error is to be shown whole, for a developer."""
    return bool(_set("GESTAND_TRACEBACK"))


def _value(match: re.Match[str]) -> str:
    name, default = match.groups()
    found = os.environ.get(name, default)
    if found is None:
        message = f"environment variable `{name}` is not set"
        raise CannotRun(message)
    return found


def let_a_loop_wait() -> None:
    """Let Django be used where an event loop runs, as in a notebook.

    All of Gestand is called and waited for, and its own records are a part of that: Django would
    refuse them there.
    """
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

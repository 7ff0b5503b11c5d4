"""Chooses how a package goes to another controller, and a notice to a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from gestand.core.handing import Receiver
from gestand.errors import CannotRun
from gestand.post.base import Told
from gestand.post.handing import hand_over, refuse_open
from gestand.post.hook import post_event
from gestand.post.webhook import post_to, refuse_named
from gestand.settings import hand_over_token
from gestand.work.handing_over import receivers_in
from gestand.work.posting import Posting


def sending_to(url: str) -> Callable[[bytes], bytes]:
    """Return what sends a package to an address, and returns the answer.

    Raises CannotRun for an address that is not HTTPS, or without a token.
    """
    refuse_open(url)
    token = hand_over_token()
    if not token:
        message = "GESTAND_HAND_OVER_TOKEN is not set: the other controller gives you a token"
        raise CannotRun(message)
    return lambda package: hand_over(url, token, package)


def receivers_of(path: Path | None) -> dict[str, Receiver]:
    """Return by name to whom a package may go; CannotRun where it could go to none of them."""
    found = receivers_in(path) if path else {}
    for one in found.values():
        sending_to(one.url)
    return found


def posting_to(url: str) -> Posting:
    """Return what posts a notice to an address; CannotRun for one that is not HTTPS."""
    refuse_named(url)
    return partial(post_to, url)


def telling(url: str, body: bytes, headers: Mapping[str, str], private: bool) -> Told:
    """Post an event; with `private` to an address that only this network reaches as well."""
    return post_event(url, body, headers, private=private)

"""Hand a package over to another controller, and keep the receipt that it signs."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from gestand.core.handing import why_no_receipt
from gestand.core.ledger import Seal
from gestand.errors import CannotRun
from gestand.work.state import plainly


def handed_over(out: Path, send: Callable[[bytes], bytes], key: str, seal: Seal) -> Path:
    """Send the package in a file, and return where the receipt of the other side stands.

    `key` is the public key with which they sign it. Raises CannotRun where it cannot be sent, or
    what comes back is no receipt of it: then nobody knows whether they have it, and it may be sent
    again.
    """
    with plainly(out):
        package = out.read_bytes()
    answer = send(package)
    why = why_no_receipt(answer, (sha256(package).hexdigest(), key), seal.is_of)
    if why is not None:
        raise CannotRun(why)
    path = out.with_suffix(".receipt.json")
    with plainly(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(answer)
            stream.flush()
            os.fsync(stream.fileno())
    return path

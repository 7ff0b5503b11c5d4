"""A bare server that looks in a set, as one would write it by hand: `python -m bench.floor_may`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from socket import create_server as listening
from typing import Any

from waitress.server import create_server

KNOWN = {("service", "email"): {f"customer:{key}" for key in range(0, 100_000, 2)}}


def application(environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a question."""
    asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    may = asked["person"] in KNOWN[asked["purpose"], asked["category"]]
    body = json.dumps({"may": may}).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    with listening(("127.0.0.1", 0)) as place:
        server = create_server(application, sockets=[place], threads=4)
        sys.stdout.write(f"http://127.0.0.1:{place.getsockname()[1]}/\n")
        sys.stdout.flush()
        server.run()

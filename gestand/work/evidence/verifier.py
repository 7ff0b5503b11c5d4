"""Verify a pack of evidence without Gestand: this needs Python 3.9 or newer, and nothing else.

    python -I verify.py [PACK] [--key PUBLIC] [--heads FILE]

PACK is a ZIP file, or the folder in which one was unpacked; without it, the folder of this file.
Names every file that is not what was packed, was added, or is gone. Looks whether the entries of
the ledger follow one another up to the head that was signed, and tell of these very receipts and
published versions.

Whoever has the private key can sign another pack: `--key` compares the key with the one that you
got by another way, `--heads` the ledger with heads that you were shown before. Ends with 0 when all
holds, 1 when something does not, 2 when there is no pack to read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LEDGER, HEAD, RECEIPT = "ledger.jsonl", "head.json", "receipts/{}.json"
VERSION = "published/{}"
SIGNED = b"gestand evidence 1\n"
"""What a signature of a manifest is over stands behind this: it can be taken for nothing else."""

_SEALED = "gestand head 1"
_BLOCK, _LARGEST, _LINE = 1 << 16, 1 << 26, 1 << 24
_CANNOT_BE_READ = (
    OSError, ValueError, RecursionError, NotImplementedError, EOFError, RuntimeError, KeyError,
    zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip


class Pack:
    """The files of a pack: their names, as often as each stands there, and how it is opened."""

    def __init__(self, names: Iterable[str], opened: Callable[[str], IO[bytes]]) -> None:
        self.names, self.opened = list(names), opened

    @classmethod
    def at(cls, path: Path) -> Pack:
        """Return the pack in a ZIP file, or in the folder where one was unpacked."""
        if path.is_dir():
            found = (one for one in path.rglob("*") if one.is_symlink() or not one.is_dir())
            return cls(
                (one.relative_to(path).as_posix() for one in found),
                lambda name: _opened_in(path, name),
            )
        zipped = zipfile.ZipFile(path)
        return cls(zipped.namelist(), lambda name: _unpacked(zipped, name))

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Pack:
        """Return the pack of these files, by their names."""
        return cls(files, lambda name: BytesIO(files[name]))

    def read(self, name: str) -> bytes:
        """Return a file that is small."""
        with self.opened(name) as content:
            found = content.read(_LARGEST + 1)
        if len(found) > _LARGEST:
            message = "it is too large"
            raise ValueError(message)
        return found

    def measured(self, name: str, most: int) -> tuple[int, str]:
        """Return size and SHA-256 of a file; one that is larger than `most` is not read on."""
        digest, size = hashlib.sha256(), 0
        with self.opened(name) as content:
            while size <= most:
                block = content.read(_BLOCK)
                if not block:
                    break
                digest.update(block)
                size += len(block)
        return size, digest.hexdigest()


def _opened_in(folder: Path, name: str) -> IO[bytes]:
    path = folder / name
    if path.is_symlink() or not path.is_file():
        message = "it is no ordinary file"
        raise ValueError(message)
    return path.open("rb")


def _unpacked(zipped: zipfile.ZipFile, name: str) -> IO[bytes]:
    if zipped.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        message = "it is packed in another way"
        raise ValueError(message)
    return zipped.open(name)


class Found:
    """What is wrong with which file."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    def __call__(self, file: str, why: str) -> None:
        """Write down what is wrong with a file."""
        if why not in self.wrong.setdefault(file, []):
            self.wrong[file].append(why)


def look(pack: Pack, key: str = "", known: Sequence[tuple[str, int, str]] = ()) -> Found:
    """Return what is wrong with a pack; nothing that stands in it is believed.

    `key` is the public key that must have signed it. `known` are heads that were shown before:
    the id of the ledger, the number of its newest entry then, and the link of that.
    """
    found = Found()
    manifest, public = _manifest(pack, key, found)
    members = manifest.get("members")
    if not isinstance(members, dict):
        found(MANIFEST, "it lists no files, so nothing can be told of them")
        return found
    _members(pack, members, found)
    told = manifest.get("ledger")
    if not isinstance(told, dict):
        found(MANIFEST, "it says nothing of the ledger")
        return found
    chain = _Chain(told, public, {number: (id_, link) for id_, number, link in known})
    for why in chain.follow(pack):
        found(LEDGER, why)
    _head(pack, chain, found)
    _receipts(pack, chain, found)
    _versions(pack, chain, found)
    return found


def _manifest(pack: Pack, key: str, found: Found) -> tuple[dict[str, Any], str]:
    """Return the manifest, and by which public key it was signed."""
    text, mark = _bytes(pack, MANIFEST, found), _bytes(pack, SIGNATURE, found)
    signed = _object(mark)
    public, signature = (str(signed.get(name, "")) for name in ("public", "signature"))
    as_written = {"algorithm": "Ed25519", "public": public, "signature": signature}
    if mark != (canonical(as_written) + "\n").encode():
        found(SIGNATURE, "it is not written as a signature is")
    elif not holds(public, SIGNED + text, signature):
        found(SIGNATURE, f"it does not sign this {MANIFEST}")
        found(MANIFEST, f"it is not what {SIGNATURE} signs")
    if key and public != key:
        found(SIGNATURE, "it was made with another key than the one that you gave")
    manifest = _object(text)
    if public != manifest.get("signed_by"):
        found(SIGNATURE, f"it was made with another key than {MANIFEST} names")
    if manifest.get("evidence") != 1:
        found(MANIFEST, "it is no manifest of evidence of version 1")
    return manifest, public


def _members(pack: Pack, members: dict[str, Any], found: Found) -> None:
    times = Counter(pack.names)
    for name in sorted(name for name, many in times.items() if many > 1):
        found(name, "it stands in the pack more than once")
    for name in sorted(times.keys() - members.keys() - {MANIFEST, SIGNATURE}):
        found(name, "it was added: the manifest does not list it")
    for name, told in members.items():
        if name not in times:
            found(name, "it is gone")
            continue
        size = told.get("bytes") if isinstance(told, dict) else None
        if not isinstance(size, int):
            found(MANIFEST, f"it does not say how large {name} is")
            continue
        try:
            if pack.measured(name, size) != (size, told.get("sha256")):
                found(name, "it is not what was packed")
        except _CANNOT_BE_READ:
            found(name, "it is not what was packed, and cannot be read")


class _Chain:
    """The entries of a ledger as they are followed, and what they tell of other files."""

    def __init__(
        self, told: dict[str, Any], public: str, known: Mapping[int, tuple[str, str]]
    ) -> None:
        self.told, self.public, self.known = told, public, dict(known)
        self.receipts: dict[int, dict[str, Any]] = {}
        self.versions: dict[str, str] = {}
        self.link = ""
        self.number = 0
        self.whole = False

    def follow(self, pack: Pack) -> Iterator[str]:
        """Yield what is wrong with the entries; after the first break nothing can be told."""
        first, self.link = self.told.get("first"), str(self.told.get("before", ""))
        if not isinstance(first, int):
            yield f"{MANIFEST} does not say with which entry it begins"
            return
        self.number = first - 1
        try:
            with pack.opened(LEDGER) as lines:
                why = self._of_head(self.number, self.link) or self._read(lines)
                while why == "":
                    why = self._read(lines)
        except _CANNOT_BE_READ:
            why = f"it cannot be read after entry {self.number}"
        self.whole = why is None
        if why:
            yield why
        elif self.number != self.told.get("last"):
            yield f"it ends with entry {self.number}, and {MANIFEST} tells of another one"
        elif self.known:
            yield f"entry {min(self.known)} is gone, which you were shown before"

    def _read(self, lines: IO[bytes]) -> str | None:
        """Return why the next line is not the next entry: nothing where it is; None at the end."""
        line = lines.readline(_LINE)
        if not line:
            return None
        entry, place = _object(line), self.number + 1
        if line != (canonical(entry) + "\n").encode():
            return f"entry {place} is not written as an entry is"
        number, at, kind, told = (entry.get(name) for name in ("number", "at", "kind", "told"))
        if not (isinstance(at, str) and isinstance(kind, str) and isinstance(told, str)):
            return f"entry {place} is none"
        if number != place:
            return f"another entry stands in the place of entry {place}"
        if entry.get("before") != self.link:
            return f"entry {place} does not follow the one before it"
        if entry.get("link") != linked(self.link, place, at, kind, told):
            return f"entry {place} is not what it was when it was written"
        self.number, self.link = place, str(entry["link"])
        return self._of_kind(kind, _object(told.encode("utf-8", "surrogatepass"))) or self._of_head(
            place, self.link
        )

    def _of_kind(self, kind: str, told: dict[str, Any]) -> str:
        if kind == "receipt" and isinstance(told.get("receipt"), int):
            self.receipts[told["receipt"]] = told
        if kind == "version published":
            self.versions[str(told.get("file"))] = str(told.get("digest"))
        if kind == "ledger begun" and told.get("signed_by") != self.public:
            return f"it is signed with another key than {SIGNATURE} names"
        if kind == "ledger begun" and told.get("ledger") != self.told.get("id"):
            return "it is another ledger than the manifest tells of"
        return ""

    def _of_head(self, number: int, link: str) -> str:
        """Return that an entry is another one than was shown before, where it is."""
        known = self.known.pop(number, None)
        same = known is None or known == (self.told.get("id"), link)
        # What was shown of older entries cannot be compared with a part that begins after them.
        self.known = {n: one for n, one in self.known.items() if n > number}
        return "" if same else f"entry {number} is not the one that you were shown before"


def _head(pack: Pack, chain: _Chain, found: Found) -> None:
    text = _bytes(pack, HEAD, found)
    head = _object(text)
    if text != (canonical(head) + "\n").encode():
        found(HEAD, "it is not written as a head is")
        return
    told = [head.get(name) for name in ("ledger", "number", "link", "at")]
    sealed = canonical([_SEALED, *told]).encode()
    if not holds(chain.public, sealed, str(head.get("signature", ""))):
        found(HEAD, "its signature is not one of the key of the manifest")
    if chain.whole and told[:3] != [chain.told.get("id"), chain.number, chain.link]:
        found(HEAD, f"it tells of another entry than {LEDGER} ends with")


def _receipts(pack: Pack, chain: _Chain, found: Found) -> None:
    for number, entry in chain.receipts.items():
        name = RECEIPT.format(number)
        receipt = _object(_bytes(pack, name, found))
        said = canonical({key: value for key, value in receipt.items() if key != "at"})
        digest = hashlib.sha256(said.encode()).hexdigest()
        if digest != entry.get("digest") and entry.get("status") != "started":
            found(name, f"it is not the receipt of which {LEDGER} tells")
    expected = {RECEIPT.format(number) for number in chain.receipts}
    for name in sorted({*pack.names} - expected):
        # After a break in the ledger nobody knows of which receipts it told.
        if chain.whole and name.startswith(RECEIPT.partition("{")[0]):
            found(name, f"{LEDGER} tells of no such receipt")


def _versions(pack: Pack, chain: _Chain, found: Found) -> None:
    for file, digest in chain.versions.items():
        name = VERSION.format(file)
        if hashlib.sha256(_bytes(pack, name, found)).hexdigest() != digest:
            found(name, f"it is not the version of which {LEDGER} tells")


def canonical(value: Any) -> str:
    """Return the one text of a value: sorted keys, no spaces, nothing but ASCII.

    What goes deeper than this Python follows has none.
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        return ""


def linked(before: str, number: int, at: str, kind: str, told: str) -> str:
    """Return the seal of an entry, which seals the one before it as well."""
    sealed = f"{number} {len(at)} {len(kind)} {len(told)}\n{before}{at}{kind}{told}"
    return hashlib.sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()


def _bytes(pack: Pack, name: str, found: Found) -> bytes:
    if name not in pack.names:
        found(name, "it is gone")
        return b""
    try:
        return pack.read(name)
    except _CANNOT_BE_READ:
        found(name, "it cannot be read")
        return b""


def _object(text: bytes) -> dict[str, Any]:
    """Return what a text says as JSON; nothing where it is none, or no object."""
    try:
        told = json.loads(text.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


# Ed25519 as RFC 8032 section 5.1 has it, only to verify: nothing here is secret, so it need not
# take the same time for every number. A point is (x, y, z, t) in extended coordinates.
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_HEX = re.compile(r"[0-9a-f]*\Z")


def holds(public: str, text: bytes, signature: str) -> bool:
    """Tell whether whoever has the private key of `public` signed a text; both are in hex."""
    if len(public) != 64 or len(signature) != 128:
        return False
    if not (_HEX.match(public) and _HEX.match(signature)):
        return False
    key, mark = bytes.fromhex(public), bytes.fromhex(signature)
    point, scalar = _point(key), int.from_bytes(mark[32:], "little")
    if point is None or scalar >= _ORDER:
        return False
    hashed = hashlib.sha512(mark[:32] + key + text).digest()
    x, y, z, t = _times(int.from_bytes(hashed, "little") % _ORDER, point)
    return _packed(_plus(_times(scalar, _BASE), (-x % _P, y, z, -t % _P))) == mark[:32]


def _point(packed: bytes) -> tuple[int, int, int, int] | None:
    """Return the point that 32 bytes stand for; None where they stand for none."""
    both = int.from_bytes(packed, "little")
    y, odd = both & ((1 << 255) - 1), both >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if y >= _P or x * x % _P != square or (x == 0 and odd):
        return None
    x = _P - x if x & 1 != odd else x
    return x, y, 1, x * y % _P


def _packed(point: tuple[int, int, int, int]) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _plus(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    (x, y, z, t), (u, v, w, s) = one, other
    a, b = (y - x) * (v - u) % _P, (y + x) * (v + u) % _P
    c, d = 2 * t * s * _D % _P, 2 * z * w % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _plus(found, point)
        point, number = _plus(point, point), number >> 1
    return found


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def _shown_before(path: str) -> list[tuple[str, int, str]]:
    """Return the heads that somebody kept in a file, one in a line."""
    told = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line]
    return [(str(one["ledger"]), int(one["number"]), str(one["link"])) for one in told]


def summary(pack: Pack) -> Iterator[str]:
    """Yield what can be said of a pack in which nothing is wrong."""
    manifest = _object(pack.read(MANIFEST))
    ledger, public = manifest["ledger"], _object(pack.read(SIGNATURE))["public"]
    yield f"All {len(manifest['members'])} files are what was packed."
    yield f"Packed at {manifest.get('at')}; statement of {manifest.get('statement')}."
    if ledger["first"] > ledger["last"]:
        yield f"No entry of the ledger is in it: entry {ledger['last']} was the newest."
    else:
        yield f"Entries {ledger['first']} to {ledger['last']} of the ledger follow one another."
    yield f"Signed with the key {public}: compare it with one that you got by another way."


def _refused(path: str, why: str) -> int:
    sys.stderr.write(f"verify.py: {ascii(path)[1:-1]}: {why}\n")
    return 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the pack that the command line names, say what is wrong, and return the exit code."""
    described = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="verify.py", description=described)
    parser.add_argument("pack", nargs="?", default=str(Path(__file__).parent), metavar="PACK")
    parser.add_argument("--key", default="", metavar="PUBLIC", help="the key that must have signed")
    parser.add_argument("--heads", default="", metavar="FILE", help="heads you were shown before")
    asked = parser.parse_args(arguments)
    reading, what = asked.pack, "a pack of evidence: a ZIP file, or the folder it was unpacked to"
    try:
        pack = Pack.at(Path(reading))
        if asked.heads:
            reading, what = asked.heads, "a file of heads, as `head.json` of an earlier pack"
        known = _shown_before(asked.heads) if asked.heads else []
    except FileNotFoundError:
        return _refused(reading, f"it is not there; name {what}")
    except (*_CANNOT_BE_READ, TypeError):
        return _refused(reading, f"it cannot be read as {what}")
    wrong = look(pack, asked.key.strip().lower(), known).wrong
    lines = [f"{file}: {why}" for file, all_ in wrong.items() for why in all_]
    # What stands in a pack may hold signs that move the cursor: a screen gets plain ones only.
    shown = (ascii(line)[1:-1] for line in lines or summary(pack))
    sys.stdout.write("\n".join(shown) + "\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

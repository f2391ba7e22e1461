"""The file of a backup: a tar whose last members are a manifest and its digest, in zstd, in age if there is a key.

To open one without this program: `age -d -i KEY FILE | zstd -d | tar -x`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FORMAT = 1
MANIFEST, MANIFEST_DIGEST = "manifest.json", "manifest.json.sha256"
CHUNK = 1024 * 1024
LONGEST_MANIFEST = 256 * CHUNK

Report = Callable[[int], None]
"""Is told of each piece how many bytes it had."""


class Unusable(Exception):
    """Says in a sentence why a backup can't be made, read or restored."""


class Key:
    """What BACKUP_KEY holds: a secret key of age, or a public one, which encrypts and can't decrypt."""

    def __init__(self, text: str) -> None:
        self.secret: pyrage.x25519.Identity | None = None
        try:
            if text.startswith("age1"):
                self.public = pyrage.x25519.Recipient.from_str(text)
            else:
                self.secret = pyrage.x25519.Identity.from_str(text)
                self.public = self.secret.to_public()
        except (pyrage.IdentityError, pyrage.RecipientError):
            # The value is not repeated: it may be most of a real one.
            raise Unusable(
                "BACKUP_KEY is no key of age. Write AGE-SECRET-KEY-1... or age1..., as"
                " `manage.py backup --new-key` prints them."
            ) from None


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `rows` has the number and the digest of each table's rows."""

    made_at: str
    version: str
    database: str  # sqlite or postgresql
    database_version: str
    migrations: list[str]
    rows: dict[str, list[Any]]
    missing: list[str]  # originals that a picture names and that weren't there
    members: dict[str, list[Any]] = field(default_factory=dict)  # size and SHA-256
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        said = json.loads(content)
        if said.get("format") != FORMAT:
            raise Unusable(
                f"This backup has format {said.get('format')}, and this version of Newsroom reads"
                f" {FORMAT}. Restore it with the version that made it."
            )
        return cls(**said)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


class Digested:
    """Reads a file, and knows the size and the digest of what has been read of it."""

    def __init__(self, source: IO[bytes], report: Report) -> None:
        self.source, self.report = source, report
        self.size, self._digest = 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.size += len(piece)
        self._digest.update(piece)
        self.report(len(piece))
        return piece

    def drain(self) -> Digested:
        while self.read(CHUNK):
            pass
        return self

    @property
    def said(self) -> list[Any]:
        return [self.size, self._digest.hexdigest()]


class Sink:
    """Writes to a file, and knows the digest of what it wrote and the error that it met."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        try:
            return self.file.write(content)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()


class Writer:
    """Adds members to a backup that is being written."""

    def __init__(self, tar: tarfile.TarFile, at: datetime, report: Report) -> None:
        self.tar, self.at, self.report = tar, at, report
        self.members: dict[str, list[Any]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add the `size` bytes that are left of `source`."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self.at.timestamp())
        read = Digested(source, self.report)
        self.tar.addfile(info, read)
        self.members[name] = read.said

    def finish(self, manifest: Manifest) -> None:
        content = manifest.to_json()
        digest = f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode()
        for name, said in ((MANIFEST, content), (MANIFEST_DIGEST, digest)):
            self.add(name, io.BytesIO(said), len(said))


@contextmanager
def writing(file: Sink, key: Key | None, *, at: datetime, report: Report) -> Iterator[Writer]:
    """Yield a writer whose members come into `file` compressed, and encrypted if there is a key."""
    with _encrypting(file, key) as sink:
        options: dict[int, int] = {
            zstd.CompressionParameter.compression_level: 1,  # pictures don't get smaller anyway
            zstd.CompressionParameter.checksum_flag: 1,
        }
        with (
            zstd.ZstdFile(sink, "wb", options=options) as compressed,
            tarfile.open(fileobj=compressed, mode="w|", bufsize=CHUNK) as tar,
        ):
            yield Writer(tar, at, report)


def verify(path: Path, key: Key | None, *, report: Report) -> Manifest:
    """Read the whole backup and return its manifest; `Unusable` unless all is as it was written."""
    found: dict[str, list[Any]] = {}
    kept: dict[str, bytes] = {}
    with _damage_told(path):
        for name, source in members(path, key, report):
            if name in (MANIFEST, MANIFEST_DIGEST):
                kept[name] = source.read(LONGEST_MANIFEST)
            found[name] = source.drain().said
    content = kept.get(MANIFEST, b"")
    digest = hashlib.sha256(content).hexdigest().encode()
    if not content or kept.get(MANIFEST_DIGEST, b"").split()[:1] != [digest]:
        raise Unusable(f"{path.name} is damaged: its manifest is not what was written. {_INSTEAD}")
    manifest = Manifest.from_json(content)
    found = {name: said for name, said in found.items() if name not in kept}
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise Unusable(f"{path.name} is damaged: {name} is not what was written. {_INSTEAD}")
    return manifest


def members(path: Path, key: Key | None, report: Report) -> Iterator[tuple[str, Digested]]:
    """Yield the name of each member, and its content to be read before the next one.

    `Unusable` for a damaged file; while content is read, under `_damage_told`.
    """
    with _opened(path, key) as source, _damage_told(path), zstd.ZstdFile(source) as plain:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=CHUNK) as tar:
            for info in tar:
                content = tar.extractfile(info) if _is_ours(info) else None
                if content is None:
                    raise Unusable(f"{path.name} holds {info.name}, which no backup does.")
                yield info.name, Digested(content, report)
        while plain.read(CHUNK):  # its own checksum is at the end
            pass


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Raise `Unusable` for whatever the libraries say of a damaged file."""
    try:
        yield
    except (tarfile.TarError, zstd.ZstdError, EOFError, ValueError) as error:
        raise Unusable(f"{path.name} is damaged or no backup ({error}). {_INSTEAD}") from error


_INSTEAD = "Nothing was changed. Take another one."


def _is_ours(info: tarfile.TarInfo) -> bool:
    """Whether a member is a file that a backup may have, with a name that leads nowhere else."""
    path = PurePosixPath(info.name)
    return info.isreg() and not path.is_absolute() and ".." not in path.parts


def digest_of(path: Path, *, report: Report) -> str:
    """Return the SHA-256 of the file as it lies there, encrypted or not."""
    with open(path, "rb") as file:
        _forget_pages(file)
        return Digested(file, report).drain().said[1]


def is_encrypted(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(21) == b"age-encryption.org/v1"


@contextmanager
def _encrypting(file: Sink, key: Key | None) -> Iterator[Any]:
    if key is None:
        yield file
        return
    public = key.public
    failed: list[Exception] = []
    try:
        with _piped(lambda pipe: pyrage.encrypt_io(pipe, file, [public]), "wb", failed) as pipe:
            yield pipe
    except BrokenPipeError:
        pass  # why it broke is in `failed`
    if failed:
        # The encryption replaces an error of the system by one of its own.
        raise file.error or failed[0]


@contextmanager
def _opened(path: Path, key: Key | None) -> Iterator[IO[bytes]]:
    with open(path, "rb") as file:
        _forget_pages(file)
        if not is_encrypted(path):
            yield file
            return
        if key is None or key.secret is None:
            raise Unusable(
                f"{path.name} is encrypted: set BACKUP_KEY to the secret key (AGE-SECRET-KEY-1...)."
            )
        secret = key.secret
        failed: list[Exception] = []
        told: Unusable | None = None
        try:
            with _piped(lambda pipe: pyrage.decrypt_io(file, pipe, [secret]), "rb", failed) as pipe:
                yield pipe
                pipe.read()
        except Unusable as error:
            told = error
        if failed and isinstance(failed[0], pyrage.DecryptError):
            raise Unusable(
                f"BACKUP_KEY doesn’t open {path.name}: it was made with another key, or its first bytes"
                " are damaged."
            )
        if failed:
            raise Unusable(f"{path.name} is damaged: it can’t be decrypted. {_INSTEAD}")
        if told:
            raise told


def _forget_pages(file: IO[bytes]) -> None:
    """Have what was just written read from the disk, and not from memory."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _piped(
    work: Callable[[IO[bytes]], None], mode: str, failed: list[Exception]
) -> Iterator[IO[bytes]]:
    """Yield our end of a pipe, opened in `mode`, while a thread works at the other one.

    What the thread raises comes into `failed`, but not that we read no further.
    """
    ends = os.pipe()
    read, write = os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb")
    mine, theirs = (read, write) if mode == "rb" else (write, read)

    def run() -> None:
        try:
            with theirs:
                work(theirs)
        except BrokenPipeError:
            pass
        except Exception as error:  # noqa: BLE001 - raised where the pipe is used
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield mine
    finally:
        with suppress(BrokenPipeError):
            mine.close()
        thread.join()

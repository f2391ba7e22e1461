"""The backup file: a tar that ends with a manifest and its digest, compressed by zstd, encrypted by age.

It isn't encrypted without a key. To open one without this program: `age -d -i KEY FILE | zstd -d | tar -x`.
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
"""Called with the number of bytes of each piece that was read."""


class Unusable(Exception):
    """Raised when a backup can't be made, read or restored, with a sentence that says why."""


class Key:
    """An age key from BACKUP_KEY: a secret one, or a public one, which can only encrypt."""

    def __init__(self, text: str) -> None:
        self.secret: pyrage.x25519.Identity | None = None
        try:
            if text.startswith("age1"):
                self.public = pyrage.x25519.Recipient.from_str(text)
            else:
                self.secret = pyrage.x25519.Identity.from_str(text)
                self.public = self.secret.to_public()
        except (pyrage.IdentityError, pyrage.RecipientError):
            # Without the value: it may be most of a real key.
            raise Unusable(
                "BACKUP_KEY isn’t an age key. Write AGE-SECRET-KEY-1... or age1..., as"
                " `manage.py backup --new-key` prints them."
            ) from None


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `rows` has the number and the digest of the rows of each table."""

    made_at: str
    version: str
    database: str  # sqlite or postgresql
    database_version: str
    migrations: list[str]
    rows: dict[str, list[Any]]
    missing: list[str]  # originals that a picture names, but that don't exist
    members: dict[str, list[Any]] = field(default_factory=dict)  # size and SHA-256
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        fields = json.loads(content)
        if fields.get("format") != FORMAT:
            raise Unusable(
                f"This backup has format {fields.get('format')}, and this version of Newsroom reads"
                f" {FORMAT}. Restore it with the version that made it."
            )
        return cls(**fields)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


class DigestingReader:
    """Reads a file, and keeps the size and the digest of what has been read."""

    def __init__(self, source: IO[bytes], report: Report) -> None:
        self.source, self.report = source, report
        self.size, self._digest = 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.size += len(piece)
        self._digest.update(piece)
        self.report(len(piece))
        return piece

    def drain(self) -> DigestingReader:
        while self.read(CHUNK):
            pass
        return self

    @property
    def summary(self) -> list[Any]:
        """Size and SHA-256, as a manifest has them."""
        return [self.size, self._digest.hexdigest()]


class Sink:
    """Writes to a file, and keeps the digest of what it wrote and the error it ran into."""

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
    """Adds members to a backup."""

    def __init__(self, tar: tarfile.TarFile, at: datetime, report: Report) -> None:
        self.tar, self.at, self.report = tar, at, report
        self.members: dict[str, list[Any]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add the remaining `size` bytes of `source`."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self.at.timestamp())
        reader = DigestingReader(source, self.report)
        self.tar.addfile(info, reader)
        self.members[name] = reader.summary

    def finish(self, manifest: Manifest) -> None:
        content = manifest.to_json()
        digest = f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode()
        for name, text in ((MANIFEST, content), (MANIFEST_DIGEST, digest)):
            self.add(name, io.BytesIO(text), len(text))


@contextmanager
def writing(file: Sink, key: Key | None, *, at: datetime, report: Report) -> Iterator[Writer]:
    """Yield a writer that adds members to `file`, compressed, and encrypted if there is a key."""
    with _encrypting(file, key) as sink:
        options: dict[int, int] = {
            zstd.CompressionParameter.compression_level: 1,  # most of it is pictures, which don't get smaller
            zstd.CompressionParameter.checksum_flag: 1,
        }
        with (
            zstd.ZstdFile(sink, "wb", options=options) as compressed,
            tarfile.open(fileobj=compressed, mode="w|", bufsize=CHUNK) as tar,
        ):
            yield Writer(tar, at, report)


def verify(path: Path, key: Key | None, *, report: Report) -> Manifest:
    """Read the whole backup and return its manifest. Raises `Unusable` unless all is as written."""
    found: dict[str, list[Any]] = {}
    kept: dict[str, bytes] = {}
    with _damage_as_unusable(path):
        for name, source in members(path, key, report):
            if name in (MANIFEST, MANIFEST_DIGEST):
                kept[name] = source.read(LONGEST_MANIFEST)
            found[name] = source.drain().summary
    content = kept.get(MANIFEST, b"")
    digest = hashlib.sha256(content).hexdigest().encode()
    if not content or kept.get(MANIFEST_DIGEST, b"").split()[:1] != [digest]:
        raise Unusable(f"{path.name} is damaged: its manifest isn’t what was written. {_INSTEAD}")
    manifest = Manifest.from_json(content)
    found = {name: summary for name, summary in found.items() if name not in kept}
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise Unusable(f"{path.name} is damaged: {name} isn’t what was written. {_INSTEAD}")
    return manifest


def members(path: Path, key: Key | None, report: Report) -> Iterator[tuple[str, DigestingReader]]:
    """Yield each member's name and content, which has to be read before the next one.

    Raises `Unusable` for a damaged file; while reading content, wrap it in `_damage_as_unusable`.
    """
    with _opened(path, key) as source, _damage_as_unusable(path), zstd.ZstdFile(source) as plain:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=CHUNK) as tar:
            for info in tar:
                content = tar.extractfile(info) if _is_ours(info) else None
                if content is None:
                    raise Unusable(f"{path.name} holds {info.name}, which isn’t part of a backup.")
                yield info.name, DigestingReader(content, report)
        while plain.read(CHUNK):  # its own checksum is at the end
            pass


@contextmanager
def _damage_as_unusable(path: Path) -> Iterator[None]:
    """Turn the libraries' errors about a damaged file into `Unusable`."""
    try:
        yield
    except (tarfile.TarError, zstd.ZstdError, EOFError, ValueError) as error:
        raise Unusable(f"{path.name} is damaged or isn’t a backup ({error}). {_INSTEAD}") from error


_INSTEAD = "Nothing was changed. Use another backup."


def _is_ours(info: tarfile.TarInfo) -> bool:
    """Return whether a member is a plain file whose path stays inside the backup."""
    path = PurePosixPath(info.name)
    return info.isreg() and not path.is_absolute() and ".." not in path.parts


def digest_of(path: Path, *, report: Report) -> str:
    """Return the SHA-256 of the file as it is on the disk, encrypted or not."""
    with open(path, "rb") as file:
        _forget_pages(file)
        return DigestingReader(file, report).drain().summary[1]


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
        pass  # the reason is in `failed`
    if failed:
        # pyrage replaces an error of the system with one of its own.
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
        unusable: Unusable | None = None
        try:
            with _piped(lambda pipe: pyrage.decrypt_io(file, pipe, [secret]), "rb", failed) as pipe:
                yield pipe
                pipe.read()
        except Unusable as error:
            unusable = error
        if failed and isinstance(failed[0], pyrage.DecryptError):
            raise Unusable(
                f"BACKUP_KEY doesn’t open {path.name}: it was made with another key, or its first bytes"
                " are damaged."
            )
        if failed:
            raise Unusable(f"{path.name} is damaged: it can’t be decrypted. {_INSTEAD}")
        if unusable:
            raise unusable


def _forget_pages(file: IO[bytes]) -> None:
    """Make the next read come from the disk and not from memory, to check what was really written."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _piped(
    work: Callable[[IO[bytes]], None], mode: str, failed: list[Exception]
) -> Iterator[IO[bytes]]:
    """Yield our end of a pipe, opened in `mode`, while a thread runs `work` with the other end.

    Errors of the thread are added to `failed`, except that we have stopped reading.
    """
    ends = os.pipe()
    read, write = os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb")
    ours, theirs = (read, write) if mode == "rb" else (write, read)

    def run() -> None:
        try:
            with theirs:
                work(theirs)
        except BrokenPipeError:
            pass
        except Exception as error:  # noqa: BLE001 - the caller raises it
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield ours
    finally:
        with suppress(BrokenPipeError):
            ours.close()
        thread.join()

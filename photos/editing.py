"""Add, replace, describe and remove pictures. Nothing else writes them.

Every verb takes who did it (`by=`), logs what changed, and raises `uploads.Refused` or `ValidationError`
with messages for the user if it changed nothing. A change of the file that readers get raises `version`,
which is part of the picture's addresses.

A file is decoded and saved before the transaction of its row begins, so call `add` and `replace` outside
of any transaction. At commit, the original of a replaced or removed picture is set aside (see
`photos/cleanup.py`), and its renditions are deleted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.db import transaction

from history.recording import record
from history.snapshots import snapshot
from photos import file_suggestions, originals, rendition_files
from photos.decoding import decode
from photos.models import Picture
from photos.uploads import Accepted, accept

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

Upload = IO[bytes] | File | Accepted

WORDS = (
    *("title", "kind", "alt", "caption", "taken_on"),
    *("credit", "source", "copyright", "rights", "license_ends_on", "rights_note"),
)
"""The fields that `describe` changes: everything that people write about a picture."""

IN_THE_FILE = frozenset({"credit", "source", "copyright"})
"""Those WORDS that are in every rendition's metadata (`rendition_files.credit_packet`)."""

RIGHTS = frozenset({"rights", "license_ends_on", "rights_note"})
"""Those WORDS that say whether, and on what terms, we may use the picture."""

LOGGED = {*WORDS, "focal_x", "focal_y", "width", "height", "version"}
"""The fields that the log has: everything but the file."""


def add(
    *,
    by: "AbstractUser | None",
    file: Upload,
    title: str,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    source: str = "",
    copyright: str = "",
    taken_on: date | None = None,
    rights: str = Picture.Rights.NONE,
    license_ends_on: date | None = None,
    rights_note: str = "",
    kind: str = Picture.Kind.PHOTOGRAPH,
    focal_x: int = 50,
    focal_y: int = 50,
) -> Picture:
    """Return a new picture. It has no rights unless they are given, and its file's name is dropped.

    The file's own metadata is kept as suggestions, but fills in none of the fields.
    """
    picture = Picture(
        title=title,
        alt=alt,
        caption=caption,
        credit=credit,
        source=source,
        copyright=copyright,
        taken_on=taken_on,
        rights=rights,
        license_ends_on=license_ends_on,
        rights_note=rights_note,
        kind=kind,
        focal_x=focal_x,
        focal_y=focal_y,
        width=1,
        height=1,
        added_by_id=by.pk if by else None,
    )
    _check(picture)
    accepted = _accepted(file)
    with _written(accepted) as name, transaction.atomic():
        _set_file(picture, accepted, name)
        _save(picture, "added", by=by)
    return picture


def replace(picture: Picture, *, by: "AbstractUser", file: Upload) -> None:
    """Replace the picture's file everywhere; its words stay. The old file is set aside at commit."""
    accepted = _accepted(file)
    with _written(accepted) as name, transaction.atomic():
        row = _locked(picture)
        _set_aside_at_commit(row)
        before = _snapshot(row)
        row.version += 1
        _set_file(row, accepted, name)
        _save(row, "file replaced", by=by, before=before)
    picture.refresh_from_db()


def focus(picture: Picture, *, by: "AbstractUser", x: int, y: int) -> None:
    """Move the focal point to `x`, `y` (percent from the left and from the top), unless it is there."""
    with transaction.atomic():
        row = _locked(picture)
        if (row.focal_x, row.focal_y) != (x, y):
            _discard_renditions_at_commit(row)
            before = _snapshot(row)
            row.focal_x, row.focal_y = x, y
            row.version += 1
            _check(row)
            _save(row, "focal point moved", by=by, before=before)
    picture.refresh_from_db()


def describe(picture: Picture, *, by: "AbstractUser", **words: Any) -> None:
    """Change the given `WORDS` of a picture. Raises TypeError for any other field.

    The file's own suggestions for these fields are dropped: someone has filled them in.
    """
    if unknown := words.keys() - set(WORDS):
        raise TypeError(f"Not words of a picture: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row = _locked(picture)
        before = _snapshot(row)
        changed = {name for name, value in words.items() if getattr(row, name) != _stripped(value)}
        if changed & IN_THE_FILE:
            _discard_renditions_at_commit(row)
            row.version += 1
        for name in changed:
            setattr(row, name, words[name])
        row.from_file = {n: text for n, text in row.from_file.items() if n not in words}
        _check(row)
        _save(row, "rights changed" if changed & RIGHTS else "changed", by=by, before=before)
    picture.refresh_from_db()


def remove(picture: Picture, *, by: "AbstractUser") -> None:
    """Delete a picture, and set its file aside. Raises ProtectedError while a row refers to it."""
    with transaction.atomic():
        row = _locked(picture)
        _set_aside_at_commit(row)
        record("deleted", by=by, touched=[row], before=_snapshot(row))
        row.delete()


def file_sample_originals(directory: Path) -> int:
    """Add the files of loaded fixture rows, and return how many were added.

    A fixture row names its file in `directory`; afterwards the original is kept under a random name, as
    for any picture. Rows whose original exists are left alone, so that it can run again. Raises
    FileNotFoundError if a file is missing. The files are our own, so they are decoded in this process.
    """
    added = 0
    for picture in Picture.objects.order_by("pk"):
        name = str(picture.original)
        if originals.storage().exists(name):
            continue
        accepted = decode((directory / name).read_bytes())
        with _written(accepted) as kept:
            _set_file(picture, accepted, kept)
            picture.save()
        added += 1
    return added


def _accepted(file: Upload) -> Accepted:
    return file if isinstance(file, Accepted) else accept(file)


def _check(picture: Picture) -> None:
    for name in WORDS:
        setattr(picture, name, _stripped(getattr(picture, name)))
    picture.full_clean()


def _snapshot(picture: Picture) -> dict[str, Any]:
    return snapshot(picture, LOGGED)


def _save(
    picture: Picture,
    verb: str,
    *,
    by: "AbstractUser | None",
    before: dict[str, Any] | None = None,
) -> None:
    """Save the row and log it. Without `before` the picture is new."""
    picture.save()
    record(verb, by=by, touched=[picture], before=before, after=_snapshot(picture))


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update().get(pk=picture.pk)


@contextmanager
def _written(accepted: Accepted) -> Iterator[str]:
    """Save the file and yield its name; delete it if the row can't be saved.

    It waits until the file is on the disk, so no transaction should be open yet.
    """
    storage = originals.storage()
    name = originals.random_name(None, f".{accepted.format}")
    name = storage.save(name, ContentFile(accepted.content))
    try:
        yield name
    except BaseException:
        storage.delete(name)
        raise


def _set_file(picture: Picture, accepted: Accepted, name: str) -> None:
    """Set the picture's file, size and suggestions in memory."""
    picture.width, picture.height = accepted.width, accepted.height
    picture.from_file = file_suggestions.cleaned(accepted.metadata)
    picture.original = name


def _discard_renditions_at_commit(picture: Picture) -> None:
    before = rendition_files.folder(picture)
    transaction.on_commit(lambda: rendition_files.discard(before))


def _set_aside_at_commit(picture: Picture) -> None:
    name = str(picture.original)
    transaction.on_commit(lambda: originals.set_aside(name))
    _discard_renditions_at_commit(picture)

"""What the picture desk does to a picture. Nothing else writes one.

Every verb says who (`by=`), writes a line to the log where it changed something, raises
`uploads.Refused` or `ValidationError` with sentences for a person, and changes nothing then. Where a
change alters the file that readers get, `version` grows by one, and with it every address of the
picture.

A file is decoded, and is on the disk, before the transaction of its row begins: call `add` and `replace`
outside of any. At commit the original of a replaced or
removed picture is set aside (see `photos/cleanup.py`), and its renditions go.
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
"""What `describe` changes: everything about a picture that somebody writes."""

IN_THE_FILE = frozenset({"credit", "source", "copyright"})
"""Of the words, those that every rendition carries (`rendition_files.credit_packet`)."""

RIGHTS = frozenset({"rights", "license_ends_on", "rights_note"})
"""Of the words, those that say whether and on what terms we may use it."""

TOLD = {*WORDS, "focal_x", "focal_y", "width", "height", "version"}
"""What the log tells of a picture: everything but its file."""


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
    """Return a new picture. It has no rights unless someone states them, and its file's name is lost.

    What the file says of itself is kept beside the words, to be offered: nothing here is filled in
    from it.
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
        _show(picture, accepted, name)
        _save(picture, "added", by=by)
    return picture


def replace(picture: Picture, *, by: "AbstractUser", file: Upload) -> None:
    """Show another file under the same identity and words; the old file is set aside at commit."""
    accepted = _accepted(file)
    with _written(accepted) as name, transaction.atomic():
        row = _locked(picture)
        _forget_at_commit(row)
        before = _told(row)
        row.version += 1
        _show(row, accepted, name)
        _save(row, "file replaced", by=by, before=before)
    picture.refresh_from_db()


def focus(picture: Picture, *, by: "AbstractUser", x: int, y: int) -> None:
    """Put the focal point at `x`, `y` (percent from the left and from the top), if it isn't there."""
    with transaction.atomic():
        row = _locked(picture)
        if (row.focal_x, row.focal_y) != (x, y):
            _discard_at_commit(row)
            before = _told(row)
            row.focal_x, row.focal_y = x, y
            row.version += 1
            _check(row)
            _save(row, "focal point moved", by=by, before=before)
    picture.refresh_from_db()


def describe(picture: Picture, *, by: "AbstractUser", **words: Any) -> None:
    """Change the given `WORDS` of a picture; `TypeError` for any other name.

    What the file said of these is no longer offered: somebody has said it.
    """
    if unknown := words.keys() - set(WORDS):
        raise TypeError(f"Not words of a picture: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row = _locked(picture)
        before = _told(row)
        changed = {name for name, said in words.items() if getattr(row, name) != _stripped(said)}
        if changed & IN_THE_FILE:
            _discard_at_commit(row)
            row.version += 1
        for name in changed:
            setattr(row, name, words[name])
        row.from_file = {n: said for n, said in row.from_file.items() if n not in words}
        _check(row)
        _save(row, "rights changed" if changed & RIGHTS else "changed", by=by, before=before)
    picture.refresh_from_db()


def remove(picture: Picture, *, by: "AbstractUser") -> None:
    """Delete a picture, and set its file aside; `ProtectedError` while a story or an entity has it."""
    with transaction.atomic():
        row = _locked(picture)
        _forget_at_commit(row)
        record("deleted", by=by, touched=[row], before=_told(row))
        row.delete()


def file_sample_originals(directory: Path) -> int:
    """Keep the drawings that loaded fixture rows name, and return how many were kept.

    A row of the fixture says where in `directory` its drawing lies; afterwards its original is kept
    like any other, under a random name. Rows whose original is kept already are left alone, so it can
    be run again. `FileNotFoundError` if a drawing is missing. Our own files: decoded in this process.
    """
    filed = 0
    for picture in Picture.objects.order_by("pk"):
        name = str(picture.original)
        if originals.storage().exists(name):
            continue
        accepted = decode((directory / name).read_bytes())
        with _written(accepted) as kept:
            _show(picture, accepted, kept)
            picture.save()
        filed += 1
    return filed


def _accepted(file: Upload) -> Accepted:
    return file if isinstance(file, Accepted) else accept(file)


def _check(picture: Picture) -> None:
    for name in WORDS:
        setattr(picture, name, _stripped(getattr(picture, name)))
    picture.full_clean()


def _told(picture: Picture) -> dict[str, Any]:
    return snapshot(picture, TOLD)


def _save(
    picture: Picture,
    verb: str,
    *,
    by: "AbstractUser | None",
    before: dict[str, Any] | None = None,
) -> None:
    """Write the row and a line of the log; without `before` the picture is new."""
    picture.save()
    record(verb, by=by, touched=[picture], before=before, after=_told(picture))


def _stripped(said: Any) -> Any:
    return said.strip() if isinstance(said, str) else said


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update().get(pk=picture.pk)


@contextmanager
def _written(accepted: Accepted) -> Iterator[str]:
    """Write the file and give its name; if the row can't be written then, the file goes.

    It is waited for until it is on the disk, so no transaction should be open yet.
    """
    storage = originals.storage()
    name = originals.random_name(None, f".{accepted.format}")
    name = storage.save(name, ContentFile(accepted.content))
    try:
        yield name
    except BaseException:
        storage.delete(name)
        raise


def _show(picture: Picture, accepted: Accepted, name: str) -> None:
    """Let the picture, in memory, be the file of this name."""
    picture.width, picture.height = accepted.width, accepted.height
    picture.from_file = file_suggestions.cleaned(accepted.said)
    picture.original = name


def _discard_at_commit(picture: Picture) -> None:
    before = rendition_files.folder(picture)
    transaction.on_commit(lambda: rendition_files.discard(before))


def _forget_at_commit(picture: Picture) -> None:
    name = str(picture.original)
    transaction.on_commit(lambda: originals.set_aside(name))
    _discard_at_commit(picture)

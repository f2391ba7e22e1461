"""Which backups there are, which of them to keep, and whether the newest and the last proven are too old."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from newsroom.notes import read_note, write_note
from words.times import dated

NAME = re.compile(r"newsroom-(\d{8}T\d{6})Z\.tar\.zst(\.age)?")
TIME = "%Y%m%dT%H%M%S"

# The timer makes a backup each night, and proves one twice a week.
BACKUP_IS_OLD = timedelta(days=2)
PROOF_IS_OLD = timedelta(days=7)


@dataclass(frozen=True)
class BackupNote:
    """The file name of a backup, and when it was made or proven by restoring it."""

    file: str
    at: datetime


def name_for(at: datetime, *, encrypted: bool) -> str:
    return f"newsroom-{at.astimezone(UTC):{TIME}}Z.tar.zst{'.age' if encrypted else ''}"


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups in a folder with their times, newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := NAME.fullmatch(path.name):
            made = datetime.strptime(match[1], TIME).replace(tzinfo=UTC)
            found.append((made, path))
    return sorted(found, reverse=True)


def remove_old(folder: Path) -> list[Path]:
    """Remove old backups from a folder, and return them.

    BACKUP_KEEP_DAILY, _WEEKLY and _MONTHLY say for how many days, weeks and months to keep the newest
    one of each. The newest of all and the last proven one are always kept.
    """
    backups = backups_in(folder)
    zone = timezone.get_default_timezone()
    spans: Iterable[tuple[int, Callable[[datetime], object]]] = (
        (settings.BACKUP_KEEP_DAILY, lambda at: at.astimezone(zone).date()),
        (settings.BACKUP_KEEP_WEEKLY, lambda at: at.astimezone(zone).isocalendar()[:2]),
        (
            settings.BACKUP_KEEP_MONTHLY,
            lambda at: (at.astimezone(zone).year, at.astimezone(zone).month),
        ),
    )
    kept = {path for _, path in backups[:1]}
    for most, span in spans:
        newest: dict[object, Path] = {}
        for at, path in backups:
            newest.setdefault(span(at), path)
        kept |= {*list(newest.values())[:most]}
    proven = last("proven")
    removed = [
        path
        for _, path in backups
        if path not in kept and not (proven and path.name == proven.file)
    ]
    for path in removed:
        path.unlink()
    return removed


# What was made and proven ----------------------------------------------------------------------------------


def note(what: str, file: str) -> None:
    """Write down that a backup was `made` or `proven` just now."""
    noted = {"file": file, "at": timezone.now().isoformat()}
    write_note("backups", read_note("backups") | {what: noted})


def last(what: str) -> BackupNote | None:
    """Return the last backup that was `made` or `proven`, None if there is none."""
    with suppress(KeyError, TypeError, ValueError):
        noted = read_note("backups")[what]
        return BackupNote(noted["file"], datetime.fromisoformat(noted["at"]))
    return None


# What is wrong -----------------------------------------------------------------------------------


def faults(made: datetime | None, proven: datetime | None, *, at: datetime) -> list[str]:
    """Return problems as sentences: there is no backup, or it is too old, or none was proven."""
    if made is None:
        return ["There is no backup of this site."]
    found = []
    if at - made > BACKUP_IS_OLD:
        found.append(f"The newest backup was made on {dated(made)}.")
    if proven is None:
        found.append("No backup has been tested by restoring it.")
    elif at - proven > PROOF_IS_OLD:
        found.append(f"A backup was last tested by restoring it on {dated(proven)}.")
    return found


def warning(*, at: datetime) -> str:
    """Return a warning for the desk, "" if all is well. Reads one small file; no query."""
    if settings.LOCAL and not settings.BACKUP_DIR:
        return ""
    made, proven = last("made"), last("proven")
    found = faults(made.at if made else None, proven.at if proven else None, at=at)
    return f"{found[0]} {_NEXT}" if found else ""


_NEXT = "Ask the site’s administrator to run “manage.py backup --check”."

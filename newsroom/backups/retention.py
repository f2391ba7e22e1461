"""Where backups lie, which of them are kept, and how old the newest and the last proven one are."""

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

# The timer makes one each night, and proves one twice a week.
BACKUP_IS_OLD = timedelta(days=2)
PROOF_IS_OLD = timedelta(days=7)


@dataclass(frozen=True)
class Noted:
    """A backup that was made, or proven by a restore, and when."""

    file: str
    at: datetime


def name_for(at: datetime, *, encrypted: bool) -> str:
    return f"newsroom-{at.astimezone(UTC):{TIME}}Z.tar.zst{'.age' if encrypted else ''}"


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups in a folder with their times, the newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := NAME.fullmatch(path.name):
            made = datetime.strptime(match[1], TIME).replace(tzinfo=UTC)
            found.append((made, path))
    return sorted(found, reverse=True)


def thin(folder: Path) -> list[Path]:
    """Remove old backups from a folder, and return which.

    Kept are the newest one of each of the last days, weeks and months that have any, as the
    settings say, the newest one of all, and the last one that a restore has proven.
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


# What was done ----------------------------------------------------------------------------------


def note(what: str, file: str) -> None:
    """Remember that a backup was `made` or `proven` now. On the site's disk: the desk reads it."""
    noted = {"file": file, "at": timezone.now().isoformat()}
    write_note("backups", read_note("backups") | {what: noted})


def last(what: str) -> Noted | None:
    """Return the last backup that was `made` or `proven`."""
    with suppress(KeyError, TypeError, ValueError):
        noted = read_note("backups")[what]
        return Noted(noted["file"], datetime.fromisoformat(noted["at"]))
    return None


# What is wrong -----------------------------------------------------------------------------------


def faults(made: datetime | None, proven: datetime | None, *, at: datetime) -> list[str]:
    """Return, as sentences, what is wrong with the backups: none, or too old, or not proven."""
    if made is None:
        return ["There is no backup of this site."]
    found = []
    if at - made > BACKUP_IS_OLD:
        found.append(f"The newest backup was made on {dated(made)}.")
    if proven is None:
        found.append("No backup was ever proven by restoring it.")
    elif at - proven > PROOF_IS_OLD:
        found.append(f"The last backup that was proven by restoring it was on {dated(proven)}.")
    return found


def warning(*, at: datetime) -> str:
    """Return a sentence for whoever looks after the site, or "". Reads one small file, no query."""
    if settings.LOCAL and not settings.BACKUP_DIR:
        return ""
    made, proven = last("made"), last("proven")
    found = faults(made.at if made else None, proven.at if proven else None, at=at)
    return f"{found[0]} {_NEXT}" if found else ""


_NEXT = "Ask whoever runs the server: “manage.py backup --check” tells what to do."

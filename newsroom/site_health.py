"""What the desk's site health page shows: problems, errors, slow pages, chores, backups, the disk."""

from __future__ import annotations

import platform
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from articles.models import Article
from newsroom import health, incidents, share_cards
from newsroom.backups import retention
from newsroom.notes import read_note, write_note

NEEDS = "newsroom.change_user"  # the permission for the page: users who manage users see it
SHOWN = timedelta(days=7)  # of the incidents
MOST = 20  # rows of each table
CHORES_LATE = timedelta(hours=26)  # they run once a day


@dataclass(frozen=True)
class Repeated:
    """Incidents of one kind with the same `what`."""

    last: incidents.Incident
    count: int
    slowest: float  # seconds


@dataclass(frozen=True)
class Folder:
    name: str
    size: int  # bytes


@dataclass(frozen=True)
class SiteHealth:
    faults: list[str]
    errors: list[Repeated]
    slow: list[Repeated]
    scheduled: int  # stories that will be published automatically
    next_at: datetime | None  # when the first of them will be
    chores_at: datetime | None
    chores_failed: list[str]
    backup_made: retention.BackupNote | None
    backup_proven: retention.BackupNote | None
    free: int  # bytes of the disk
    folders: list[Folder]
    versions: dict[str, str]


def read_site_health() -> SiteHealth:
    """Return the site's health now. Six queries at most, and a walk through the folders of DATA_DIR."""
    now = timezone.now()
    found: dict[str, dict[str, list[incidents.Incident]]] = defaultdict(lambda: defaultdict(list))
    for incident in incidents.since(now - SHOWN):
        found[incident.kind][incident.what].append(incident)
    chores_at, chores_failed = last_chores()
    due = Article.objects.filter(published_at__gt=now, withdrawn_at=None).aggregate(
        number=Count("pk"), next_at=Min("published_at")
    )
    return SiteHealth(
        faults=_faults(now, chores_at, chores_failed),
        errors=_repeated(found["error"].values()),
        slow=_repeated(found["slow"].values()),
        scheduled=due["number"],
        next_at=due["next_at"],
        chores_at=chores_at,
        chores_failed=chores_failed,
        backup_made=retention.last("made"),
        backup_proven=retention.last("proven"),
        free=shutil.disk_usage(settings.VAR).free,
        folders=_folders(),
        versions=_versions(),
    )


def write_chores(failed: list[str]) -> None:
    """Write down that the daily chores have ended, and which of them failed."""
    write_note("chores", {"at": timezone.now().isoformat(), "failed": failed})


def last_chores() -> tuple[datetime | None, list[str]]:
    """Return when the daily chores last ended, None if never, and the names of those that failed."""
    note = read_note("chores")
    try:
        return datetime.fromisoformat(note["at"]), note["failed"]
    except (ValueError, TypeError, KeyError):
        return None, []


def _faults(now: datetime, chores_at: datetime | None, chores_failed: list[str]) -> list[str]:
    faults = health.faults()
    if behind := health.clock_is_behind():
        faults.append(behind)
    if warning := retention.warning(at=now):
        faults.append(warning)
    if chores_at and now - chores_at > CHORES_LATE:
        faults.append("The daily chores haven’t run for more than a day. Restart the site.")
    if chores_failed:
        names = ", ".join(chores_failed)
        faults.append(f"These daily chores failed: {names}. The log says why.")
    return faults


def _repeated(groups: Iterable[list[incidents.Incident]]) -> list[Repeated]:
    """Return incidents counted by what they are, the latest first."""
    repeated = [
        Repeated(group[-1], len(group), max(each.seconds for each in group)) for group in groups
    ]
    return sorted(repeated, key=lambda each: each.last.at, reverse=True)[:MOST]


def _folders() -> list[Folder]:
    named = {
        "Original pictures": settings.ORIGINALS_ROOT,
        "Picture sizes for readers": settings.RENDITIONS_ROOT,
        "Sharing cards": share_cards.folder(),
    }
    database = Folder("Database", _database_size())
    return [database] + [Folder(name, _size(root)) for name, root in named.items()]


def _size(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:  # removed while we look
            continue
    return total


def _database_size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def _versions() -> dict[str, str]:
    database = ".".join(map(str, connection.get_database_version()))
    return {
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: database,
        "Pillow": version("pillow"),
        "granian": version("granian"),
    }

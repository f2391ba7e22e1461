"""SQLite as a server wants it."""

import json
import sqlite3

import pytest
from django.db import DataError, transaction

from awards.models import Ceremony
from newsroom import checks
from tests.machines import manage
from tests.people.pages import rows

try:
    import pysqlite3
except ImportError:
    pysqlite3 = None  # no wheel for this machine

QUESTIONS = """
import json, sqlite3
from django.db import connection
cursor = connection.cursor()
pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "mmap_size")
answers = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
answers["transactions"] = connection.transaction_mode
answers["version"] = cursor.execute("SELECT sqlite_version()").fetchone()[0]
answers["version for others"] = sqlite3.sqlite_version
print(json.dumps(answers))
"""


@pytest.mark.parametrize(
    ("version", "old"),
    [
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 44, 6), False),
        ((3, 50, 7), False),
    ],
)
def test_an_old_sqlite_is_warned_of(monkeypatch, version, old):
    monkeypatch.setattr(checks, "sqlite_version", lambda: version)
    assert [warning.id for warning in checks.sqlite_is_recent()] == (
        ["newsroom.W001"] if old else []
    )


def test_an_old_sqlite_stops_a_deployment_of_several_processes(monkeypatch, settings):
    monkeypatch.setattr(checks, "sqlite_version", lambda: (3, 40, 1))
    settings.WORKERS = 2
    assert [error.id for error in checks.sqlite_is_recent_for_several_processes()] == [
        "newsroom.E001"
    ]
    settings.WORKERS = 1
    assert checks.sqlite_is_recent_for_several_processes() == []


def test_writers_queue_a_power_cut_takes_nothing_and_the_driver_is_the_newer(tmp_path):
    """In a process of its own, where SQLite is the database whatever this run is on."""
    told = manage("shell", "--no-imports", "-c", QUESTIONS, LOCAL="True", DATA_DIR=str(tmp_path))
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 20_000,
        "foreign_keys": 1,
        "mmap_size": 0,
        "transactions": "IMMEDIATE",
        "version": pysqlite3.sqlite_version if pysqlite3 else sqlite3.sqlite_version,
        "version for others": sqlite3.sqlite_version,
    }


def test_a_number_larger_than_any_key_finds_nobody_and_is_never_stored(db):
    rows.ceremony(rows.award(), 2020)
    for absurd in (10**40, -(10**40)):
        assert not Ceremony.objects.filter(pk=absurd).exists()
        assert not Ceremony.objects.filter(pk__in=[absurd]).exists()
    with pytest.raises((OverflowError, DataError)), transaction.atomic():
        Ceremony.objects.update(number=10**40)

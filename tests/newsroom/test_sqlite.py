"""SQLite as a server wants it."""

import sqlite3

import pytest
from django.db import connection, connections

from newsroom import checks


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


# Not our database on the run for PostgreSQL; the run on SQLite has them all.
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="this is about SQLite")


@on_sqlite
@pytest.mark.django_db
def test_the_site_has_the_newer_sqlite_and_others_keep_python_s():
    pysqlite3 = pytest.importorskip("pysqlite3", reason="no wheel for this machine")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        assert cursor.fetchone() == (pysqlite3.sqlite_version,)
    assert sqlite3.connect.__module__ == "_sqlite3"
    assert issubclass(connection.Database.IntegrityError, pysqlite3.Error)


@on_sqlite
def test_writers_queue_and_a_power_cut_takes_nothing(tmp_path, django_db_blocker):
    options = {name: it for name, it in connection.settings_dict.items() if name != "TEST"}
    database = connections["default"].__class__(options | {"NAME": str(tmp_path / "db.sqlite3")})
    pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "mmap_size")
    with django_db_blocker.unblock(), database.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone() for name in pragmas}
    assert database.transaction_mode == "IMMEDIATE"
    database.close()
    assert found == {
        "journal_mode": ("wal",),
        "synchronous": (2,),
        "busy_timeout": (20_000,),
        "foreign_keys": (1,),
        "mmap_size": (0,),
    }

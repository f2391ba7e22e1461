"""Two people at once, each with a connection of their own to one database."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager

import pytest
from django.db import connection, transaction

# What waits for another transaction, or would overwrite what it wrote.
WAITS = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE")
LONG = 60  # seconds: longer than any lock is waited for, so that a hang fails


@pytest.fixture
def db(transactional_db):
    """The test database, in which what one connection commits is seen by the other."""


class Colleague:
    """Somebody who does one thing in a thread, on a connection of their own."""

    def __init__(self, does):
        self.does = does
        self.pid = 0  # of the connection's server process, on PostgreSQL
        self.has_to_wait = threading.Event()

    def begins(self):
        thread = ThreadPoolExecutor(1)
        self.done = thread.submit(self._run)
        self.done.add_done_callback(lambda _: self.has_to_wait.set())
        thread.shutdown(wait=False)

    def _run(self):
        with closing(connection):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    self.pid = cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
            with connection.execute_wrapper(self._watch):
                return self.does()

    def _watch(self, execute, sql, params, many, context):
        if sql.startswith(WAITS) or "FOR UPDATE" in sql:
            self.has_to_wait.set()
        return execute(sql, params, many, context)

    def comes_to_a_lock(self):
        """Return once the colleague has read what they could, and waits for us or is done."""
        assert self.has_to_wait.wait(LONG)
        while connection.vendor == "postgresql" and not self.done.done():
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [self.pid])
                if cursor.fetchone()[0]:
                    return
            wait([self.done], 0.01)

    @property
    def error(self):
        return self.done.exception(LONG)

    @property
    def answer(self):
        return self.done.result(LONG)


@pytest.fixture
def meanwhile(db):
    """`with meanwhile(theirs) as colleague: mine()` does both at once, and writes mine first.

    `theirs` begins when mine is done but not committed, and reads what is there. Mine is committed
    once theirs waits for it. Then `colleague` has the answer or the error of theirs.
    """

    @contextmanager
    def meanwhile(theirs):
        colleague = Colleague(theirs)
        with transaction.atomic():
            yield colleague
            colleague.begins()
            colleague.comes_to_a_lock()
        wait([colleague.done], LONG)

    return meanwhile

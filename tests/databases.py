"""Proves that the tests marked `both_databases` reach all code that depends on the database.

A run on PostgreSQL takes only those tests. While it lasts, this plugin notes which functions of the
product are on the stack when a statement is sent or a row lock is asked for. At the end it fails the
run if a function with database-specific code was reached by none of its tests: mark one that does.
"""

import ast
import sys
from pathlib import Path

import pytest
from django.db.backends.signals import connection_created
from django.db.models import QuerySet

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "newsroom", "articles", "awards", "people", "photos", "search", "desk", "history", "press",
)  # fmt: skip

# What SQLite and PostgreSQL do differently: locks, errors, raw SQL, conflicts. Conditions that only
# build a query, such as __icontains, are on no stack when it is sent, so they can't be seen here.
CALLS = {"select_for_update", "cursor", "RawSQL", "raw", "extra", "Collate", "Lower", "Upper"}
ERRORS = {"IntegrityError", "DataError", "OperationalError", "DatabaseError"}
CONFLICTS = {"ignore_conflicts", "update_conflicts"}

# Code for SQLite alone: files, and functions that send nothing on PostgreSQL.
OF_SQLITE_ALONE = (
    "newsroom/sqlite/", "newsroom/checks.py", "newsroom/accounts/store.py", "press/store.py", "search/fts5.py",
)  # fmt: skip
SENDS_ON_SQLITE_ALONE = {"_make_on_sqlite", "is_sound", "refill"}

# What only builds a query with raw SQL: whoever called it sends the query.
BUILDS_ONLY = {"among"}

# What marked tests run in a process of its own, where the stack can't be seen from here.
IN_ANOTHER_PROCESS = {"_put_into_postgresql"}


def database_specific_functions(source):
    """Return the first line and name of each function in `source` with database-specific code.

    The first line is that of its first decorator, as Python counts it in a code object.
    """
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(map(_is_specific, _own_nodes(node))):
            found[min([node.lineno, *(each.lineno for each in node.decorator_list)])] = node.name
    return found


def _own_nodes(function):
    """Yield the nodes of a function without those of functions inside it."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


def _is_specific(node):
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        return any(isinstance(n, ast.Name) and n.id in ERRORS for n in ast.walk(node.type))
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in CALLS or any(keyword.arg in CONFLICTS for keyword in node.keywords)
    return False


def all_database_specific_functions():
    """Return {(path, first line): name} for the product, migrations left out."""
    found = {}
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            path = str(file.relative_to(ROOT))
            if "/migrations/" not in path and not path.startswith(OF_SQLITE_ALONE):
                for line, name in database_specific_functions(file.read_text()).items():
                    if name not in SENDS_ON_SQLITE_ALONE | IN_ANOTHER_PROCESS | BUILDS_ONLY:
                        found[path, line] = name
    return found


class Reached:
    """The pytest plugin; registered for a run of the marked tests on PostgreSQL."""

    def __init__(self, config):
        self.config = config
        self.codes = set()
        self.by_workers = set()
        self.is_worker = hasattr(config, "workerinput")
        self.unreached = []

    def note_stack(self):
        frame = sys._getframe(1)
        while frame:
            self.codes.add(frame.f_code)
            frame = frame.f_back

    def places(self):
        """Return (path, first line) of each function of the product that was on the stack."""
        root = f"{ROOT}/"
        return {
            (code.co_filename.removeprefix(root), code.co_firstlineno)
            for code in self.codes
            if code.co_filename.startswith(root)
        }

    def pytest_sessionstart(self):
        """Note every statement from now on: making the tables counts, too."""
        lock_rows = QuerySet.select_for_update

        def noted_lock(queryset, *args, **kwargs):
            self.note_stack()
            return lock_rows(queryset, *args, **kwargs)

        def noted_statement(execute, *args):
            self.note_stack()
            return execute(*args)

        def note_statements_of(connection, **kwargs):
            # A browser's tests, and the site's threads, have connections of their own.
            if noted_statement not in connection.execute_wrappers:
                connection.execute_wrappers.append(noted_statement)

        QuerySet.select_for_update = noted_lock
        connection_created.connect(note_statements_of, weak=False)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.by_workers |= {tuple(place) for place in node.workeroutput["reached"]}

    def pytest_sessionfinish(self, session, exitstatus):
        if self.is_worker:
            self.config.workeroutput["reached"] = sorted(self.places())
        elif exitstatus == pytest.ExitCode.OK and not self.config.option.collectonly:
            reached = self.places() | self.by_workers
            self.unreached = [
                f"{path}:{line} {name}"
                for (path, line), name in all_database_specific_functions().items()
                if (path, line) not in reached
            ]
            if self.unreached:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.unreached:
            terminalreporter.section("database-specific code without a test marked both_databases")
            terminalreporter.write_line("\n".join(self.unreached))

"""The instruments that other tests trust find what they are for."""

import datetime
import socket

import pytest
from django.utils import timezone

from tests.databases import all_database_specific_functions, database_specific_functions
from tests.validity import complaints

SOUND = b'<!doctype html><html lang="en"><head><title>A page</title></head><body><p>Sound.</p></body></html>'


def test_the_validator_finds_what_is_wrong_and_says_where():
    broken = SOUND.replace(b"<p>", b"<p><div>Not here</div>")
    found = complaints({"/sound/": SOUND, "/broken/": broken})
    assert {line.split(": ")[0] for line in found} == {"/broken/"}


def test_the_clock_stops_where_it_is_set(clock):
    nine = clock.set("2020-09-20 21:00:00")
    assert timezone.now() == nine == datetime.datetime(2020, 9, 21, 4, tzinfo=datetime.UTC)


def test_the_network_is_out_of_reach():
    with socket.socket() as line, pytest.raises(AssertionError, match=r"reach 192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


LOCKING = """
def locked(pk):
    return Story.objects.select_for_update().get(pk=pk)

def plain(pk):
    def found(name):
        return Story.objects.raw("SELECT 1")
    return Story.objects.get(pk=pk)

@transaction.atomic
def added(name):
    try:
        Story(name=name).save()
    except (IntegrityError, ValueError):
        return None

def moved(rows):
    Story.objects.bulk_create(rows, ignore_conflicts=True)
"""


def test_code_that_depends_on_the_database_is_found_by_function():
    found = database_specific_functions(LOCKING)
    assert {*found.values()} == {"locked", "found", "added", "moved"}


def test_a_decorated_function_is_known_by_the_line_of_its_first_decorator():
    lines = LOCKING.splitlines()
    at = {name: line for line, name in database_specific_functions(LOCKING).items()}
    assert lines[at["added"] - 1] == "@transaction.atomic"
    assert lines[at["locked"] - 1] == "def locked(pk):"


def test_the_locks_of_stories_are_among_the_code_that_depends_on_the_database():
    paths = {path for path, _ in all_database_specific_functions()}
    assert {"articles/saving.py", "people/merging.py", "search/tsvector.py"} <= paths
    assert not any("migrations" in path for path in paths)

"""The instruments that other tests trust find what they are for."""

import datetime
import socket

import pytest
from django.utils import timezone

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

"""Clients that send and take next to nothing: they stop nobody else, and are cut."""

import contextlib
import select
import socket
import sys
import time
from pathlib import Path

from newsroom.management.commands.serve import missing_protection
from tests.newsroom.server.conftest import SECONDS

EACH = 100
WAIT = 2  # seconds that anybody else waits at most


def slow_headers(server):
    connection = server.connect()
    connection.sendall(b"GET /told/ HTTP/1.1\r\nX: ")
    return connection


def slow_bodies(server):
    connection = server.connect()
    connection.sendall(server.head("POST /told/", "Content-Length: 5000") + b"a=")
    return connection


def slow_pictures(server):
    """People of the desk whose picture stops coming, when some of it is in a file."""
    connection = server.connect()
    head = server.head("POST /told/", "Content-Length: 9000000", f"Cookie: {server.cookie}")
    connection.sendall(head + bytes(70_000))
    return connection


def slow_readers(server):
    """Clients that ask for more than the system keeps for them, and take nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(server.head("GET /static/large.txt") * 2)
    return connection


def is_cut(connection):
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


def test_hundreds_of_slow_clients_stop_nobody_and_are_cut(server):
    senders, readers = (slow_headers, slow_bodies, slow_pictures), (slow_readers,)
    waited = []
    with contextlib.ExitStack() as stack:
        slow = [
            (stack.enter_context(kind(server)), kind in senders)
            for kind in senders + readers
            for _ in range(EACH)
        ]
        began = time.monotonic()
        while slow:
            assert time.monotonic() - began < 6 * SECONDS, len(slow)
            asked = time.monotonic()
            assert server.ask("POST /told/", "Content-Length: 3", body=b"a=b")[0] == 200
            assert server.ask("GET /health/alive/")[0] == 200
            waited.append(time.monotonic() - asked)
            slow = [each for each in slow if not is_cut(each[0])]
            for connection, sends in slow:
                if sends:
                    with contextlib.suppress(OSError):
                        connection.send(b"x")
            time.sleep(0.05)
    assert max(waited) < WAIT
    assert len(waited) > 5
    assert server.closes_its_files()


def waiting_in_the_system(server):
    """How many bytes Linux keeps for each client of the server that hasn't taken them."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = f"0100007F:{server.port:04X}"
    return [int(line[4].partition(":")[0], 16) for line in lines if line[1] == ours]


def test_the_system_keeps_little_for_a_client_that_takes_nothing(server):
    with slow_readers(server):
        until = time.monotonic() + 5
        while (kept := max(waiting_in_the_system(server))) < 100_000:
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.2)
        kept = max(waiting_in_the_system(server))
    assert kept < 800_000


def test_where_nothing_cuts_slow_readers_it_is_said_unless_only_we_can_reach_the_site(monkeypatch):
    strangers = ["0.0.0.0", "::", "10.1.2.3", "www.example.com"]
    assert {missing_protection(host) for host in strangers} == {""}
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "never disconnected" in missing_protection("0.0.0.0")
    assert len({missing_protection(host) for host in strangers}) == 1
    assert {missing_protection(host) for host in ("127.0.0.1", "::1", "localhost")} == {""}

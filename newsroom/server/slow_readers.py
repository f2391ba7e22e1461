"""Cuts clients that don't take their answer, and bounds what the system keeps for each.

The web server waits for them without end. Linux tells how much of what a connection has to send its
client has taken; on other systems nobody is cut.
"""

import os
import socket
import stat
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

SLOWEST = 1024  # bytes a second
KEPT = 256 * 1024
"""How many bytes Linux keeps for a client that hasn't taken them. By itself it goes up to 4 MB."""

# Linux's struct tcp_info, as far as it is read: the state, what the client hasn't confirmed (packets),
# what it has (bytes, at 120), and what can't be sent yet (bytes, at 144).
TCP_INFO = struct.Struct("=B23xI92xQ16xI")
LISTENS = 10
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: what is still to be sent is dropped when the connection is closed."""


def can_be_cut() -> bool:
    return sys.platform == "linux"


def watch(port: int, *, seconds: float) -> None:
    """Begin to cut, in a thread of its own, clients at `port` that are slow for `seconds`."""
    if can_be_cut():
        watcher = Watcher(port, seconds)
        threading.Thread(target=watcher.run, name="slow-readers", daemon=True).start()


@dataclass
class Seen:
    """A connection with something to send, as it was when we last looked.

    `credit`: the seconds that its client has left. They run out unless it takes SLOWEST bytes in each.
    """

    at: float
    taken: int
    credit: float


class Watcher:
    """Watches the connections that this process has at `port`."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.seconds = port, seconds
        self.sending: dict[int, Seen] = {}
        self.listens = False

    def run(self) -> None:
        pause = 0.1  # the server doesn't listen yet
        while True:
            time.sleep(pause)
            self.look(time.monotonic())
            if self.listens:
                pause = self.seconds / 8

    def look(self, now: float) -> None:
        """Look at each connection once; cut one whose client has no credit left."""
        before, self.sending = self.sending, {}
        for number, connection in _sockets(self.port):
            with connection, suppress(OSError):
                state, unconfirmed, taken, unsent = TCP_INFO.unpack(
                    connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO.size)
                )
                if state == LISTENS:
                    # The connections that it accepts have what it has.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT)
                    self.listens = True
                    continue
                if not (unconfirmed or unsent):
                    continue
                seen = Seen(now, taken, self.seconds)
                if number in before:
                    last = before[number]
                    earned = last.credit + (taken - last.taken) / SLOWEST
                    seen.credit = min(earned, self.seconds) - (now - last.at)
                if seen.credit > 0:
                    self.sending[number] = seen
                else:
                    _cut(connection)


def _sockets(port: int) -> Iterator[tuple[int, socket.socket]]:
    """Yield our sockets at `port`: the number of each, and a copy that the caller closes.

    The server may close its own at any moment, and the system give its place to another.
    """
    for name in os.listdir("/proc/self/fd"):
        try:
            copy = os.dup(int(name))
        except OSError:
            continue
        status = os.fstat(copy)
        if not stat.S_ISSOCK(status.st_mode):
            os.close(copy)
            continue
        found = socket.socket(fileno=copy)
        if found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockname()[1] == port:
            yield status.st_ino, found
        else:
            found.close()


def _cut(connection: socket.socket) -> None:
    """End a connection. The server hears of it, and closes its own copy."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.shutdown(socket.SHUT_RDWR)

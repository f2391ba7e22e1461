"""Disconnects clients that don't read their answers, and limits what the system buffers for each.

The web server would wait for them forever. Linux reports how much of an answer a client has received;
on other systems nobody is disconnected.
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
"""How many bytes Linux buffers for a client. By default it buffers up to 4 MB."""

# Linux's struct tcp_info, as far as it is read: the state, what the client hasn't confirmed (packets),
# what it has (bytes, at 120), and what can't be sent yet (bytes, at 144).
TCP_INFO = struct.Struct("=B23xI92xQ16xI")
LISTENS = 10
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: drop what hasn't been sent when the connection is closed."""


def can_be_cut() -> bool:
    return sys.platform == "linux"


def watch(port: int, *, seconds: float) -> None:
    """Start a thread that disconnects clients at `port` that are too slow for `seconds`."""
    if can_be_cut():
        watcher = Watcher(port, seconds)
        threading.Thread(target=watcher.run, name="slow-readers", daemon=True).start()


@dataclass
class Progress:
    """How far a connection with something to send had come when we last looked.

    `credit`: how many seconds its client has left. They run out unless it takes SLOWEST bytes a second.
    """

    at: float
    taken: int
    credit: float


class Watcher:
    """Watches the connections that this process has at `port`."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.seconds = port, seconds
        self.sending: dict[int, Progress] = {}
        self.listens = False

    def run(self) -> None:
        pause = 0.1  # until the server listens
        while True:
            time.sleep(pause)
            self.look(time.monotonic())
            if self.listens:
                pause = self.seconds / 8

    def look(self, now: float) -> None:
        """Check each connection once, and disconnect clients without credit left."""
        before, self.sending = self.sending, {}
        for number, connection in _sockets(self.port):
            with connection, suppress(OSError):
                state, unconfirmed, taken, unsent = TCP_INFO.unpack(
                    connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO.size)
                )
                if state == LISTENS:
                    # Connections that it accepts inherit this.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT)
                    self.listens = True
                    continue
                if not (unconfirmed or unsent):
                    continue
                seen = Progress(now, taken, self.seconds)
                if number in before:
                    last = before[number]
                    earned = last.credit + (taken - last.taken) / SLOWEST
                    seen.credit = min(earned, self.seconds) - (now - last.at)
                if seen.credit > 0:
                    self.sending[number] = seen
                else:
                    _cut(connection)


def _sockets(port: int) -> Iterator[tuple[int, socket.socket]]:
    """Yield this process's sockets at `port`: the inode of each, and a copy that the caller closes.

    A copy, since the server may close its own at any moment, and its number would then be reused.
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
    """Disconnect a client. The server notices, and closes its own socket."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.shutdown(socket.SHUT_RDWR)

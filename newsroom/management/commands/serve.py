import ipaddress
import os
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import checks, health
from newsroom.server import slow_readers

# How many clients may be connected to each process. More wait until others leave.
CONNECTIONS = 2048


class Command(BaseCommand):
    help = "Serves the site at HOST and PORT until it is stopped."

    def handle(self, **options: Any) -> None:
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("Static files aren’t collected. Run manage.py collectstatic.")
        refuse_a_port_in_use(settings.HOST, settings.PORT)
        if warning := missing_protection(settings.HOST):
            self.stderr.write(warning)
        workers = settings.WORKERS
        if workers > 1 and checks.sqlite_is_recent():
            self.stderr.write("Serving with one process: see newsroom.W001.")
            workers = 1
        allow_open_files()
        if warning := health.clock_is_behind():
            self.stderr.write(warning)
        self.stdout.write(f"{settings.PUBLICATION['name']} is at {settings.SITE_URL}/")
        self.stdout.flush()
        # It ends when this process does: exec keeps the process id.
        subprocess.Popen([sys.executable, "-m", "newsroom.daily", str(os.getpid())])
        if settings.KEPT_PAGES:
            manage = settings.BASE_DIR / "manage.py"
            subprocess.Popen([sys.executable, manage, "keep_pages_ready", str(os.getpid())])
        # exec replaces this process by the server. Workers forked from this one would inherit Django's
        # connections, and the first to write would hang.
        os.execv(sys.executable, [sys.executable, "-m", "granian", *server(workers=workers)])


def server(*, workers: int) -> list[str]:
    return [
        *("--interface", "asgi", "--no-ws", "--log-level", "error"),
        *("--host", settings.HOST, "--port", str(settings.PORT)),
        *("--workers", str(workers), "--backpressure", str(CONNECTIONS)),
        # Only HTTP/1: while the server detects the version, a client that sends nothing is never
        # disconnected.
        *("--http", "1", "--http1-buffer-size", str(64 * 1024)),
        *("--http1-header-read-timeout", str(settings.CLIENT_SECONDS * 1000)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "newsroom.asgi:application",
    ]


def missing_protection(host: str) -> str:
    """Return a warning if `host` is public and this system can't disconnect slow clients, else ""."""
    try:
        is_private = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_private = False
    if is_private or slow_readers.can_be_cut():
        return ""
    return (
        "On this system, clients that don’t read their answers are never disconnected. Put a proxy such"
        " as nginx in front, or run the site on Linux."
    )


def allow_open_files() -> None:
    """Raise the limit of open files as far as allowed, up to what the connections may need."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def refuse_a_port_in_use(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen at {host}, port {port}: {error.strerror}."
                f" Choose another port, as PORT={port + 1}."
            ) from error

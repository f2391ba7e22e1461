import os
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import checks, health

# Each thread may hold a database connection. The server's own default is up to 256 a worker; 16
# were stopped by a hundred clients that send slowly.
THREADS = 32


class Command(BaseCommand):
    help = "Serves the site at HOST and PORT until it is told to stop."

    def handle(self, **options: Any) -> None:
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("Static files are not collected: run manage.py collectstatic.")
        refuse_a_port_in_use(settings.HOST, settings.PORT)
        workers = settings.WORKERS
        if workers > 1 and checks.sqlite_is_recent():
            self.stderr.write("Serving with one process: see newsroom.W001.")
            workers = 1
        if wrong := health.clock_is_behind():
            self.stderr.write(wrong)
        self.stdout.write(f"{settings.PUBLICATION['name']} is at {settings.SITE_URL}/")
        self.stdout.flush()
        # It exits when this process does: exec keeps the process ID.
        subprocess.Popen([sys.executable, "-m", "newsroom.daily", str(os.getpid())])
        # The server takes this process over. Inside it, its forked workers would inherit Django's
        # connections, and the first to write would hang.
        os.execv(sys.executable, [sys.executable, "-m", "granian", *server(workers=workers)])


def server(*, workers: int) -> list[str]:
    return [
        # Below errors it only warns that THREADS is more than there are processors.
        *("--interface", "wsgi", "--no-ws", "--log-level", "error"),
        *("--host", settings.HOST, "--port", str(settings.PORT)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "newsroom.wsgi:application",
    ]


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

import os
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from newsroom import asgi, wsgi
from newsroom.refresher import Refresher


class Command(BaseCommand):
    help = (
        "Makes the pages that changes have dropped, as long as the server runs. `serve` starts it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("server", type=int, help="The number of the server’s process.")

    def handle(self, *, server: int, **options: Any) -> None:
        os.nice(10)
        refresher = Refresher(wsgi.application, asgi.open_store(), folder=settings.VAR / "incoming")
        with suppress(KeyboardInterrupt):
            refresher.run(server)

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts import log, tokens
from newsroom.models import User


class Command(BaseCommand):
    help = (
        "Prints a link that lets someone back in who has lost their password, passkeys and codes. It"
        " works once, within an hour: it sets a new password, and removes the passkeys, the"
        " authenticator app and the recovery codes."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                f"There is no user named “{username}”. User names are case-sensitive."
            )
        if not (user.is_active and user.is_staff):
            raise CommandError(
                f"The account of “{username}” is closed. A managing editor can open it at the desk."
            )
        log.write("way in printed", user, valid_for="one hour")
        self.stdout.write(tokens.WAY_IN.address_for(user))

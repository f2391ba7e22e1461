import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from newsroom.roles import MANAGING_EDITOR

USERNAME = "editor"


class Command(BaseCommand):
    help = (
        "Creates an editor for trying out the desk, and prints how to sign in. The password is random"
        " and kept in the data directory; --reset creates a new one."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--reset", action="store_true", help="give the editor a new password")

    def handle(self, *, reset: bool, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "The sample editor is only for your own machine (LOCAL=True)."
                " Here, create a real user: manage.py createsuperuser."
            )
        kept = settings.VAR / "sample-editor-password"
        editor, made = get_user_model().objects.get_or_create(
            username=USERNAME,
            defaults={
                "first_name": "Sample",
                "last_name": "Editor",
                "email": "editor@thecallsheet.example",
                "is_staff": True,
            },
        )
        editor.groups.add(Group.objects.get(name=MANAGING_EDITOR))
        if made or reset or not kept.exists():
            password = secrets.token_urlsafe(12)
            write_privately(kept, password)
            editor.set_password(password)
            editor.save(update_fields=["password"])
        password = kept.read_text().strip()
        self.stdout.write(f"user: {USERNAME}")
        if editor.check_password(password):
            self.stdout.write(f"password: {password}")
        else:
            self.stdout.write("The password was changed; sample_editor --reset creates a new one.")


def write_privately(file: Path, content: str) -> None:
    """Write a file that only its owner may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(content)

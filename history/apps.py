from django.apps import AppConfig
from django.db.models.signals import post_migrate

from history.permanence import protect_changes


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self) -> None:
        post_migrate.connect(protect_changes, sender=self)

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from press.triggers import make_triggers


class PressConfig(AppConfig):
    name = "press"

    def ready(self) -> None:
        post_migrate.connect(make_triggers, sender=self)

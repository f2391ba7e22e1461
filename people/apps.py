from django.apps import AppConfig
from django.db.models.signals import post_migrate

from people.permanence import protect_log


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        post_migrate.connect(protect_log, sender=self)

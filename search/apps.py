from django.apps import AppConfig
from django.db.models.signals import post_migrate

from search.schema import make


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        post_migrate.connect(make, sender=self)

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from articles.permanence import protect_revisions


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        post_migrate.connect(protect_revisions, sender=self)

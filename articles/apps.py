from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from articles.permanence import protect_revisions  # noqa: PLC0415 - models must be ready

        post_migrate.connect(protect_revisions, sender=self)

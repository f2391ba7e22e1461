from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from articles.permanence import protect_revisions
from articles.watched import WATCHES
from press.triggers import watch


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        watch(*WATCHES)
        post_migrate.connect(protect_revisions, sender=self)
        # The last of the apps whose tables it reads; models can be imported only now.
        write_missing = import_module("articles.desk_index").write_missing
        post_migrate.connect(write_missing, sender=apps.get_app_config("search"))

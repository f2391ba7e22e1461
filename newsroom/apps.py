from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401, PLC0415 - checks need the app registry


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, on the newsroom's own site. Settings name it: it is nobody's default."""

    default = False
    default_site = "newsroom.desk.Desk"

    def ready(self) -> None:
        super().ready()
        from taggit.models import Tag  # noqa: PLC0415 - models need the app registry

        # Tags are articles.Tag; the table that taggit brings stays empty.
        admin.site.unregister(Tag)

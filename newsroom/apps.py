from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate

from newsroom.watched import WATCHES
from press.triggers import watch


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self) -> None:
        watch(*WATCHES)
        from newsroom import checks, error_reports, roles  # noqa: F401, PLC0415 - checks need the app registry

        error_reports.begin()
        # After the permissions of all apps exist: auth comes last of them in INSTALLED_APPS.
        post_migrate.connect(roles.apply, sender=apps.get_app_config("auth"))


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with our own AdminSite. `default = False`, since settings name it explicitly."""

    default = False
    default_site = "newsroom.admin_site.site.Desk"

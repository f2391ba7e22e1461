from django.apps import AppConfig

from people.watched import WATCHES
from press.triggers import watch


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        watch(*WATCHES)

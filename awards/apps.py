from django.apps import AppConfig

from awards.watched import WATCHES
from press.triggers import watch


class AwardsConfig(AppConfig):
    name = "awards"

    def ready(self) -> None:
        watch(*WATCHES)

from django.apps import AppConfig

from photos.watched import WATCHES
from press.triggers import watch


class PhotosConfig(AppConfig):
    name = "photos"

    def ready(self) -> None:
        watch(*WATCHES)

"""Where pictures are, as the site wires them, with the plainest idea of what something public shows."""

from django.http import HttpResponseNotFound
from django.urls import path

from photos.views import picture


def shown(picture):
    return picture.caption == "shown"


def handler404(request, exception):
    return HttpResponseNotFound("Nothing here.")


urlpatterns = [
    path(
        "pictures/<slug:public_id>/<int:version>/<str:rendition>",
        picture,
        {"is_public": shown},
    ),
]

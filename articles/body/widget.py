"""The form widget for a story's text: the editor's configuration, modules and import map.

Without JavaScript it is a textarea with the story's HTML, which is cleaned the same way.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_prose_editor.widgets import importmap as package_map
from js_asset import ImportMap, Media, Script

from articles.body.links import EMBED_HOSTS
from articles.body.plain_text import WORDS_A_MINUTE
from articles.body.vocabulary import editor_extensions
from photos.rights_status import FILTERS, STATED
from photos.uploads import ACCEPTED_TYPES

LOOKUPS = ("records", "awards", "contests", "pictures", "shown")

# The editor's scripts import each other by these names, which the page's import map turns into hashed
# addresses.
SCRIPTS = settings.BASE_DIR / "static/js"
MODULES = [
    path.relative_to(SCRIPTS).with_suffix("").as_posix()
    for path in sorted((SCRIPTS / "desk/story").rglob("*.js"))
]
IMPORT_MAP = ImportMap(
    {"django-prose-editor/editor": package_map._data["imports"]["django-prose-editor/editor"]}
    | {name: f"js/{name}.js" for name in MODULES}
)


class StoryBodyWidget(forms.Textarea):
    """A textarea that the browser turns into the story's editor."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 24, "spellcheck": "true"} | (attrs or {}))

    @property
    def media(self) -> Media:
        return Media(importmap=IMPORT_MAP, js=[Script("js/desk/story/editor.js", type="module")])

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        config = json.dumps(configuration(), separators=(",", ":"))
        return {**super().build_attrs(base_attrs, extra_attrs), "data-story-editor": config}


def configuration() -> dict[str, Any]:
    """Return the editor's settings: the vocabulary, the addresses of its lookups, the sites that may be embedded."""
    return {
        "extensions": editor_extensions(),
        "lookups": {
            name: reverse("admin:articles_article_lookup", args=[name]) for name in LOOKUPS
        },
        "upload": reverse("admin:photos_picture_drop"),
        "takes": ACCEPTED_TYPES,
        "rights": FILTERS,
        "stated": STATED,
        "hosts": {host: service.name for host, service in EMBED_HOSTS.items()},
        "site": settings.SITE_URL,
        "wordsAMinute": WORDS_A_MINUTE,
    }


class WithNonce:
    """A mixin for a ModelAdmin whose form has the editor. It gives the import map a nonce.

    Browsers take an import map from an inline script only, which the Content-Security-Policy forbids
    without a nonce. No other page of the desk has one.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

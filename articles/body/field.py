"""The story's editor as a form's widget: its configuration, its modules and its import map.

Without JavaScript it is a textarea with the story's HTML, which saves through the same cleaner.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django_prose_editor.widgets import importmap as package_map
from js_asset import ImportMap, Media, Script

from articles.body.links import EMBED_HOSTS
from articles.body.plain_text import WORDS_A_MINUTE
from articles.body.vocabulary import editor_extensions
from photos.rights_status import FILTERS, STATED
from photos.uploads import ACCEPTED_TYPES

LOOKUPS = ("records", "awards", "contests", "pictures", "shown")

# The modules know each other by these names only: a relative import would load a second copy, under
# a name that isn't hashed.
MODULES = (
    "adding",
    "boxes",
    "bullets",
    "characters",
    "choices",
    "counting",
    "describing",
    "dialog",
    "dropping",
    "editor",
    "filling",
    "finding",
    "flattening",
    "grid",
    "icons",
    "inserting",
    "line",
    "lines",
    "library",
    "linker",
    "linking",
    "lists",
    "lookups",
    "marks",
    "omissions",
    "opening",
    "outline",
    "pasting",
    "quirks",
    "quotes",
    "reading",
    "runs",
    "sending",
    "speakers",
    "styles",
    "suggesting",
    "table_deeds",
    "table_moves",
    "tables",
    "tidying",
    "titles",
    "toolbar",
    "typography",
)
IMPORT_MAP = ImportMap(
    {"django-prose-editor/editor": package_map._data["imports"]["django-prose-editor/editor"]}
    | {f"desk/story/{name}": f"js/desk/story/{name}.js" for name in MODULES}
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
    """What the editor is told: the vocabulary, where to ask, and what it may show."""
    return {
        "extensions": editor_extensions(),
        "lookups": {
            name: reverse("admin:articles_article_lookup", args=[name]) for name in LOOKUPS
        },
        "upload": _address("admin:photos_picture_drop"),
        "takes": ACCEPTED_TYPES,
        "rights": FILTERS,
        "stated": STATED,
        "hosts": {host: service.name for host, service in EMBED_HOSTS.items()},
        "site": settings.SITE_URL,
        "wordsAMinute": WORDS_A_MINUTE,
    }


def _address(name: str) -> str:
    """Empty where the desk has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class WithNonce:
    """For a ModelAdmin whose form has the editor: the import map, inline by nature, is allowed.

    Nothing else on the desk has a nonce, and a page that doesn't ask for one allows none.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

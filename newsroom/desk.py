"""The desk: the admin site of the newsroom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from awards import nominated_for
from desk.pages import desk_page
from newsroom import (
    desk_home,
    desk_keys,
    desk_nav,
    desk_search,
    desk_times,
    jump,
    roles,
    site_health,
    uses,
)
from newsroom.shown import shown
from newsroom.templatetags.desk import zone_name
from photos.models import Picture
from words import times

if TYPE_CHECKING:  # it registers admins, which need this module first
    from people.models import Entity


class Suggestions(AutocompleteJsonView):
    """What a box suggests, as the rows' own admin orders, labels and explains it, if it does."""

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        ranked = getattr(self.model_admin, "ranked", None)
        return ranked(found, self.term) if ranked else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "suggestion", str)
        note = getattr(self.model_admin, "suggestion_note", lambda row: "")
        said = {"text": label(obj), "note": note(obj)}
        return super().serialize_result(obj, to_field_name) | said


class Shell:
    """What stands around every page of the desk. Its navigation is one query, when it is printed."""

    def __init__(self, site: Desk, request: HttpRequest) -> None:
        self.site = site
        self.request = request

    @cached_property
    def waiting(self) -> desk_nav.Waiting:
        return desk_nav.Waiting.of(self.request.user)

    @cached_property
    def nav(self) -> tuple[desk_nav.Group, ...]:
        return desk_nav.read(self.site, self.request, waiting=self.waiting)

    @cached_property
    def keys(self) -> tuple[desk_keys.Group, ...]:
        enters = self._may("awards.add_nominee")
        return desk_keys.read(self.nav, new_story=self.new_story, enters=enters)

    @cached_property
    def new_story(self) -> str:
        """Where a story is begun, or "" for who may not."""
        return reverse("admin:articles_article_add") if self._may("articles.add_article") else ""

    @cached_property
    def new_picture(self) -> str:
        return reverse("admin:photos_picture_add") if self._may("photos.add_picture") else ""

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def clock(self) -> str:
        return times.hour(self.now)

    @property
    def zone(self) -> str:
        return zone_name()

    def _may(self, permission: str) -> bool:
        return self.request.user.has_perm(permission)


# Addresses of Django's that we have our own for: this module's, and those of newsroom/accounts.
INSTEAD = {"view_on_site", "password_change", "password_change_done"}

# What apps bring to the admin and we have elsewhere: roles are in newsroom/roles.py, tags in articles.
ELSEWHERE = {
    "auth.group", "taggit.tag", "account.emailaddress", "account.emailconfirmation", "mfa.authenticator",
}  # fmt: skip


class Desk(admin.AdminSite):
    """Django's admin under the publication's name."""

    site_header = f"{settings.PUBLICATION['name']}: the desk"
    site_title = f"{settings.PUBLICATION['name']} desk"
    index_title = "The desk"
    index_template = "admin/index.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Except for what is kept elsewhere."""
        models = (
            model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        )
        ours = [model for model in models if model._meta.label_lower not in ELSEWHERE]
        super().register(ours, *args, **options)
        for model in ours:
            if model in self._registry:  # a model that another stands in for isn't
                desk_search.bound(self._registry[model])
                desk_times.bound(self._registry[model])

    def nominations_of(self, entity: Entity) -> dict[str, Any]:
        """What the form of a person, company or production prints of its nominations."""
        return nominated_for.form_context(entity)

    def uses_of(self, picture: Picture, user: AbstractUser) -> list[uses.Uses]:
        """Where a picture is used. Five queries."""
        return uses.uses_of(picture, user=user)

    def shows(self, picture: Picture) -> bool:
        """Whether readers have a picture now. At most two queries."""
        return shown(picture)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """`shell` is None for who is not signed in to the desk. Runs no query itself."""
        allowed = self.has_permission(request)
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/",
            "has_permission": allowed,
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "shell": Shell(self, request) if allowed else None,
        }

    def get_urls(self) -> list[Any]:
        ours = (("jump", self.jump), ("keys", self.keys), ("roles", self.roles))
        mine = [path(f"{name}/", self.admin_view(view), name=name) for name, view in ours]
        mine += [
            path("site-health/", self.admin_view(self.site_health), name="site_health"),
            path(
                "r/<int:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
        ]
        return mine + [
            each for each in super().get_urls() if getattr(each, "name", "") not in INSTEAD
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the page that signs in, with the same address: newsroom/accounts has it."""
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The desk's home."""
        shell = Shell(self, request)
        home = desk_home.read(request.user, at=shell.now, waiting_for=shell.waiting)
        return self._page(request, "index", home.title, home=home, shell=shell)

    def jump(self, request: HttpRequest) -> HttpResponse:
        """What the search finds: a page, or with `list=1` the list that drops from the box."""
        asked = request.GET.get("q", "")
        as_list = bool(request.GET.get("list"))
        found = jump.find(
            asked,
            user=request.user,
            may_open=lambda label: desk_nav.may_open(self, request, label),
            places=desk_nav.read(self, request, waiting=desk_nav.Waiting()),
            each=jump.IN_LIST if as_list else jump.ON_PAGE,
        )
        template = "parts/jump_list" if as_list else "jump"
        return self._page(request, template, "Find", found=found, asked=asked.strip())

    def keys(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, "keys", "Keys")

    def roles(self, request: HttpRequest) -> HttpResponse:
        mine = {group.name for group in request.user.groups.all()}
        table = {"roles": roles.ROLES, "rows": roles.TABLE, "mine": mine}
        return self._page(request, "roles", "Who may do what", **table)

    def site_health(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(site_health.NEEDS):
            raise PermissionDenied
        return self._page(request, "site_health", "Site health", site=site_health.read())

    def view_on_site(
        self, request: HttpRequest, content_type_id: int, object_id: str
    ) -> HttpResponse:
        """Lead on to the page that readers have of a row.

        404 for a row that has none, and the same for one that the user may not see at the desk.
        """
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model_admin = self._registry.get(kind.model_class()) if kind else None
        row = model_admin.get_object(request, object_id) if model_admin else None
        if row is None or not model_admin.has_view_permission(request, row):
            raise Http404
        own_rule = model_admin.view_on_site
        find = getattr(row, "get_absolute_url", None)
        address = own_rule(row) if callable(own_rule) else find and find()
        if not address:
            raise Http404
        return redirect(address)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Suggestions.as_view(admin_site=self)(request)

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        return desk_page(request, f"admin/{name}.html", admin_site=self, title=title, **context)

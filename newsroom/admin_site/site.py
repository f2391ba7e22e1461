"""The desk: Django's admin site under the publication's name, with pages of our own."""

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
from newsroom import picture_uses, roles, site_health
from newsroom.admin_site import jump, navigation, search, times
from newsroom.admin_site.home import build_home
from newsroom.admin_site.keys import KeyGroup, keyboard_shortcuts
from newsroom.public_pictures import is_public_picture
from newsroom.templatetags.desk import zone_name
from photos.models import Picture
from words.characters import without_nul
from words.times import hour

if TYPE_CHECKING:  # it registers admins, which need this module first
    from people.models import Entity


class Suggestions(AutocompleteJsonView):
    """Suggestions for an autocomplete box.

    The rows' own admin may rank them (`ranked`), label them (`suggestion`) and add a note
    (`suggestion_note`).
    """

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        ranked = getattr(self.model_admin, "ranked", None)
        return ranked(found, without_nul(self.term)) if ranked else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "suggestion", str)
        note = getattr(self.model_admin, "suggestion_note", lambda row: "")
        texts = {"text": label(obj), "note": note(obj)}
        return super().serialize_result(obj, to_field_name) | texts


class Shell:
    """The frame around every page of the desk. One query, when a template prints the navigation."""

    def __init__(self, site: Desk, request: HttpRequest) -> None:
        self.site = site
        self.request = request

    @cached_property
    def waiting(self) -> navigation.Waiting:
        return navigation.Waiting.of(self.request.user)

    @cached_property
    def nav(self) -> tuple[navigation.PlaceGroup, ...]:
        return navigation.navigation(self.site, self.request, waiting=self.waiting)

    @cached_property
    def keys(self) -> tuple[KeyGroup, ...]:
        has_boards = self._may("awards.add_nominee")
        return keyboard_shortcuts(self.nav, new_story=self.new_story, has_boards=has_boards)

    @cached_property
    def new_story(self) -> str:
        """The address for a new story, "" if the user may not add one."""
        return reverse("admin:articles_article_add") if self._may("articles.add_article") else ""

    @cached_property
    def new_picture(self) -> str:
        return reverse("admin:photos_picture_add") if self._may("photos.add_picture") else ""

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def clock(self) -> str:
        return hour(self.now)

    @property
    def zone(self) -> str:
        return zone_name()

    def _may(self, permission: str) -> bool:
        return self.request.user.has_perm(permission)


# Django's addresses that this module and newsroom/accounts replace.
REPLACED = {"view_on_site", "password_change", "password_change_done"}

# Models that other apps register and we manage elsewhere: groups are newsroom/roles.py, tags articles.Tag.
UNREGISTERED = {
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
        """Register models, except those of UNREGISTERED; lists of all get our search and our times."""
        models = (
            model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        )
        ours = [model for model in models if model._meta.label_lower not in UNREGISTERED]
        super().register(ours, *args, **options)
        for model in ours:
            if model in self._registry:  # Django leaves out a model that was swapped for another
                search.limit_search(self._registry[model])
                times.format_moments(self._registry[model])

    def nominations_of(self, entity: Entity) -> dict[str, Any]:
        """Return the nominations that the form of a person, company or production shows."""
        return nominated_for.form_context(entity)

    def uses_of(self, picture: Picture, user: AbstractUser) -> list[picture_uses.Uses]:
        """Return where a picture is used. Five queries."""
        return picture_uses.uses_of(picture, user=user)

    def is_public_picture(self, picture: Picture) -> bool:
        """Return whether readers can see a picture now. At most two queries."""
        return is_public_picture(picture)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the context of every page. `shell` is None for anyone not signed in. No query."""
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
            each for each in super().get_urls() if getattr(each, "name", "") not in REPLACED
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Redirect to the sign-in page of newsroom/accounts, which leads back here."""
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the dashboard."""
        shell = Shell(self, request)
        home = build_home(request.user, at=shell.now, waiting_for=shell.waiting)
        return self._page(request, "index", home.title, home=home, shell=shell)

    def jump(self, request: HttpRequest) -> HttpResponse:
        """Show what the desk's search finds: a page, or with `list=1` the list below the box."""
        typed = request.GET.get("q", "")
        as_list = bool(request.GET.get("list"))
        found = jump.find(
            typed,
            user=request.user,
            may_open=lambda label: navigation.may_open(self, request, label),
            places=navigation.navigation(self, request, waiting=navigation.Waiting()),
            each=jump.IN_LIST if as_list else jump.ON_PAGE,
        )
        template = "parts/jump_list" if as_list else "jump"
        return self._page(request, template, "Search", found=found, typed=typed.strip())

    def keys(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, "keys", "Keys")

    def roles(self, request: HttpRequest) -> HttpResponse:
        mine = {group.name for group in request.user.groups.all()}
        table = {"roles": roles.ROLES, "rows": roles.TABLE, "mine": mine}
        return self._page(request, "roles", "Roles and permissions", **table)

    def site_health(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(site_health.NEEDS):
            raise PermissionDenied
        return self._page(
            request, "site_health", "Site health", site=site_health.read_site_health()
        )

    def view_on_site(
        self, request: HttpRequest, content_type_id: int, object_id: str
    ) -> HttpResponse:
        """Redirect to a row's public page.

        404 if it has none, and just the same if the user may not see the row at the desk.
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

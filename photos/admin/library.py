"""The library: a grid of pictures, a page for each, and replacing or deleting one everywhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from desk.pages import desk_page
from history.admin import HistoryAdmin
from photos import editing, file_suggestions, uploads
from photos.admin.cards import Card
from photos.admin.forms import (
    DropForm,
    NewPictureForm,
    PictureForm,
    ReplaceForm,
)
from photos.admin.uploading import describe, drop
from photos.models import Picture
from photos.renditions import Rendition
from photos.rights_status import rights_status

SHOWN_CROPS = {
    "wide": "2:1, over a story",
    "card": "3:2, on cards",
    "square": "1:1, in lists",
    "portrait": "4:5, people",
    "poster": "2:3, productions",
}


OTHER_PAGES = {"_addanother", "_popup"}  # buttons that lead elsewhere after adding


class NeedsFilter(admin.SimpleListFilter):
    title = "what it needs"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("clearing", "A credit or rights"),
            ("license", "A new license soon"),
            ("alt", "Alt text"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> Any:
        if self.value() == "clearing":
            return queryset.uncleared()
        if self.value() == "license":
            return queryset.ending()
        return queryset.filter(alt="") if self.value() == "alt" else queryset


class ShapeFilter(admin.SimpleListFilter):
    title = "shape"
    parameter_name = "shape"
    shapes = {
        "wide": ("Wide", Q(width__gt=F("height"))),
        "tall": ("Tall", Q(width__lt=F("height"))),
        "square": ("Square", Q(width=F("height"))),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(name, label) for name, (label, _) in self.shapes.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> Any:
        _, condition = self.shapes.get(self.value() or "", ("", Q()))
        return queryset.filter(condition)


@admin.register(Picture)
class PictureAdmin(HistoryAdmin):
    saves_in_a_transaction = False  # the file is written before its row
    fields_not_shown = ("version",)
    list_display = ["title"]
    list_filter = ["rights", NeedsFilter, "kind", ShapeFilter]
    list_per_page = 48
    list_max_show_all = 48
    show_full_result_count = False
    actions = None
    search_fields = ["title", "alt", "caption", "credit", "source", "public_id"]

    def get_urls(self) -> list[Any]:
        mine = [
            path("drop/", self.admin_site.admin_view(self.drop_view), name="photos_picture_drop"),
            path(
                "<int:pk>/words/",
                self.admin_site.admin_view(require_POST(self.words_view)),
                name="photos_picture_words",
            ),
            path(
                "<int:pk>/replace/",
                self.admin_site.admin_view(self.replace_view),
                name="photos_picture_replace",
            ),
        ]
        return mine + super().get_urls()

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Let users describe pictures that they added, whatever their role, until they are public."""
        if super().has_change_permission(request, obj):
            return True
        mine = obj is not None and obj.added_by_id == request.user.pk
        return (
            mine and self.has_add_permission(request) and not self.admin_site.is_public_picture(obj)
        )

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = PictureForm if obj else NewPictureForm
        return super().get_form(request, obj, **({"form": form} | kwargs))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (
                None,
                {
                    "fields": [
                        *([] if obj else ["file"]),
                        "title",
                        "kind",
                        "alt",
                        "caption",
                        "taken_on",
                    ]
                },
            ),
            (
                "Rights",
                {
                    "fields": [
                        "credit",
                        "source",
                        "copyright",
                        "rights",
                        "license_ends_on",
                        "rights_note",
                    ]
                },
            ),
            ("Focal point", {"fields": [("focal_x", "focal_y")]}),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and "cl" in (response.context_data or {}):
            cards = [Card.of(picture) for picture in response.context_data["cl"].result_list]
            response.context_data |= {
                "cards": cards,
                "drop_form": DropForm(),
                "taken": uploads.ACCEPTED_TYPES,
            }
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        obj = kw.get("obj")
        if obj is not None:
            context |= {
                "crop_images": [
                    (name, label, one.url(obj), *one.size(obj))
                    for name, label in SHOWN_CROPS.items()
                    for one in [Rendition.at_most(320, obj, name)]
                ],
                "whole": Rendition.at_most(1200, obj).url(obj),
                "status": rights_status(obj),
                "uses": self.uses_of(obj, request.user),
                "show_save_and_add_another": False,
            }
        return super().render_change_form(request, context, *args, **kw)

    def uses_of(self, picture: Picture, user: Any) -> list[Any]:
        """Return where the apps above use it, in groups without empty ones. The admin site knows them."""
        find_uses = getattr(self.admin_site, "uses_of", None)
        return find_uses(picture, user) if find_uses else []

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:  # noqa: FBT001
        values = dict(form.cleaned_data)
        if not change:
            file = values.pop("file")
            obj.pk = editing.add(by=request.user, file=file, **values).pk
            obj.refresh_from_db()
            if file.remark:
                self.message_user(request, file.remark)
            return
        x, y = values.pop("focal_x"), values.pop("focal_y")
        with transaction.atomic():
            editing.describe(obj, by=request.user, **values)
            editing.focus(obj, by=request.user, x=x, y=y)

    def response_add(self, request: HttpRequest, obj: Picture, *args: Any, **kwargs: Any) -> Any:
        """Go on to the picture's page if its file suggests more than was typed."""
        if file_suggestions.suggestions(obj) and request.POST.keys().isdisjoint(OTHER_PAGES):
            messages.info(
                request,
                f"Added “{obj}”. Its file has more information: check the suggestions, then save.",
            )
            return redirect(reverse("admin:photos_picture_change", args=[obj.pk]))
        return super().response_add(request, obj, *args, **kwargs)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        editing.remove(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Delete a picture that isn't used; for any other, show where it is."""
        picture = self.get_object(request, object_id)
        if picture is None or not self.has_delete_permission(request, picture):
            return super().delete_view(request, object_id, extra_context)
        uses = self.uses_of(picture, request.user)
        if uses and request.method == "POST":
            messages.error(
                request,
                "It’s still used, so it wasn’t deleted. Remove it there first, or replace it.",
            )
            return redirect(reverse("admin:photos_picture_change", args=[picture.pk]))
        may_replace = self.has_change_permission(request, picture)
        context = {"uses": uses, "picture": picture, "may_replace": may_replace}
        return super().delete_view(request, object_id, context | (extra_context or {}))

    def drop_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return drop(request)

    def words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        picture = self.get_object(request, str(pk))
        if picture is None:
            raise Http404
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        return describe(request, picture)

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows where the picture is used; POST with a `file` replaces it everywhere."""
        picture = self.get_object(request, str(pk))
        if picture is None:
            raise Http404
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        form = ReplaceForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._replace(request, picture, form.cleaned_data["file"])
        return desk_page(
            request,
            "admin/photos/picture/replace.html",
            admin_site=self.admin_site,
            title=f"Replace “{picture}”",
            opts=self.opts,
            picture=picture,
            whole=Rendition.at_most(640, picture).url(picture),
            uses=self.uses_of(picture, request.user),
            form=form,
        )

    def _replace(self, request: HttpRequest, picture: Picture, file: Any) -> HttpResponse:
        editing.replace(picture, by=request.user, file=file)
        done = f"Replaced “{picture}” everywhere. Check that its focal point and description still fit."
        messages.success(request, " ".join(filter(None, [done, file.remark])))
        return redirect(reverse("admin:photos_picture_change", args=[picture.pk]))

"""The library: a grid of pictures, a page for each, and the two verbs that touch every use of one."""

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
from photos.rights_status import standing

SHOWN_CROPS = {
    "wide": "2:1, over a story",
    "card": "3:2, on cards",
    "square": "1:1, in lists",
    "portrait": "4:5, people",
    "poster": "2:3, productions",
}


STAYS = {"_addanother", "_popup"}  # of who adds a picture and wants another page than its own


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
    saves_in_a_transaction = False  # a file is written before its row is
    untold_fields = ("version",)
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
        """Whoever added a picture says what it is, whatever their role, until readers have it."""
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
                "taken": uploads.TAKEN,
            }
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        obj = kw.get("obj")
        if obj is not None:
            context |= {
                "crop_images": [
                    (name, said, one.url(obj), *one.size(obj))
                    for name, said in SHOWN_CROPS.items()
                    for one in [Rendition.at_most(320, obj, name)]
                ],
                "whole": Rendition.at_most(1200, obj).url(obj),
                "standing": standing(obj),
                "uses": self.uses_of(obj, request.user),
                "show_save_and_add_another": False,
            }
        return super().render_change_form(request, context, *args, **kw)

    def uses_of(self, picture: Picture, user: Any) -> list[Any]:
        """What the apps above show it in, as the site knows them: groups of uses, without empty ones."""
        asked = getattr(self.admin_site, "uses_of", None)
        return asked(picture, user) if asked else []

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:  # noqa: FBT001
        said = dict(form.cleaned_data)
        if not change:
            file = said.pop("file")
            obj.pk = editing.add(by=request.user, file=file, **said).pk
            obj.refresh_from_db()
            if file.remark:
                self.message_user(request, file.remark)
            return
        x, y = said.pop("focal_x"), said.pop("focal_y")
        with transaction.atomic():
            editing.describe(obj, by=request.user, **said)
            editing.focus(obj, by=request.user, x=x, y=y)

    def response_add(self, request: HttpRequest, obj: Picture, *args: Any, **kwargs: Any) -> Any:
        """Leads on to what the file says of itself, where that is more than was typed."""
        if file_suggestions.offers(obj) and request.POST.keys().isdisjoint(STAYS):
            messages.info(
                request,
                f"Added “{obj}”. The file says more than you have typed: check what it offers, then save.",
            )
            return redirect(reverse("admin:photos_picture_change", args=[obj.pk]))
        return super().response_add(request, obj, *args, **kwargs)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        editing.remove(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Removes a picture that nothing shows; of any other it says what does."""
        picture = self.get_object(request, object_id)
        if picture is None or not self.has_delete_permission(request, picture):
            return super().delete_view(request, object_id, extra_context)
        uses = self.uses_of(picture, request.user)
        if uses and request.method == "POST":
            messages.error(
                request,
                "It is still used, and so it stays. Take it out there first, or replace it.",
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
        """GET says where it will change; POST of a `file` shows that one everywhere at once."""
        picture = self.get_object(request, str(pk))
        if picture is None:
            raise Http404
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        form = ReplaceForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._replaced(request, picture, form.cleaned_data["file"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Replace “{picture}”",
            "picture": picture,
            "whole": Rendition.at_most(640, picture).url(picture),
            "uses": self.uses_of(picture, request.user),
            "form": form,
        }
        return TemplateResponse(request, "admin/photos/picture/replace.html", context)

    def _replaced(self, request: HttpRequest, picture: Picture, file: Any) -> HttpResponse:
        editing.replace(picture, by=request.user, file=file)
        said = f"“{picture}” is the new file everywhere now. Look whether its focal point and words still fit."
        messages.success(request, " ".join(filter(None, [said, file.remark])))
        return redirect(reverse("admin:photos_picture_change", args=[picture.pk]))

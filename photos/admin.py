"""The picture desk in the admin. It writes through `photos/filing.py` only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from photos import filing, uploads
from photos.models import Picture
from photos.renditions import CROPS, Rendition


class PictureFile(forms.FileField):
    """A file that comes out as `uploads.Accepted`, or is refused with the reason."""

    def __init__(self, **kwargs: Any) -> None:
        accept = "image/jpeg,image/png,image/webp,image/avif,image/gif"
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> uploads.Accepted | None:
        file = super().clean(data, initial)
        if not file:
            return None
        answer = looked_at(file)
        if isinstance(answer, uploads.Refused):
            raise ValidationError(answer.sentence)
        return answer


def looked_at(file: UploadedFile) -> uploads.Accepted | uploads.Refused:
    """Return what `uploads.accept` makes of an uploaded file; it is asked once for each file."""
    answer = getattr(file, "looked_at", None)
    if answer is None:
        try:
            answer = uploads.accept(file)
        except uploads.Refused as refused:
            answer = refused
        file.looked_at = answer  # type: ignore[attr-defined]
    return answer


class PictureForm(forms.ModelForm):
    file = PictureFile(
        help_text="JPEG, PNG, WebP, AVIF or GIF, at most 40 MB. Its name and all it says about place, "
        "camera and owner are forgotten; write credit and source below.",
    )

    class Meta:
        model = Picture
        fields = [*sorted(filing.WORDS), "focal_x", "focal_y"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2, "cols": 80}) for name in ("alt", "caption")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["file"].required = False
            self.fields["file"].label = "Another file"


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ["thumbnail", "title", "credit", "rights", "kind", "pixels", "added_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = ["rights", "kind"]
    list_per_page = 50
    search_fields = ["title", "alt", "caption", "credit", "source", "public_id"]
    readonly_fields = ["crops", "public_id", "pixels", "version", "added_at", "added_by"]

    def get_fieldsets(self, request, obj=None):
        rights = ["credit", "source", "rights", "rights_note"]
        focus = [("focal_x", "focal_y"), *(["crops"] if obj else [])]
        facts = self.readonly_fields[1:] if obj else []
        return [
            (None, {"fields": ["file", "title", "kind", "alt", "caption"]}),
            ("Rights", {"fields": rights}),
            ("Focal point", {"fields": focus}),
            *([("Facts", {"fields": facts})] if facts else []),
        ]

    @admin.display(description="")
    def thumbnail(self, picture):
        return _shown(picture, Rendition(160, "square"), 64)

    @admin.display(description="what each crop shows")
    def crops(self, picture):
        renditions = (Rendition.at_most(320, picture, crop) for crop in CROPS)
        return format_html_join(" ", "{}", ((_shown(picture, each, 160),) for each in renditions))

    @admin.display(description="pixels", ordering="width")
    def pixels(self, picture):
        return f"{picture.width:,} × {picture.height:,}"

    def changeform_view(self, request, *args, **kwargs):
        # Before the admin opens its transaction: on SQLite nobody else can write while one is open,
        # and the largest picture takes seconds.
        if request.method == "POST" and self.has_view_or_change_permission(request):
            for file in request.FILES.getlist("file")[:1]:
                looked_at(file)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        said = dict(form.cleaned_data)
        file = said.pop("file")
        if not change:
            obj.pk = filing.add(by=request.user, file=file, **said).pk
            obj.refresh_from_db()
        else:
            x, y = said.pop("focal_x"), said.pop("focal_y")
            filing.describe(obj, by=request.user, **said)
            filing.focus(obj, by=request.user, x=x, y=y)
            if file:
                filing.replace(obj, by=request.user, file=file)
        if file and file.remark:
            self.message_user(request, file.remark)

    def delete_model(self, request, obj):
        filing.remove(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for picture in queryset:
            filing.remove(picture, by=request.user)


def _shown(picture: Picture, rendition: Rendition, width: int) -> SafeString:
    across, down = rendition.size(picture)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        rendition.url(picture),
        rendition.crop,
        width,
        round(width * down / across),
    )

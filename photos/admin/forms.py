"""The forms of a picture: its file, its words and its focal point."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html

from photos import editing, file_suggestions, uploads
from photos.models import Picture
from photos.rights_status import MEANING

FILE_NAME = re.compile(
    r".*\.(jpe?g|png|webp|avif|gif|heic|tiff?|svg|raw)|(img|dsc[fn]?|pxl|mvimg)[-_ ]?\d[\w-]*",
    re.IGNORECASE,
)
FILE_HELP = (
    "JPEG, PNG, TIFF, WebP, AVIF or GIF, at most 40 MB. Its name, location and camera data are "
    "dropped; its credit, source, description and copyright are suggested to you."
)


class PictureFile(forms.FileField):
    """A file field whose value is `uploads.Accepted`; a file that is refused is an error."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": uploads.ACCEPTED_TYPES}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> uploads.Accepted | None:
        file = super().clean(data, initial)
        if not file:
            return None
        answer = accept_once(file)
        if isinstance(answer, uploads.Refused):
            raise ValidationError(answer.sentence)
        return answer


def accept_once(file: UploadedFile) -> uploads.Accepted | uploads.Refused:
    """Return the result of `uploads.accept` for an uploaded file, which is decoded only once."""
    answer = getattr(file, "accepted", None)
    if answer is None:
        try:
            answer = uploads.accept(file)
        except uploads.Refused as refused:
            answer = refused
        file.accepted = answer  # type: ignore[attr-defined]
    return answer


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PictureForm(forms.ModelForm):
    """The words of a picture, and its focal point. Each choice of rights has its meaning beside it.

    The file's own metadata is filled into empty fields, and shown beside fields with another value. It
    counts once the form is saved.
    """

    class Meta:
        model = Picture
        fields = [*editing.WORDS, "focal_x", "focal_y"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2, "cols": 80})
            for name in ("alt", "caption", "rights_note")
        } | {
            name: forms.NumberInput(attrs={"min": 0, "max": 100}) for name in ("focal_x", "focal_y")
        }
        widgets |= {name: day_input() for name in ("taken_on", "license_ends_on")}

    def clean_alt(self) -> str:
        alt: str = self.cleaned_data["alt"]
        if FILE_NAME.fullmatch(alt.strip()):
            raise ValidationError(
                "This is a file name. Describe what the picture shows, or leave it empty."
            )
        return alt

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in file_suggestions.suggestions(self.instance).items():
            if name in self.fields:
                self._suggest(name, text)
        if "rights" in self.fields:  # missing if the user may only view
            explained = [
                (rights.value, format_html("<b>{}</b> {}", rights.label.partition(":")[0], meaning))
                for rights, meaning in MEANING.items()
            ]
            self.fields["rights"].widget = forms.RadioSelect(choices=explained)

    def _suggest(self, name: str, text: str) -> None:
        field = self.fields[name]
        if self.initial.get(name):
            note = f"The file says: “{text}”"
        else:
            self.initial[name] = text
            note = "From the file. Check it, then save."
        field.help_text = format_html('<b class="from-file">{}</b> {}', note, field.help_text)


class DescribeForm(PictureForm):
    """The fields that a new picture needs before it can be published, for the story's screen."""

    class Meta(PictureForm.Meta):
        fields = ["credit", "alt", "rights"]


class NewPictureForm(PictureForm):
    file = PictureFile(help_text=f"{FILE_HELP} Enter credit and source below.")


class ReplaceForm(forms.Form):
    file = PictureFile(label="New file", help_text=FILE_HELP)


class DropForm(forms.Form):
    """What applies to all files that are dropped together; the title only to one sent by script."""

    title = forms.CharField(required=False, max_length=200)
    credit = forms.CharField(required=False, max_length=200)
    source = forms.CharField(required=False, max_length=200)
    rights = forms.ChoiceField(
        required=False,
        choices=[
            (rights.value, f"{rights.label.partition(':')[0]}: {meaning}")
            for rights, meaning in MEANING.items()
        ],
    )

    license_ends_on = forms.DateField(required=False, label="License ends on", widget=day_input())

    def words(self) -> dict[str, Any]:
        """Return the fields that were filled in, as `editing.add` takes them."""
        return {name: text for name, text in self.cleaned_data.items() if text}

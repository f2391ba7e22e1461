"""What is asked about a picture: its file, its words, and where a crop must not cut."""

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

A_FILES_NAME = re.compile(
    r".*\.(jpe?g|png|webp|avif|gif|heic|tiff?|svg|raw)|(img|dsc[fn]?|pxl|mvimg)[-_ ]?\d[\w-]*",
    re.IGNORECASE,
)
FILE_HELP = (
    "JPEG, PNG, TIFF, WebP, AVIF or GIF, at most 40 MB. Its name and what it says about place and camera "
    "are forgotten; its credit, source, description and copyright are offered to you."
)


class PictureFile(forms.FileField):
    """A file that comes out as `uploads.Accepted`, or is refused with the reason."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": uploads.TAKEN}))
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


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PictureForm(forms.ModelForm):
    """The words of a picture, and its focal point. What the rights mean stands beside each.

    What the file says of itself is offered: in a field that is empty, beside one that says
    something else. It becomes the picture's when the form is saved.
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
        if A_FILES_NAME.fullmatch(alt.strip()):
            raise ValidationError(
                "That is a file’s name. Say what the picture shows, or leave it empty."
            )
        return alt

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in file_suggestions.offers(self.instance).items():
            if name in self.fields:
                self._offer(name, text)
        if "rights" in self.fields:  # not where somebody may only look
            explained = [
                (rights.value, format_html("<b>{}</b> {}", rights.label.partition(":")[0], meaning))
                for rights, meaning in MEANING.items()
            ]
            self.fields["rights"].widget = forms.RadioSelect(choices=explained)

    def _offer(self, name: str, text: str) -> None:
        field = self.fields[name]
        if self.initial.get(name):
            offer = f"The file says: “{text}”"
        else:
            self.initial[name] = text
            offer = "From the file. Check it, then save."
        field.help_text = format_html('<b class="from-file">{}</b> {}', offer, field.help_text)


class DescribeForm(PictureForm):
    """What a story asks about a picture that was just added: without these it can't be published."""

    class Meta(PictureForm.Meta):
        fields = ["credit", "alt", "rights"]


class NewPictureForm(PictureForm):
    file = PictureFile(help_text=f"{FILE_HELP} Write credit and source below.")


class ReplaceForm(forms.Form):
    file = PictureFile(label="The file to show instead", help_text=FILE_HELP)


class DropForm(forms.Form):
    """What is true of every file that is dropped together; a title only of one sent by script."""

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
        """As `editing.add` takes them; without rights stated there are none."""
        return {name: text for name, text in self.cleaned_data.items() if text}

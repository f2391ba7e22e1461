"""Views that add the files dropped on the library or on a story, or say why one can't be added."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from photos import editing, file_suggestions, uploads
from photos.admin.forms import DescribeForm, DropForm, accept_once
from photos.models import Picture
from words import times
from words.wording import capitalized, number_of

LIBRARY = "admin:photos_picture_changelist"

# Words that cameras, phones and people put in file names and that don't describe the picture.
MEANINGLESS = frozenset(
    (
        *("img", "image", "images", "dsc", "dscf", "dscn", "pxl", "mvimg", "whatsapp"),
        *("photo", "photograph", "picture", "pic", "foto", "screen", "shot", "screenshot", "scan"),
        *("untitled", "unnamed", "copy", "final", "edit", "edited", "crop", "cropped", "new"),
        *("large", "small", "web", "export", "download", "the", "and", "for", "from", "with"),
        *("jpg", "jpeg", "png", "webp", "avif", "gif"),
    )
)


class NotAdded(Exception):
    """Raised with a message for the user who dropped the file."""


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Add one `file` sent by script, or many `files` sent by the form.

    The script gets the picture as JSON, or `error` with status 400. The form is redirected to the library,
    with a message for each file that couldn't be added.
    """
    if request.accepts("text/html") and "file" not in request.FILES:
        return _add_many(request)
    try:
        picture, remark = _add(request, request.FILES.get("file"))
    except NotAdded as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse(
        {
            "public_id": picture.public_id,
            "title": picture.title,
            "thumb": picture.url(320, "webp", "card"),
            "width": picture.width,
            "height": picture.height,
            "address": reverse("admin:photos_picture_change", args=[picture.pk]),
            "remark": remark,
            "from_file": file_suggestions.suggestions(picture),
            "large": picture.url(640),
            "words": {name: getattr(picture, name) for name in DescribeForm.Meta.fields},
            "words_address": reverse("admin:photos_picture_words", args=[picture.pk]),
        }
    )


def _add_many(request: HttpRequest) -> HttpResponse:
    added = 0
    for file in request.FILES.getlist("files"):
        try:
            _, remark = _add(request, file)
        except NotAdded as refused:
            messages.error(request, f"{file.name}: {refused}")
            continue
        added += 1
        if remark:
            messages.info(request, f"{file.name}: {remark}")
    if added:
        messages.success(
            request,
            f"Added {number_of(added, 'picture')}. Now describe each one for people who can’t see it.",
        )
    elif not request.FILES:
        messages.error(request, "You didn’t choose a file. Choose one or more, then add them.")
    return redirect(reverse(LIBRARY))


def _add(request: HttpRequest, file: UploadedFile | None) -> tuple[Picture, str]:
    """Return the new picture, and a remark if its file was changed. Raises `NotAdded`."""
    if file is None:
        raise NotAdded("No file arrived. Choose it again.")
    form = DropForm(request.POST)
    if not form.is_valid():
        raise NotAdded(complaints(form))
    answer = accept_once(file)
    if isinstance(answer, uploads.Refused):
        raise NotAdded(answer.sentence)
    headline = file_suggestions.cleaned(answer.metadata).get("title", "")
    words = {"title": title_of(file.name or "", headline, at=timezone.now())} | form.words()
    try:
        picture = editing.add(by=request.user, file=answer, **words)
    except ValidationError as refused:
        raise NotAdded(" ".join(refused.messages)) from None
    return picture, answer.remark


def describe(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Save the form in which a story describes its new picture. Return JSON, or `error` with status 400."""
    form = DescribeForm(request.POST, instance=picture)
    if not form.is_valid():
        return JsonResponse({"error": complaints(form)}, status=400)
    editing.describe(picture, by=request.user, **form.cleaned_data)
    return JsonResponse({"public_id": picture.public_id})


def complaints(form: BaseForm) -> str:
    """Return the errors of a form's fields in one line."""
    return " ".join(
        f"{form.fields[name].label or name.capitalize()}: {text}"
        for name, all in form.errors.items()
        for text in all
    )


def title_of(name: str, headline: str = "", *, at: datetime) -> str:
    """Return a title for a picture: from its file's name, the headline in the file, or the time.

    "mark-ruffalo_emmys.jpg" says something, "IMG_0042 (1).JPG" doesn't.
    """
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", PurePath(name).stem)
    meaningful = [w for w in words if len(w) > 2 and w.isalpha() and w.lower() not in MEANINGLESS]
    if len(meaningful) > 1:
        return capitalized(" ".join(words))[:200]
    if headline:
        return headline
    return f"Untitled, {times.day(at)}, {times.hour(at)}"

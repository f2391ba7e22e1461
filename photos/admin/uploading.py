"""Files that are dropped on the library, or on a story: each becomes a picture, or is told why not."""

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
from photos.admin.forms import DescribeForm, DropForm, looked_at
from photos.models import Picture
from words import times
from words.wording import number_of

LIBRARY = "admin:photos_picture_changelist"

# What cameras, phones and people call a file when they don't say what is on it.
SAYS_NOTHING = frozenset(
    (
        *("img", "image", "images", "dsc", "dscf", "dscn", "pxl", "mvimg", "whatsapp"),
        *("photo", "photograph", "picture", "pic", "foto", "screen", "shot", "screenshot", "scan"),
        *("untitled", "unnamed", "copy", "final", "edit", "edited", "crop", "cropped", "new"),
        *("large", "small", "web", "export", "download", "the", "and", "for", "from", "with"),
        *("jpg", "jpeg", "png", "webp", "avif", "gif"),
    )
)


class CannotTake(Exception):
    """With the sentence for who dropped the file."""


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """POST of one `file` by script: JSON of the picture, or `error` with status 400. POST of many
    `files` by the form: the library, with a message for each that could not be taken.
    """
    if request.accepts("text/html") and "file" not in request.FILES:
        return _many(request)
    try:
        picture, remark = _taken(request, request.FILES.get("file"))
    except CannotTake as refused:
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
            "from_file": file_suggestions.offers(picture),
            "large": picture.url(640),
            "words": {name: getattr(picture, name) for name in DescribeForm.Meta.fields},
            "words_address": reverse("admin:photos_picture_words", args=[picture.pk]),
        }
    )


def _many(request: HttpRequest) -> HttpResponse:
    added = 0
    for file in request.FILES.getlist("files"):
        try:
            _, remark = _taken(request, file)
        except CannotTake as refused:
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
        messages.error(request, "No file was chosen. Choose one or several, then add them.")
    return redirect(reverse(LIBRARY))


def _taken(request: HttpRequest, file: UploadedFile | None) -> tuple[Picture, str]:
    """The new picture, and what was changed in its file if anything was. Raises `CannotTake`."""
    if file is None:
        raise CannotTake("No file came with that. Choose it again.")
    form = DropForm(request.POST)
    if not form.is_valid():
        raise CannotTake(complaints(form))
    answer = looked_at(file)
    if isinstance(answer, uploads.Refused):
        raise CannotTake(answer.sentence)
    headline = file_suggestions.cleaned(answer.said).get("title", "")
    words = {"title": title_of(file.name or "", headline, at=timezone.now())} | form.words()
    try:
        picture = editing.add(by=request.user, file=answer, **words)
    except ValidationError as refused:
        raise CannotTake(" ".join(refused.messages)) from None
    return picture, answer.remark


def describe(request: HttpRequest, picture: Picture) -> HttpResponse:
    """POST by script of what a story asks about a new picture: JSON, `error` with status 400."""
    form = DescribeForm(request.POST, instance=picture)
    if not form.is_valid():
        return JsonResponse({"error": complaints(form)}, status=400)
    editing.describe(picture, by=request.user, **form.cleaned_data)
    return JsonResponse({"public_id": picture.public_id})


def complaints(form: BaseForm) -> str:
    """Return what is wrong with a form's fields, in a line."""
    return " ".join(
        f"{form.fields[name].label or name.capitalize()}: {text}"
        for name, all in form.errors.items()
        for text in all
    )


def title_of(name: str, headline: str = "", *, at: datetime) -> str:
    """What the desk may call a picture by its file's name, or by the headline in the file; by the
    hour where neither tells anything.

    "mark-ruffalo_emmys.jpg" tells something, "IMG_0042 (1).JPG" doesn't.
    """
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", PurePath(name).stem)
    telling = [w for w in words if len(w) > 2 and w.isalpha() and w.lower() not in SAYS_NOTHING]
    if len(telling) > 1:
        said = " ".join(words)
        return (said[0].upper() + said[1:])[:200]
    if headline:
        return headline
    return f"Untitled, {times.day(at)}, {times.hour(at)}"

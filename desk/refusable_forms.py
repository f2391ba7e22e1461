"""Forms that show why a verb refused what was typed, with everything still in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from desk.pages import change_address
from history.checked_first import CheckedFirst
from verbs.refusals import Refused


class RefusableForm(forms.ModelForm):
    """A form whose row is saved by a verb. On the second attempt it shows what the verb refused."""

    request: Any = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if refused := getattr(self.request, "refused", None):
            show_refusal(self, refused)
        elif not self.errors:
            self.check_row()

    def check_row(self) -> None:
        """Add the errors that the verb would raise for the row as a whole. Nothing by default."""


class RefusableAdmin(CheckedFirst):
    """An admin whose rows are saved and deleted by verbs. Its form shows what a verb refused.

    The form is a `RefusableForm`, or one that reads `request.refused` itself.
    """

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Run the view again if the verb refuses: the form passed, then somebody else was faster."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Go back to the row's form with the reason if the verb refuses to delete the row."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(change_address(self.get_object(request, unquote(object_id))))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Delete each row by its verb, all in one transaction."""
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Add each sentence to its field if the form has that field, otherwise to the form as a whole."""
    names = {sentence: name for name, sentence in refused.fields.items()}
    for sentence in refused.sentences:
        name = names.get(sentence)
        form.add_error(name if name in form.fields else None, sentence)

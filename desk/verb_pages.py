"""Pages of the desk that run a verb: a button leads to a page that says what will happen and asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from desk.links import links_to
from desk.pages import change_address, desk_page, verb_address
from desk.refusable_forms import RefusableAdmin, show_refusal
from verbs.refusals import Refused

Words = str | Callable[[Any], str]
"""Text about a row: a string in which {} is the row, or a function of the row."""


class VerbForm(forms.Form):
    """The form of a verb that needs no input; subclasses add fields.

    It knows the row, the admin site, and the query string of the page's address.
    """

    def __init__(
        self,
        *args: Any,
        row: models.Model,
        site: admin.AdminSite,
        query: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.row = row
        self.site = site
        self.query = query
        super().__init__(*args, **kwargs)

    def check_again(self) -> None:
        """Raise Refused if what the form depends on was changed since it was checked.

        Called inside the verb's transaction. Does nothing here, since most verbs check by themselves.
        """


class WhyForm(VerbForm):
    why = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For the log: your reason, and where the information comes from.",
    )


@dataclass(frozen=True)
class Verb:
    """Something that can be done to a row: its button, its page, and the function that does it.

    `run(row, by=..., **form.cleaned_data)`: the function; it may return another row to continue with.
    `permission`: required besides the permission to change the row. `is_allowed(user, row)`: a further
    condition that a permission can't express. `is_possible(row)`: whether the row's state allows it.
    `initial(row)`: the form's initial values. `done`: the message afterward, about the row to continue
    with. `lists_links`: whether the page lists what links to the row. `extra_context(form)`: more
    context for the template.
    """

    name: str
    label: Words
    consequence: Words
    run: Callable[..., Any]
    permission: str = ""
    form: type[VerbForm] = WhyForm
    initial: Callable[[Any], dict[str, Any]] = lambda row: {}
    is_possible: Callable[[Any], bool] = lambda row: True
    is_allowed: Callable[[Any, Any], bool] = lambda user, row: True
    done: Words = ""
    lists_links: bool = False
    template: str = "admin/desk/verb.html"
    extra_context: Callable[[Any], dict[str, Any]] = lambda form: {}

    def may_be_used(self, user: Any, row: models.Model) -> bool:
        """Return whether `user` may use it on `row` at all, in any state of the row."""
        return (not self.permission or user.has_perm(self.permission)) and self.is_allowed(
            user, row
        )

    def for_row(self, row: models.Model) -> Self:
        """Return a copy of the verb whose label is worded for this row."""
        return replace(self, label=_about(self.label, row))

    def consequence_for(self, row: models.Model) -> str:
        """Return what will happen to this row, in a sentence or two."""
        return _about(self.consequence, row)

    def message_after(self, row: models.Model, result: models.Model) -> str:
        """Return the message that says what was done. `result` is the row to continue with."""
        if self.done:
            return _about(self.done, result)
        return f"“{row}”: {_about(self.label, row).lower()}, done."


def _about(words: Words, row: models.Model) -> str:
    return words(row) if callable(words) else words.format(row)


class VerbPages(RefusableAdmin):
    """An admin whose rows have verbs, each on a page of its own.

    Users who may change a row may use those of its verbs that need no permission of their own.
    """

    verbs: tuple[Verb, ...] = ()
    change_form_template = "admin/desk/change_form.html"

    def may_use_verbs(self, request: HttpRequest, row: models.Model) -> bool:
        """Return whether the user may use any verb of the row at all."""
        return self.has_change_permission(request, row)

    def allowed_verbs(self, request: HttpRequest, row: models.Model) -> list[Verb]:
        """Return the verbs that the user may use on the row, in any state of the row."""
        if not self.may_use_verbs(request, row):
            return []
        return [verb.for_row(row) for verb in self.verbs if verb.may_be_used(request.user, row)]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        row = kw.get("obj")
        context["verbs"] = (
            self.verb_buttons(request, row) if row and not context["is_popup"] else []
        )
        return super().render_change_form(request, context, *args, **kw)

    def verb_buttons(self, request: HttpRequest, row: models.Model) -> list[tuple[Words, str]]:
        """Return the label and address of each verb that the user can use on the row now."""
        return [
            (verb.label, verb_address(row, verb.name))
            for verb in self.allowed_verbs(request, row)
            if verb.is_possible(row)
        ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.verb_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        return [path("<path:pk>/do/<slug:name>/", view, name=name), *super().get_urls()]

    def verb_view(self, request: HttpRequest, pk: str, name: str) -> HttpResponse:
        """On GET, say what will happen. On POST, do it, or show the form again with the reason why not."""
        row = self.get_row(request, pk)
        verb = next((verb for verb in self.allowed_verbs(request, row) if verb.name == name), None)
        if verb is None:
            raise PermissionDenied
        if not verb.is_possible(row):
            return self.answer_impossible(request, row, verb)
        form = verb.form(
            request.POST if request.method == "POST" else None,
            initial=verb.initial(row),
            row=row,
            site=self.admin_site,
            query=request.GET,
        )
        if form.is_valid():
            result = self._run(request, row, verb, form)
            if result is not None:
                return redirect(self.address_after(result))
        return desk_page(
            request,
            verb.template,
            admin_site=self.admin_site,
            title=verb.label,
            **self.verb_context(request, row, verb, form),
        )

    def get_row(self, request: HttpRequest, pk: str) -> Any:
        """Return the row that the address names, or raise Http404."""
        row = self.get_object(request, pk)
        if row is None:
            raise Http404
        return row

    def answer_impossible(self, request: HttpRequest, row: Any, verb: Verb) -> HttpResponse:
        """Answer a user who may use the verb, but not in the row's current state."""
        raise PermissionDenied

    def arguments(self, request: HttpRequest, row: Any, verb: Verb, form: VerbForm) -> Any:
        """Return the verb's keyword arguments, except `by`."""
        return form.cleaned_data

    def show_refusal(self, form: VerbForm, refused: Refused) -> None:
        """Say on the verb's page why it was refused."""
        show_refusal(form, refused)

    def address_after(self, row: models.Model) -> str:
        """Return the page to continue on once the verb is done."""
        return change_address(row)

    def verb_context(
        self, request: HttpRequest, row: Any, verb: Verb, form: VerbForm
    ) -> dict[str, Any]:
        """Return what the verb's template prints."""
        return {
            "row": row,
            "verb": verb,
            "consequence": verb.consequence_for(row),
            "links": links_to(self.admin_site, row) if verb.lists_links else None,
            "form": form,
            "adminform": helpers.AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
            "media": self.media + form.media,
            "opts": self.opts,
            "back": change_address(row),
            **verb.extra_context(form),
        }

    def _run(self, request: HttpRequest, row: Any, verb: Verb, form: VerbForm) -> Any:
        """Run the verb and return the row to continue with, or None if it was refused."""
        arguments = self.arguments(request, row, verb, form)
        try:
            with transaction.atomic():
                form.check_again()
                result = verb.run(row, by=request.user, **arguments)
        except Refused as refused:
            self.show_refusal(form, refused)
            return None
        result = result if isinstance(result, self.model) else row
        messages.success(request, verb.message_after(row, result))
        return result

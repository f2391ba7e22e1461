"""Verbs as pages of the desk: a button leads to a page that says what follows before the click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from history.checked_first import CheckedFirst
from verbs.refusals import Refused


class VerbForm(forms.Form):
    """What a verb needs to be told: nothing, unless a form says more. Knows the row, the site and
    what the address asks for.
    """

    def __init__(
        self,
        *args: Any,
        row: models.Model,
        site: admin.AdminSite,
        asked: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.row = row
        self.site = site
        self.asked = asked
        super().__init__(*args, **kwargs)

    def check_again(self) -> None:
        """Raise Refused for what somebody changed since the form was checked: the transaction has begun.

        Nothing to do where the verb itself asks again, as most do.
        """


class WhyForm(VerbForm):
    why = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For the log: why, and where it is from.",
    )


@dataclass(frozen=True)
class Verb:
    """A button of a row: when it is offered, what follows from it, what does it.

    `run(row, by=..., **what the form asked)` may return the row to go on with; otherwise it is the
    same one. With `says_links` the page lists what points at the row. `also` is what else its
    template prints.
    """

    name: str
    label: str
    consequence: str | Callable[[Any], str]
    run: Callable[..., Any]
    form: type[VerbForm] = WhyForm
    offered: Callable[[Any], bool] = lambda row: True
    says_links: bool = False
    permission: str = ""  # beside that to change the row
    template: str = "admin/people/verb.html"
    also: Callable[[Any], dict[str, Any]] = lambda form: {}

    def says(self, row: models.Model) -> str:
        return self.consequence(row) if callable(self.consequence) else self.consequence


class RefusableAdmin(CheckedFirst):
    """Rows that verbs save. What a verb refuses the form says over what was typed.

    The form is a `people.admin.forms.RefusableForm`: it reads the refusal from `request.refused`.
    """

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.request = request
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            # Somebody was faster, or a rule spoke late.
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)


class VerbPages(RefusableAdmin):
    """Rows with verbs, each a page. Whoever may change a row may use those that take no permission
    of their own.
    """

    verbs: tuple[Verb, ...] = ()
    change_form_template = "admin/people/change_form.html"

    def offered(self, request: HttpRequest, row: models.Model) -> list[Verb]:
        """The verbs that the row is ready for and that the user may use."""
        if not self.has_change_permission(request, row):
            return []
        return [
            verb
            for verb in self.verbs
            if verb.offered(row) and (not verb.permission or request.user.has_perm(verb.permission))
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        row = kw.get("obj")
        context["verbs"] = [
            (verb.label, reverse(f"admin:{self._route}", args=[quote(row.pk), verb.name]))
            for verb in (self.offered(request, row) if row and not context["is_popup"] else [])
        ]
        return super().render_change_form(request, context, *args, **kw)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.verb_view)
        return [path("<path:pk>/do/<slug:name>/", view, name=self._route), *super().get_urls()]

    @property
    def _route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_verb"

    def verb_view(self, request: HttpRequest, pk: str, name: str) -> HttpResponse:
        """GET says what follows. POST does it, or says over what was typed why it can't be done."""
        row = self.get_object(request, pk)
        if row is None:
            raise Http404
        verb = next((verb for verb in self.offered(request, row) if verb.name == name), None)
        if verb is None:
            raise PermissionDenied
        typed = request.POST if request.method == "POST" else None
        form = verb.form(typed, row=row, site=self.admin_site, asked=request.GET)
        if form.is_valid():
            done = self._do(request, row, verb, form)
            if done is not None:
                return redirect(change_address(done))
        return self._verb_page(request, row, verb, form)

    def _do(self, request: HttpRequest, row: Any, verb: Verb, form: VerbForm) -> Any:
        try:
            with transaction.atomic():
                form.check_again()
                done = verb.run(row, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
            return None
        messages.success(request, f"“{row}”: {verb.label.lower()}, done.")
        return done if isinstance(done, models.Model) else row

    def _verb_page(
        self, request: HttpRequest, row: Any, verb: Verb, form: VerbForm
    ) -> HttpResponse:
        links = getattr(self.admin_site, "links_to", None)
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "row": row,
            "verb": verb,
            "consequence": verb.says(row),
            "links": links(row) if links and verb.says_links else None,
            "adminform": helpers.AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
            "media": self.media + form.media,
            "opts": self.opts,
            "back": change_address(row),
            **verb.also(form),
        }
        return TemplateResponse(request, verb.template, context)


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Each sentence stands by its field, if the form has it, else above the form."""
    by_field = {sentence: name for name, sentence in refused.fields.items()}
    for sentence in refused.sentences:
        name = by_field.get(sentence)
        form.add_error(name if name in form.fields else None, sentence)


def change_address(row: models.Model) -> str:
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)]
    )

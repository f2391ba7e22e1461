"""A form changes only the fields and rows that it shows, whatever else a forged request sends."""

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from articles.models import Article
from newsroom.models import User
from people.models import Credit
from tests.newsroom.whole_desk import furnish
from tests.people.desk.typing import change, filled
from tests.people.pages import rows

pytestmark = pytest.mark.django_db


def forged(row, shown, stranger):
    """Return a new value for each column of `row` that its form doesn't show."""
    sent = {}
    for field in row._meta.concrete_fields:
        if field.name in shown or field.primary_key:
            continue
        if field.related_model is User:
            sent[field.name] = stranger.pk
        elif field.is_relation:
            others = field.related_model._default_manager.exclude(pk=getattr(row, field.attname))
            sent[field.name] = others.values_list("pk", flat=True).first() or 7777
        elif isinstance(field, models.BooleanField):
            sent[field.name] = True
        else:
            sent[field.name] = "2001-02-03" if isinstance(field, models.DateField) else "7777"
    return sent


def test_a_forged_form_changes_no_hidden_field(sign_in, ada, bo):
    furnish(ada)
    desk, saved = sign_in(ada), set()
    for model in admin.site._registry:
        row = model._default_manager.first()
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        page = desk.get(reverse(route, args=[row.pk]))
        if "adminform" not in (page.context or ()):
            continue
        hidden = forged(row, page.context["adminform"].form.fields, bo)
        in_parts = {f"{name}_{n}": ("2001-02-03", "09:00")[n] for name in hidden for n in (0, 1)}
        stored = model._default_manager.filter(pk=row.pk).values(*hidden)
        before = stored.get() if hidden else {}
        typed = filled(page)
        if model is Article:  # a screen of its own
            typed = {"headline": "Forged", "kind": "news", "based_on": row.newest.number}
        if desk.post(page.request["PATH_INFO"], typed | hidden | in_parts).status_code == 302:
            saved.add(model._meta.model_name)
        taken = {
            name
            for name, value in (stored.get() if hidden else {}).items()
            if value != before[name] and str(hidden[name]) in str(value)
        }
        assert taken == set(), model
    assert {"article", "person", "picture", "tag", "user"} < saved


def credit_of(production, name):
    return rows.credit(production, rows.person(name))


def test_a_forged_id_does_not_reach_the_credit_of_another_production(sign_in, ada):
    desk = sign_in(ada)
    ours, theirs = rows.production("Dark Waters"), rows.production("Spotlight")
    mine, other = credit_of(ours, "Ann Lee"), credit_of(theirs, "Bo Reyes")
    typed = filled(desk.get(change(ours))) | {"credits-0-role": "director"}
    for changed in (
        {"credits-0-id": other.pk},
        {"credits-0-id": other.pk, "credits-0-DELETE": "on"},
        {"credits-0-production": theirs.pk},
    ):
        desk.post(change(ours), typed | changed)
        found = Credit.objects.order_by("pk").values_list("pk", "production", "role")
        assert [*found] == [(mine.pk, ours.pk, "actor"), (other.pk, theirs.pk, "actor")]
    assert desk.post(change(ours), typed).status_code == 302
    mine.refresh_from_db()
    assert mine.role == "director"


def test_a_forged_delete_box_deletes_nothing_without_the_right(sign_in, enters):
    editor, keeper = (
        sign_in(enters(username, username.title(), role))
        for username, role in (("eve", "Editor"), ("rex", "Record editor"))
    )
    film = rows.production("Dark Waters")
    credit_of(film, "Ann Lee")
    for desk, left in ((editor, 1), (keeper, 0)):
        typed = filled(desk.get(change(film))) | {"credits-0-DELETE": "on"}
        assert desk.post(change(film), typed).status_code == 302
        assert film.credits.count() == left

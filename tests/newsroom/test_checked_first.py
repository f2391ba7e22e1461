"""A form of the desk is read and checked before the write lock is taken, whichever admin it is of.

In a test's own transaction each further one is a savepoint, on both databases.
"""

import traceback

import pytest
from django.contrib import admin
from django.contrib.admin import options
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from lxml import html

from desk import verb_pages
from people.models import Entity
from tests.newsroom.whole_desk import furnish
from tests.people.desk.typing import do

CHECKED, BEGUN = "checked", "begun"


def asks_about_a_constraint():
    return any(frame.f_code is Q.check.__code__ for frame, _ in traceback.walk_stack(None))


@pytest.fixture
def events(monkeypatch):
    """What happens in a request, in order: a form was checked, a transaction was begun."""
    happened = []

    def noted(what, function):
        def note(*args, **kwargs):
            result = function(*args, **kwargs)
            happened.append(what)
            return result

        return note

    for owner, name in (
        (options, "all_valid"),
        (options, "get_deleted_objects"),
        (verb_pages.VerbForm, "full_clean"),
    ):
        monkeypatch.setattr(owner, name, noted(CHECKED, getattr(owner, name)))

    def note_savepoint(execute, sql, *args):
        # Django asks the database about a constraint, and takes a savepoint only inside a transaction.
        if sql.startswith("SAVEPOINT") and not asks_about_a_constraint():
            happened.append(BEGUN)
        return execute(sql, *args)

    with connection.execute_wrapper(note_savepoint):
        yield happened


@pytest.fixture
def answered(sign_in, ada, events):
    """`answered(address, sent)`: the status, and the first three things that happened."""
    client = sign_in(ada)

    def answered(address, sent=None):
        sent = filled(client.get(address)) if sent is None else sent
        events.clear()
        status = client.post(address, sent).status_code
        return status, list(dict.fromkeys(events))

    return answered


def filled(page):
    """What a browser sends of the page's form as it is."""
    names = ("_form", "story")
    (form,) = (
        each
        for each in html.fromstring(page.content.decode()).forms
        if each.get("id", "").endswith(names)
    )
    sent = {}
    for name, value in form.form_values():
        if "__prefix__" not in name:
            sent.setdefault(name, []).append(value)
    return sent


def pages():
    """Each admin of the desk but that of entities, which leads to their kinds', and a row of it."""
    for model, model_admin in admin.site._registry.items():
        if model is Entity:
            continue
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert row is not None, label
        yield label, row.pk, model_admin


def may(model_admin, what, user, rf):
    request = rf.get("/")
    request.user = user
    return getattr(model_admin, f"has_{what}_permission")(request)


def test_no_admin_begins_its_transaction_before_its_form_is_checked(ada, answered, rf):
    furnish(ada)
    wrong, saved = {}, []
    for label, pk, model_admin in pages():
        change = reverse(f"admin:{label}_change", args=[pk])
        if not may(model_admin, "change", ada, rf):
            if (answer := answered(change, {})) != (403, []):
                wrong[change] = answer
            continue
        for address in [
            change,
            *([reverse(f"admin:{label}_add")] * may(model_admin, "add", ada, rf)),
        ]:
            if (answer := answered(address, {})) != (200, [CHECKED]):
                wrong[address, "empty"] = answer
        if (answer := answered(change)) != (302, [CHECKED, BEGUN]):
            wrong[change, "as it is"] = answer
        saved.append(label)
    assert wrong == {}
    assert len(saved) > 12


def test_no_admin_begins_to_delete_before_it_knows_what_goes(ada, answered, rf):
    furnish(ada)
    found = {
        label: answered(reverse(f"admin:{label}_delete", args=[pk]), {"post": "yes"})
        for label, pk, model_admin in pages()
        if may(model_admin, "delete", ada, rf)
    }
    in_order = ([], [CHECKED], [CHECKED, BEGUN])
    assert [label for label, (_, order) in found.items() if order not in in_order] == []
    assert sum(answer == (302, [CHECKED, BEGUN]) for answer in found.values()) > 4


def test_no_verb_begins_before_its_form_is_checked(ada, answered):
    world = furnish(ada)
    rename = do(world.person, "rename")
    assert answered(rename, {}) == (200, [CHECKED])
    assert answered(rename, {"name": "Mark A. Ruffalo", "shown": "never"}) == (
        302,
        [CHECKED, BEGUN],
    )

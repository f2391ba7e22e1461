"""A desk with a row of every model, and the addresses of its pages."""

from django.contrib.auth.models import Group
from django.urls import reverse

from articles.models import Correction
from people import editing
from people.models import Relation
from tests.people.pages import rows
from tests.world import World


def furnish(ada):
    """One of everything at least."""
    world = World(1)
    Group.objects.create(name="Interns")
    editing.change(world.person, by=ada, born="1967-11-22", why="His own site.")
    novel = rows.production("The Novel", type="novel")
    Relation.objects.create(from_production=world.production, to_production=novel, type="based on")
    assert Correction.objects.exists()
    return world


def pages(model):
    """The list, its look-up, the empty form, and the form and the log of one row."""
    route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    assert row is not None, f"The test's world has no {model._meta.verbose_name}."
    yield reverse(f"{route}_changelist")
    yield reverse(f"{route}_changelist") + "?q=a"
    yield reverse(f"{route}_add")
    yield reverse(f"{route}_change", args=[row.pk])
    yield reverse(f"{route}_history", args=[row.pk])

"""The table at the top of articles/rights.py, held for every role, by one story and by many."""

import pytest
from django.utils import timezone

from articles import bin as bins
from articles import publishing, rights
from articles.models import Article
from articles.stages import Stage
from newsroom import roles
from tests.articles.stories import draft, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STATES = ("draft", "submitted", "ready", "scheduled", "public", "withdrawn", "in the bin")
# Which stories each role may see, and which it may change: all, or what a writer may of their own.
TABLE = {
    "Writer": ("own", "own", ("write", "submit")),
    "Editor": ("all", "all", ("write", "submit", "publish")),
    "Picture editor": ("all", "none", ()),
    "Record editor": ("all", "none", ()),
    "Managing editor": ("all", "all", ("write", "submit", "publish")),
}


def in_every_state(by, ada):
    """A story that `by` began in each of STATES."""
    stories = {name: draft(by=by, headline=name) for name in STATES[:4]}
    publishing.submit(stories["submitted"], by=by)
    Article.objects.filter(pk=stories["ready"].pk).update(stage=Stage.READY)
    later = timezone.now().replace(year=2999)
    publishing.schedule(stories["scheduled"], by=ada, at=later)
    stories |= {name: published(by=by, headline=name) for name in ("public", "withdrawn")}
    publishing.withdraw(stories["withdrawn"], by=ada, because="It was not true.")
    stories["in the bin"] = draft(by=by, headline="in the bin")
    bins.move_to_bin(stories["in the bin"], by=ada)
    return {name: Article.objects.get(pk=story.pk) for name, story in stories.items()}


@pytest.mark.parametrize("role", TABLE)
def test_the_table_holds_for_every_role(role, enters, ada):
    user = enters("cy", "Cy Ames", role)
    own, others = in_every_state(user, ada), in_every_state(ada, ada)
    sees, changes, may = TABLE[role]
    visible, drafts = {*STATES} - {"in the bin"}, {"draft", "in the bin"}
    of_own = {"all": {*STATES}, "own": drafts, "none": set()}[changes]
    of_others = {*STATES} if changes == "all" else set()
    assert {name for name in STATES if rights.may_see(user, own[name])} == visible
    assert {name for name in STATES if rights.may_see(user, others[name])} == (
        visible if sees == "all" else set()
    )
    assert {name for name in STATES if rights.may_change(user, own[name])} == of_own
    assert {name for name in STATES if rights.may_change(user, others[name])} == of_others
    permissions = {"write": rights.WRITE, "submit": rights.SUBMIT, "publish": rights.PUBLISH}
    assert {name for name, needs in permissions.items() if user.has_perm(needs)} == {*may}
    assert (rights.may_write(user), rights.may_publish(user)) == ("write" in may, "publish" in may)


def test_the_table_is_of_every_role():
    assert [*TABLE] == [role.name for role in roles.ROLES]


@pytest.mark.parametrize("role", [*TABLE, None])
def test_a_list_of_stories_has_those_of_which_it_is_said_one_by_one(role, enters, ada):
    user = enters("cy", "Cy Ames", *filter(None, [role]))
    stories = [*in_every_state(user, ada).values(), *in_every_state(ada, ada).values()]
    for of_many, of_one in (
        (rights.stories_for, rights.may_see),
        (rights.nameable_by, rights.may_name),
        (rights.changeable_by, rights.may_change),
    ):
        listed = {*of_many(user)}
        assert listed == {story for story in stories if of_one(user, story)}, of_many.__name__

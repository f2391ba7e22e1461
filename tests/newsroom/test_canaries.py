"""Nobody at the desk reads a word of a row that they have no right to, whatever they open or send."""

import pytest
from django.db import transaction

from newsroom import roles
from newsroom.accounts.urls import NAMES
from tests.newsroom.canaries import HIDDEN, Aviary, may_read, walk
from tests.newsroom.doors import arguments_of
from tests.newsroom.test_roles import routes

NOT_OPENED = {"account_logout"}  # it ends the walk
IDLE = {"people_entity_verb", "people_credit_verb", "awards_nominee_verb"}  # no verbs of theirs
NO_ROLE = "no role"

# The pages and the refused forms on which somebody with the right to reads of hidden stories.
NAMING = {
    "get": {
        "index", "jump", "autocomplete",
        *(
            f"articles_article_{page}"
            for page in (
                "add", "bin", "change", "changelist", "compare", "copy", "history", "preview", "restore",
                "revisions", "verb",
            )
        ),
        *(f"articles_{of}_changelist" for of in ("correction", "revision", "update")),
        "history_change_change", "history_change_changelist",
        *(f"articles_curatedlist_{page}" for page in ("change", "delete", "history")),
        *(
            f"newsroom_frontslot_{page}"
            for page in ("add", "change", "changelist", "delete", "history", "preview")
        ),
    },
    "post": {
        "articles_article_add", "articles_article_change", "newsroom_frontslot_add",
        "newsroom_frontslot_arrange", "newsroom_frontslot_change",
    },
}  # fmt: skip


def sees_every_story(role):
    granted = {pair for row in roles.TABLE for pair in row.permissions(role)}
    return bool({("articles", "view_article"), ("articles", "change_article")} & granted)


RESTRICTED = [role.name for number, role in enumerate(roles.ROLES) if not sees_every_story(number)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the whole module, gone with its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Aviary()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [*RESTRICTED, NO_ROLE])
def test_nobody_reads_what_isn_t_theirs_on_any_page_or_refused_form(db, world, name):
    user = world.users[name]
    theirs = may_read(user)
    # Nothing is anybody's without a role: one address of each kind says it.
    seen = walk(world, user, each=1 if name == NO_ROLE else None)
    assert {door: told - theirs for door, told in seen.items() if told - theirs} == {}
    of_accounts = {name for name in NAMES if not arguments_of(name)}
    every = {*routes()} - {"login", "logout"} | of_accounts  # instead of the admin's own
    assert {route for _, _, route in seen} | NOT_OPENED | IDLE == every
    assert (f"own{user.username}" in set().union(*seen.values())) == (name != NO_ROLE)


def test_who_has_the_right_to_reads_of_hidden_stories_on_those_same_pages(db, world):
    user = world.users[roles.MANAGING_EDITOR]
    assert {*HIDDEN} <= may_read(user)
    seen = walk(world, user, each=1)
    assert {door for door, told in seen.items() if told & {"fault", "markup"}} == set()
    for method, named in NAMING.items():
        telling = {at for (how, _, at), told in seen.items() if how == method and told & {*HIDDEN}}
        assert named - telling == set()

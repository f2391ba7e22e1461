"""The table of roles, held against every address of the desk: whom it lets in, and what it shows."""

import html
import re
from collections import Counter

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.urls import URLResolver, resolve, reverse

from articles import publishing
from articles.admin import verbs as story_verbs
from articles.models import Article, Revision
from newsroom import roles
from newsroom.models import User
from people import editing
from people.models import Nomination
from tests.articles.stories import content, draft
from tests.newsroom.doors import MODELS, OTHERS, VERBS
from tests.people.pages import rows
from tests.world import World

LETTERS = dict(zip("WEPRM", roles.ROLES, strict=True))
STANDARD = ("changelist", "change", "add", "history", "delete")


def routes(patterns=None):
    """The name of every address of the admin site that has one."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_every_address_of_the_desk_has_a_line_in_the_table():
    expected = set(OTHERS)
    for label in MODELS:
        expected |= {f"{label.replace('.', '_')}_{page}" for page in STANDARD}
    expected |= {f"{label.replace('.', '_')}_verb" for label in VERBS}
    idle = {"people_entity_verb", "people_credit_verb", "people_nominee_verb"}  # no verbs of theirs
    assert {*routes()} - idle == expected


def test_every_permission_of_the_table_exists(db):
    wanted = {pair for row in roles.TABLE for n in range(5) for pair in row.permissions(n)}
    made = {*Permission.objects.values_list("content_type__app_label", "codename")}
    assert wanted - made == set()


def test_a_migration_writes_the_table_again_whatever_somebody_changed(db):
    writers = Group.objects.get(name="Writer")
    before = {*writers.permissions.values_list("codename", flat=True)}
    writers.permissions.set(Permission.objects.filter(codename="publish_article"))
    call_command("migrate", verbosity=0)
    assert {*writers.permissions.values_list("codename", flat=True)} == before
    assert {*Group.objects.values_list("name", flat=True)} == {role.name for role in roles.ROLES}


# Doors -------------------------------------------------------------------------------------------


@pytest.fixture
def world(ada):
    """One of everything, and a row in every state that a verb asks for."""
    world = World(1)
    world.draft = draft(by=ada)
    for stage in ("submitted", "edit", "legal"):
        story = draft(by=ada, headline=f"Is {stage}")
        Article.objects.filter(pk=story.pk).update(stage=stage)
    publishing.schedule(
        draft(by=ada, headline="Later"), by=ada, at=world.now.replace(year=world.now.year + 1)
    )
    gone = draft(by=ada, headline="Gone")
    publishing.publish(gone, by=ada)
    publishing.withdraw(gone, by=ada, because="It was not true.")
    publishing.save(gone, content(headline="Gone, and mended"), by=ada)
    for row in (world.person, world.company, world.production, world.ceremony, world.category):
        hidden = type(row).objects.exclude(pk=row.pk).first()
        rows.hide(hidden)
    rows.hide(rows.award("Golden Globes", slug="golden-globes"))
    night = rows.ceremony(world.award, 1970)
    open_contest = rows.contest(night, world.category)
    rows.nomination(open_contest, world.person)
    Nomination.objects.filter(pk=rows.nomination(open_contest).pk).update(result="withdrawn")
    editing.change(world.person, by=ada, born="1967-11-22", why="His own site.")
    return world


@pytest.fixture(params=LETTERS, ids=[role.name for role in roles.ROLES])
def letter(request):
    return request.param


@pytest.fixture
def desk(sign_in, enters, letter):
    return sign_in(enters("cy", "Cy Ames", LETTERS[letter].name))


ELSEWHERE = ("/admin/login/", "/admin/?")


def lets_in(client, address, method):
    """Whether the answer is the page or the deed. Nothing is left of the latter."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    assert answer.status_code in (200, 302, 400, 403, 404, 405), (address, answer.status_code)
    if answer.status_code == 302 and answer["Location"] != "/admin/":
        return not answer["Location"].startswith(ELSEWHERE)
    return answer.status_code in (200, 400)


def opens(client, doors):
    """Of pairs of address and method, whom they let in, as names."""
    return {
        f"{method} {name}" for name, address, method in doors if lets_in(client, address, method)
    }


def row_of(label, world):
    model = next(m for m in admin.site._registry if m._meta.label_lower == label)
    return world.draft if model is Article else model._default_manager.first()


def beside(opened, expected):
    """What the table doesn't say: what opened all the same, and what stayed shut."""
    return sorted(opened - expected), sorted(expected - opened)


def standard_doors(world):
    for label in MODELS:
        name, pk = label.replace(".", "_"), row_of(label, world).pk
        for page in STANDARD:
            args = [] if page in ("changelist", "add") else [pk]
            address = reverse(f"admin:{name}_{page}", args=args)
            yield f"{label} {page}", address, "get"
            yield f"{label} {page}", address, "post"


def test_a_role_opens_the_doors_of_each_model_that_the_table_says(desk, letter, world):
    expected = set()
    for label, (listed, seen, added, changed, deleted) in MODELS.items():
        doors = {
            "get changelist": listed, "post changelist": listed, "get change": seen,
            "get history": seen, "post history": seen, "get add": added, "post add": added,
            "post change": changed, "get delete": deleted, "post delete": deleted,
        }  # fmt: skip
        for door, who in doors.items():
            method, page = door.split()
            if letter in who:
                expected.add(f"{method} {label} {page}")
    assert beside(opens(desk, standard_doors(world)), expected) == ([], [])


def other_doors(world):
    story, number = world.draft, world.draft.newest.number
    revisions = f"?from={number}&to={number}&a={number}&b={number}"
    of = {
        "app_list": ["people"],
        "view_on_site": [ContentType.objects.get_for_model(world.person).pk, world.person.pk],
        "auth_user_password_change": [User.objects.get(username="ada").pk],
        "articles_article_lookup": ["records"],
        "articles_article_preview": [story.pk],
        "articles_article_revisions": [story.pk],
        "articles_article_compare": [story.pk],
        "articles_article_restore": [story.pk, number],
        "people_ceremony_board": [world.ceremony.pk],
        "photos_picture_replace": [row_of("photos.picture", world).pk],
    }
    asked = {
        "autocomplete": "?app_label=people&model_name=credit&field_name=production&term=a",
        "articles_article_compare": revisions,
        "articles_article_lookup": "?q=a",
    }
    # The door out comes last: whoever went through it is signed out.
    for name in sorted(OTHERS, key=lambda name: name == "logout"):
        address = reverse(f"admin:{name}", args=of.get(name, [])) + asked.get(name, "")
        yield name, address, "get"
        yield name, address, "post"


def test_a_role_opens_every_other_door_that_the_table_says(desk, letter, world):
    expected = {f"get {name}" for name, (look, _) in OTHERS.items() if letter in look}
    expected |= {f"post {name}" for name, (_, send) in OTHERS.items() if letter in send}
    assert beside(opens(desk, other_doors(world)), expected) == ([], [])


def verb_doors():
    """A row that is ready for it, for every verb of every model."""
    for model, model_admin in admin.site._registry.items():
        found = story_verbs.VERBS if model is Article else getattr(model_admin, "verbs", ())
        for verb in found:
            ready = [row for row in model._default_manager.all() if verb.offered(row)]
            assert ready, f"The test's world has no {model._meta.model_name} to {verb.name}."
            route = f"admin:{model._meta.app_label}_{model._meta.model_name}_verb"
            address = reverse(route, args=[ready[0].pk, verb.name])
            yield f"{model._meta.label_lower} {verb.name}", address, "get"
            yield f"{model._meta.label_lower} {verb.name}", address, "post"


def test_a_role_does_the_verbs_that_the_table_says_and_no_forged_one(desk, letter, world):
    expected = {
        f"{method} {label} {verb}"
        for label, named in VERBS.items()
        for verb, who in named.items()
        for method in ("get", "post")
        if letter in who
    }
    assert beside(opens(desk, verb_doors()), expected) == ([], [])


# What is shown -----------------------------------------------------------------------------------

LINK = re.compile(r'(?:href|data-href-template)="(/admin/[^"#]*)')
FORM = re.compile(r'action="(/admin/[^"#]*)')
SHUT = ("/admin/", "/admin/login/")
ENOUGH = 3  # addresses of one kind: more of them say the same


def test_nothing_that_a_role_is_shown_is_refused_to_it(desk, world):
    waiting, seen, refused = [("/admin/", "at first")], Counter(), []
    while waiting:
        address, shown_on = waiting.pop()
        answer = desk.get(address, follow=True)
        led_to = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        if answer.status_code != 200 or (led_to in SHUT and shown_on != "at first"):
            refused.append((answer.status_code, address, shown_on))
        elif "text/html" in answer["Content-Type"]:
            page = answer.content.decode()
            for link in map(html.unescape, LINK.findall(page)):
                kind = resolve(link.partition("?")[0]).view_name
                if kind not in ("admin:logout", "admin:index") and "__fk__" not in link:
                    seen[kind] += 1
                    if seen[kind] <= ENOUGH:
                        waiting.append((link, address))
            refused += [(403, form, address) for form in FORM.findall(page) if _forbids(desk, form)]
    assert refused == []
    assert len(seen) > 12


def _forbids(desk, form):
    """What a form is sent to may want more than its address, but it may not be shut."""
    with transaction.atomic():
        answer = desk.get(form) if "logout" not in form else None
        transaction.set_rollback(True)
    return answer is not None and answer.status_code == 403


# Whose story it is -------------------------------------------------------------------------------


@pytest.fixture
def writer(sign_in, bo):
    return sign_in(bo)


def test_a_writer_sees_their_own_stories_and_nobody_else_s(writer, bo, ada):
    draft(by=bo, headline="Bo’s own")
    draft(by=ada, headline="Ada’s secret")
    for address in ("/admin/articles/article/", "/admin/", "/admin/jump/?q=s"):
        page = writer.get(address).content.decode()
        assert "Bo’s own" in page
        assert "Ada’s secret" not in page


def test_a_writer_changes_a_draft_until_it_is_handed_in_and_again_when_it_comes_back(
    writer, bo, ada
):
    story = draft(by=bo)
    change = reverse("admin:articles_article_change", args=[story.pk])
    do = reverse("admin:articles_article_verb", args=[story.pk, "submit"])
    assert writer.post(change, {}).status_code == 200
    assert writer.post(do).status_code == 302
    assert writer.get(change).status_code == 200
    assert writer.post(change, {}).status_code == 403
    publishing.give_back(story, by=ada, reason="Too short.")
    assert writer.post(change, {}).status_code == 200


def test_a_writer_s_hand_is_kept_from_a_colleague_s_draft_even_when_forged(writer, ada):
    story = draft(by=ada, headline="Ada’s secret")
    before = Revision.objects.count()
    for route, args in (("change", [story.pk]), ("verb", [story.pk, "submit"])):
        answer = writer.post(
            reverse(f"admin:articles_article_{route}", args=args), {"headline": "x"}
        )
        assert answer.status_code in (302, 403, 404)
        assert "Ada’s secret" not in answer.content.decode()
    story.refresh_from_db()
    assert (Revision.objects.count(), story.stage) == (before, "draft")


def test_a_managing_editor_gives_a_role_but_can_t_make_anybody_a_superuser(sign_in, ada, bo):
    address = reverse("admin:newsroom_user_change", args=[bo.pk])
    editor = Group.objects.get(name="Editor")
    form = {
        "username": "bo", "first_name": "Bo", "last_name": "Reyes", "email": "",
        "groups": [editor.pk], "is_staff": "on", "is_active": "on",
    }  # fmt: skip
    desk = sign_in(ada)
    assert "is_superuser" not in desk.get(address).content.decode()
    assert desk.post(address, form | {"is_superuser": "on"}).status_code == 302
    bo = User.objects.get(pk=bo.pk)
    assert ([group.name for group in bo.groups.all()], bo.is_superuser) == (["Editor"], False)


def test_nobody_below_changes_a_superuser_or_their_password(sign_in, ada):
    root = User.objects.create_superuser("root", password="kept where it is")
    desk, before = sign_in(ada), root.password
    for route in ("newsroom_user_change", "auth_user_password_change"):
        address = reverse(f"admin:{route}", args=[root.pk])
        sent = {
            "password1": "mine now, all mine",
            "password2": "mine now, all mine",
            "username": "x",
        }
        assert desk.post(address, sent).status_code == 403
    root.refresh_from_db()
    assert (root.username, root.password) == ("root", before)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/admin/newsroom/user/", 403, "Your role doesn’t go that far"),
        ("/admin/nowhere/", 404, "There is nothing at this address"),
    ],
)
def test_who_is_refused_stays_at_the_desk_and_is_told_why(writer, address, status, said):
    answer = writer.get(address)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert 'aria-label="Desk"' in answer.content.decode()


def test_the_roles_are_printed_for_whoever_wonders(writer):
    page = writer.get("/admin/roles/").content.decode()
    assert '<span class="chip">you</span>' in page
    for row in roles.TABLE:
        assert row.what in page

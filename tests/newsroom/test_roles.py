"""The table of roles, held against every address of the desk: whom it lets in, and what it shows."""

import html
import re
from collections import Counter
from contextlib import nullcontext

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, resolve, reverse

from articles import publishing, working_copies
from articles.models import Article, Section
from articles.working_copies import State
from awards.models import Nomination
from newsroom import errors, roles
from newsroom.accounts import urls as accounts
from newsroom.models import User
from people import editing
from tests.articles.stories import content, draft
from tests.newsroom.doors import ACCOUNTS, MODELS, OTHERS, UNWRITTEN, VERBS, arguments_of
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
    idle = {"people_entity_verb", "people_credit_verb", "awards_nominee_verb"}  # no verbs of theirs
    assert {*routes()} - idle - {"login", "logout"} == expected
    assert {*ACCOUNTS} == accounts.NAMES


def test_every_permission_of_the_table_exists(db):
    wanted = {pair for row in roles.TABLE for n in range(5) for pair in row.permissions(n)}
    made = {*Permission.objects.values_list("content_type__app_label", "codename")}
    assert wanted - made == set()


def test_every_verb_needs_a_permission_that_some_role_has():
    """A verb whose permission nobody has is a button that nobody sees."""
    given = {".".join(pair) for row in roles.TABLE for n in range(5) for pair in row.permissions(n)}
    verbs = [verb for each in admin.site._registry.values() for verb in getattr(each, "verbs", ())]
    assert verbs
    assert {verb.permission for verb in verbs if verb.permission} - given == set()


def test_a_migration_writes_the_table_again_whatever_somebody_changed(db):
    writers = Group.objects.get(name="Writer")
    before = {*writers.permissions.values_list("codename", flat=True)}
    writers.permissions.set(Permission.objects.filter(codename="publish_article"))
    call_command("migrate", verbosity=0)
    assert {*writers.permissions.values_list("codename", flat=True)} == before
    assert {*Group.objects.values_list("name", flat=True)} == {role.name for role in roles.ROLES}


# Doors -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the whole module, gone with its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished()
        transaction.set_rollback(True)


def furnished():
    """One of everything, a row in every state that a verb asks for, and somebody of each role."""
    world = World(1)
    world.users = {letter: somebody(letter, role.name) for letter, role in LETTERS.items()}
    ada = world.users["M"]
    world.draft = draft(by=ada)
    world.copy = working_copies.keep(
        by=ada, state=State("k" * 32, 1), story=world.draft, based_on=1, typed={"dek": ["Begun"]}
    )
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


def somebody(username, role):
    user = User.objects.create_user(username, password="to say who it is", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture(params=LETTERS, ids=[role.name for role in roles.ROLES])
def letter(request):
    return request.param


@pytest.fixture
def desk(db, world, letter):
    """Somebody of the role, who reads every page."""
    return signed_in(world.users[letter])


@pytest.fixture
def visitor(settings, db, world, letter):
    """The same, who only tries doors: no page is written for them, which is most of its cost."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.newsroom.doors.Unwritten"]
    return signed_in(world.users[letter], **UNWRITTEN)


def signed_in(user, **environment):
    client = Client(**environment)
    client.force_login(user)
    return client


ELSEWHERE = ("/admin/login/", "/admin/?")


READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK")


def refuse_writes(execute, sql, params, many, context):
    """Fail on a write. Tables of sessions are left out: any request may note that it was seen."""
    is_of_a_session = "session" in sql.partition("(")[0].partition(" SET ")[0]
    is_read = sql.lstrip("( ").split()[0] in READS
    assert is_read or is_of_a_session, f"A GET writes: {sql}"
    return execute(sql, params, many, context)


def lets_in(client, address, method):
    """Return whether the answer is the page or the deed; the deed is rolled back.

    A GET fails if it writes to the database.
    """
    looked_at = connection.execute_wrapper(refuse_writes) if method == "get" else nullcontext()
    with looked_at, transaction.atomic():
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


def test_a_role_opens_the_doors_of_each_model_that_the_table_says(visitor, letter, world):
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
    assert beside(opens(visitor, standard_doors(world)), expected) == ([], [])


def other_doors(world):
    story, number = world.draft, world.draft.newest.number
    revisions = f"?from={number}&to={number}&a={number}&b={number}"
    of = {
        "app_list": ["people"],
        "view_on_site": [ContentType.objects.get_for_model(Section).pk, world.section.pk],
        "auth_user_password_change": [world.users["M"].pk],
        "newsroom_user_invitation": [world.users["M"].pk],
        "articles_article_lookup": ["records"],
        "articles_article_preview": [story.pk],
        "articles_article_unbin": [story.pk],
        "articles_article_revisions": [story.pk],
        "articles_article_compare": [story.pk],
        "articles_article_restore": [story.pk, number],
        "articles_article_copy": [world.copy.key],
        "articles_article_discard_copy": [world.copy.key],
        "awards_ceremony_board": [world.ceremony.pk],
        "photos_picture_replace": [row_of("photos.picture", world).pk],
        "photos_picture_words": [row_of("photos.picture", world).pk],
    }
    asked = {
        "autocomplete": "?app_label=people&model_name=credit&field_name=production&term=a",
        "articles_article_compare": revisions,
        "articles_article_lookup": "?q=a",
    }
    for name in OTHERS:
        address = reverse(f"admin:{name}", args=of.get(name, [])) + asked.get(name, "")
        yield name, address, "get"
        yield name, address, "post"
    link = {"uidb64": "MQ", "token": "none"}
    # The door out comes last: whoever went through it is signed out.
    for name in sorted(ACCOUNTS, key=lambda name: name == "account_logout"):
        needs = arguments_of(name)
        address = reverse(name, kwargs=link if "token" in needs else dict.fromkeys(needs, 1))
        yield name, address, "get"
        yield name, address, "post"


def test_a_role_opens_every_other_door_that_the_table_says(visitor, letter, world):
    table = OTHERS | ACCOUNTS
    expected = {f"get {name}" for name, (look, _) in table.items() if letter in look}
    expected |= {f"post {name}" for name, (_, send) in table.items() if letter in send}
    assert beside(opens(visitor, other_doors(world)), expected) == ([], [])


def verb_doors():
    """A row that is ready for it, for every verb of every model."""
    for model, model_admin in admin.site._registry.items():
        found = getattr(model_admin, "verbs", ())
        for verb in found:
            ready = [row for row in model._default_manager.all() if verb.is_possible(row)]
            assert ready, f"The test's world has no {model._meta.model_name} to {verb.name}."
            route = f"admin:{model._meta.app_label}_{model._meta.model_name}_verb"
            address = reverse(route, args=[ready[0].pk, verb.name])
            yield f"{model._meta.label_lower} {verb.name}", address, "get"
            yield f"{model._meta.label_lower} {verb.name}", address, "post"


def test_a_role_does_the_verbs_that_the_table_says_and_no_forged_one(visitor, letter, world):
    expected = {
        f"{method} {label} {verb}"
        for label, named in VERBS.items()
        for verb, who in named.items()
        for method in ("get", "post")
        if letter in who
    }
    assert beside(opens(visitor, verb_doors()), expected) == ([], [])


def test_every_form_of_the_desk_refuses_a_request_from_another_site(db, world):
    """The tests above show that each address accepts its form from the site's own page."""
    forger = Client(enforce_csrf_checks=True, **UNWRITTEN)
    forger.force_login(world.users["M"])
    tried = 0
    for doors in (standard_doors(world), other_doors(world), verb_doors()):
        for name, address, method in doors:
            if method == "post":
                answer = forger.post(address)
                assert answer.status_code == 403, name
                assert errors.FORGED in answer.content.decode(), name
                tried += 1
    assert tried > 200


# What is shown -----------------------------------------------------------------------------------

LINK = re.compile(r'(?:href|data-href-template)="(/admin/[^"#]*)')
FORM = re.compile(r'action="(/admin/[^"#]*)')
SHUT = ("/admin/", "/admin/login/")
LEAVES = ("account_logout", "admin:index")
ENOUGH = 3  # addresses of one kind that are tried; the first of them is read

# To the managing editor hardly anything is refused that could be shown.
SHOWN = [
    pytest.param(
        letter,
        id=role.name,
        marks=pytest.mark.everything if role.name == roles.MANAGING_EDITOR else (),
    )
    for letter, role in LETTERS.items()
]


@pytest.mark.parametrize("letter", SHOWN, indirect=True)
def test_nothing_that_a_role_is_shown_is_refused_to_it(desk, visitor):
    read, seen, refused = [("/admin/", "at first")], Counter(), []
    forms = set()
    while read:
        address, shown_on = read.pop()
        answer = desk.get(address, follow=True)
        if is_shut(answer, address) and shown_on != "at first":
            refused.append((answer.status_code, address, shown_on))
        elif "text/html" in answer["Content-Type"]:
            page = answer.content.decode()
            for link in map(html.unescape, LINK.findall(page)):
                kind = kind_of(link)
                if kind[0] in LEAVES or "__fk__" in link:
                    continue
                seen[kind] += 1
                if seen[kind] == 1:
                    read.append((link, address))
                elif seen[kind] <= ENOUGH and is_shut(visitor.get(link, follow=True), link):
                    refused.append((403, link, address))
            for form in {*map(html.unescape, FORM.findall(page))} - forms:
                forms.add(form)
                refused += [(403, form, address)] if _forbids(visitor, form) else []
    assert refused == []
    assert len(seen) > 12


def kind_of(address):
    place = resolve(address.partition("?")[0])
    return place.view_name, place.kwargs.get("name")


def is_shut(answer, address):
    led_to = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    return answer.status_code != 200 or led_to in SHUT


def _forbids(visitor, form):
    """What a form is sent to may want more than its address, but it may not be shut."""
    with transaction.atomic():
        answer = visitor.get(form) if "logout" not in form else None
        transaction.set_rollback(True)
    return answer is not None and answer.status_code == 403

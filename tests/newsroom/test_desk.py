"""Every page of the desk opens, for every model of every app, and says what points at a row."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles import publishing
from articles.content import Content
from articles.models import Article
from desk.links import links_to
from people import editing
from people.models import Person
from tests.newsroom.whole_desk import furnish, pages


@pytest.fixture
def world(ada):
    return furnish(ada)


def test_every_page_of_every_model_opens(sign_in, ada, world):
    desk = sign_in(ada)
    failed = []
    for model, model_admin in admin.site._registry.items():
        for address in pages(model):
            answer = desk.get(address, follow=True)
            closed = address.endswith("/add/") and not model_admin.has_add_permission(
                answer.wsgi_request
            )
            if answer.status_code != (403 if closed else 200):
                failed.append((address, answer.status_code))
    assert failed == []


def test_every_verb_s_page_opens_without_doing_anything(sign_in, ada, world):
    desk = sign_in(ada)
    failed = []
    for model, model_admin in admin.site._registry.items():
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}_verb"
        for verb in getattr(model_admin, "verbs", ()):
            row = model._default_manager.first()
            answer = desk.get(reverse(route, args=[row.pk, verb.name]))
            # A story says why not, on its screen.
            impossible = 302 if model is Article else 403
            if answer.status_code != (200 if verb.is_possible(row) else impossible):
                failed.append((model, verb.name, answer.status_code))
    assert failed == []


def test_the_desk_is_called_after_the_publication(reader, settings):
    page = reader.get("/admin/login/").content.decode()
    assert settings.PUBLICATION["name"] in page


def test_what_points_at_a_person_is_counted_by_each_app(world):
    said = {link.label: link.count for link in links_to(admin.site, world.person)}
    assert {name: said[name] for name in ("credits", "nominations", "ceremonies hosted")} == {
        "credits": 1,
        "nominations": 2,
        "ceremonies hosted": 1,
    }


def test_nothing_points_at_somebody_new(ada):
    newcomer = editing.create(Person, by=ada, name="Nobody Yet")
    assert links_to(admin.site, newcomer) == []


def test_each_thing_that_points_somewhere_has_a_list_that_shows_as_many(sign_in, ada, world):
    desk = sign_in(ada)
    for row in (world.person, world.production, world.company, world.award, world.ceremony):
        for link in links_to(admin.site, row):
            if link.address:
                shown = desk.get(link.address).context["cl"].result_count
                assert (link.label, shown) == (link.label, link.count)


def test_an_editor_pins_a_story_and_the_place_says_who_did(sign_in, ada, world):
    desk = sign_in(ada)
    story = world.stories[0]
    desk.post(
        "/admin/newsroom/frontslot/add/",
        {
            "place": "5",
            "article": story.pk,
            "from_at_0": "2020-09-20",
            "from_at_1": "09:00",
            "until_at_0": "2020-09-21",
            "until_at_1": "09:00",
        },
    )
    page = desk.get("/admin/newsroom/frontslot/?place__exact=5")
    assert [slot.chosen_by for slot in page.context["cl"].queryset] == [ada]


def test_somebody_who_may_not_come_in_is_sent_to_the_door(sign_in, bo):
    bo.is_staff = False
    bo.save()
    answer = sign_in(bo).get("/admin/people/person/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_stories_that_name_somebody_point_there_and_so_do_drafts(ada, world):
    named = [link for link in links_to(admin.site, world.person) if "naming it" in link.label]
    assert [str(link) for link in named] == ["Stories naming it: 3"]
    text = f'<p>Of <a data-record="{world.person.public_id}">him</a>.</p>'
    publishing.start(by=ada, content=Content(headline="A draft", body=text))
    named = [link for link in links_to(admin.site, world.person) if "naming it" in link.label]
    assert [str(link) for link in named] == ["Stories naming it: 3", "Drafts naming it: 1"]

"""The head and the foot of every page."""

import pytest
from django.utils import timezone

from articles.models import CuratedList, CuratedStory, Section
from newsroom.context_processors import site
from tests.articles.stories import draft, published

pytestmark = [pytest.mark.urls("tests.newsroom.urls"), pytest.mark.django_db]


@pytest.fixture
def best():
    """A public list at the foot, with two public stories and a draft."""
    best = CuratedList.objects.create(
        name="Best of the paper", slug="best", is_at_foot=True, published_at=timezone.now()
    )
    stories = [
        published(headline="The hour of *Nomadland*"),
        draft(headline="Still a draft"),
        published(headline="Three, two, one"),
    ]
    for position, story in enumerate(stories):
        CuratedStory.objects.create(curated_list=best, article=story, position=position)
    return best


def test_the_foot_has_the_curated_list_with_its_public_stories_in_order(reader, best):
    foot = reader.get("/").content.decode().partition("site-foot__grid")[2]
    assert "Best of the paper" in foot
    assert "Still a draft" not in foot
    assert foot.index("The hour of <cite>Nomadland</cite>") < foot.index("Three, two, one")


@pytest.mark.parametrize("change", [{"is_at_foot": False}, {"published_at": None}])
def test_a_list_that_is_not_public_or_not_for_the_foot_is_not_there(reader, best, change):
    assert "Best of the paper" in reader.get("/").content.decode()
    CuratedList.objects.filter(pk=best.pk).update(**change)
    assert "Best of the paper" not in reader.get("/").content.decode()


def test_the_head_has_the_sections_in_order_on_their_papers(reader):
    Section.objects.create(name="Film", slug="film", paper="blue", position=2)
    Section.objects.create(name="Awards", slug="awards", paper="gold", position=1)
    head = reader.get("/").content.decode().partition("</header>")[0]
    awards = head.index('<a href="/news/awards/" data-paper="gold">Awards</a>')
    assert awards < head.index('<a href="/news/film/" data-paper="blue">Film</a>')


def test_the_shell_costs_two_queries_however_much_is_in_it(reader, best, django_assert_num_queries):
    with django_assert_num_queries(2):  # the sections, the list at the foot
        reader.get("/")


def test_a_page_that_prints_none_of_it_pays_nothing(rf, best, django_assert_num_queries):
    with django_assert_num_queries(0):
        site(rf.get("/admin/"))


def test_the_page_names_its_one_address_without_what_was_asked_of_it(reader, settings):
    page = reader.get("/awards/?utm_source=elsewhere").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/awards/">' in page

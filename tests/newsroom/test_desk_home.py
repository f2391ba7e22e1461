"""What somebody finds when they come to the desk: theirs, what waits, what goes out, and when."""

import re

import pytest
from django.utils import timezone

from articles import publishing, working_copies
from articles.models import Article, WorkingCopy
from articles.working_copies import State
from awards.models import Award, Ceremony
from people import editing
from photos.models import Picture
from tests.articles.stories import content, draft, published
from tests.world import picture

pytestmark = pytest.mark.both_databases

HOME = "/admin/"
NIGHT = "2020-09-20 18:30:00"


@pytest.fixture
def desk(sign_in, ada, clock):
    clock.set(NIGHT)
    return sign_in(ada)


def panel(client, name):
    """The text of the panel of that name, in words alone."""
    page = client.get(HOME).content.decode()
    part = re.search(rf'aria-labelledby="home-{name}">(.*?)</section>', page, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_an_empty_desk_says_of_each_panel_what_will_stand_there(desk):
    assert panel(desk, "drafts") == (
        "My drafts No drafts Your drafts appear here until they are published. New story"
    )
    assert "Nothing to review" in panel(desk, "waiting")
    assert "Nothing is scheduled" in panel(desk, "timeline")
    assert "Nothing is published yet." in panel(desk, "published")
    assert "No corrections yet." in panel(desk, "corrections")
    assert "No upcoming ceremonies." in panel(desk, "ceremonies")


def test_the_time_is_the_newsroom_s_and_says_so(desk):
    page = desk.get(HOME).content.decode()
    assert "<h1>Evening desk</h1>" in page
    assert "Sunday, September 20, 6:30 pm PT</time>" in page
    assert "All times are Pacific time." in page


@pytest.mark.parametrize(
    ("time", "name"),
    [
        ("04:59", "Night"), ("05:00", "Morning"), ("12:00", "Afternoon"),
        ("17:00", "Evening"), ("21:00", "Night"),
    ],
)  # fmt: skip
def test_the_desk_is_called_after_the_hour(sign_in, ada, clock, time, name):
    clock.set(f"2020-09-20 {time}:00")
    assert f"<h1>{name} desk</h1>" in sign_in(ada).get(HOME).content.decode()


def test_a_draft_is_mine_until_readers_have_all_of_it(desk, ada, bo):
    draft(by=bo, headline="Bo’s")
    mine = draft(by=ada, headline="Three *words* long", body="<p>One two three.</p>")
    Article.objects.update(saved_at=timezone.now())
    assert panel(desk, "drafts") == (
        "My drafts All my stories Headline State Words Saved Three words long Draft 3 6:30 pm PT"
    )
    publishing.publish(mine, by=ada)
    assert "No drafts" in panel(desk, "drafts")
    publishing.save(mine, content(headline="Longer"), by=ada)
    assert "Longer Published, with changes" in panel(desk, "drafts")


def test_what_was_handed_in_waits_with_its_stage_the_longest_first(desk, ada, bo, clock):
    for minute, headline in ((0, "First in"), (20, "Second in")):
        clock.set(f"2020-09-20 18:{minute:02}:00")
        publishing.submit(draft(by=bo, headline=headline), by=bo)
    clock.set("2020-09-20 18:30:00")
    assert panel(desk, "waiting").endswith(
        "First in Bo Reyes Submitted 30 min Second in Bo Reyes Submitted 10 min"
    )


def test_what_went_out_today_stands_over_the_line_and_what_comes_under_it(desk, ada, clock):
    clock.set("2020-09-19 12:00:00")
    published(by=ada, headline="Yesterday’s")
    clock.set("2020-09-20 16:10:00")
    published(by=ada, headline="Out already")
    clock.set(NIGHT)
    later = clock.set("2020-09-20 23:30:00")
    sooner = clock.set("2020-09-20 20:00:00")
    clock.set(NIGHT)
    publishing.schedule(draft(by=ada, headline="At half past eleven"), by=ada, at=later)
    held = draft(by=ada, headline="Under embargo")
    publishing.embargo(held, by=ada, until=sooner)
    publishing.publish(held, by=ada)
    said = panel(desk, "timeline")
    order = [
        "4:10 pm PT",
        "Out already",
        "Now, 6:30 pm PT",
        "8 pm PT",
        "Under embargo",
        "Embargo lifts",
    ]
    order += ["11:30 pm PT", "At half past eleven", "Publishes"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "Yesterday’s" not in said


def test_recently_published_shows_what_readers_see_not_what_is_saved_since(desk, ada):
    story = published(by=ada, headline="As readers have it")
    publishing.save(story, content(headline="Not yet"), by=ada)
    said = panel(desk, "published")
    assert "As readers have it 6:30 pm PT" in said
    assert "with changes that readers don’t see yet" in said
    assert "Not yet" not in said


def test_a_correction_is_there_with_its_words(desk, ada):
    publishing.correct(published(by=ada, headline="On *Ozark*"), by=ada, text="It was *Hulu*.")
    assert "On Ozark Correction, 6:30 pm PT : It was Hulu ." in panel(desk, "corrections")


def test_ceremonies_to_come_are_those_whose_day_is_not_over(desk, ada):
    award = editing.create(Award, by=ada, name="Primetime Emmy Awards")
    for name, day in (
        ("Tonight’s", "2020-09-20"),
        ("Last year’s", "2019-09-22"),
        ("Later", "2021"),
    ):
        editing.create(Ceremony, by=ada, name=name, award=award, year_label=day[:4], held_on=day)
    assert panel(desk, "ceremonies") == (
        "Upcoming ceremonies Tonight’s September 20, 2020, no categories yet Board "
        "Later 2021, no categories yet Board"
    )


def test_the_sums_count_what_there_is(desk, ada, bo):
    published(by=ada)
    publishing.submit(draft(by=bo), by=bo)
    publishing.schedule(draft(by=ada), by=ada, at=timezone.now() + timezone.timedelta(days=1))
    picture("Nobody’s", credit="")
    page = desk.get(HOME).content.decode()
    sums = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<a [^>]+>)?(\d+)", page))
    assert sums == {
        "published today": "1",
        "waiting for an editor": "1",
        "scheduled or embargoed": "1",
        "pictures without credit or rights": "1",
    }
    assert Picture.objects.count() == 1


def unsaved(by, story, headline):
    state = State(f"{WorkingCopy.objects.count():020}", 1)
    typed = {"headline": [headline], "body": ["<p>One two.</p>"]}
    working_copies.keep(by=by, state=state, story=story, based_on=1, typed=typed)


def test_what_somebody_typed_and_didn_t_save_is_listed_for_them_and_leads_on(
    desk, sign_in, ada, bo
):
    assert "Not saved yet" not in desk.get(HOME).content.decode()
    unsaved(ada, None, "Half a *title*")
    unsaved(ada, draft(by=ada), "")
    page = desk.get(HOME).content.decode()
    listed = " ".join(re.sub(r"<[^>]+>", " ", page[page.index("Not saved yet") :]).split())
    assert listed.startswith("Not saved yet Untitled Changes to a story, 6:30 pm PT, 2 words.")
    assert "Half a title New story, 6:30 pm PT, 2 words." in listed
    restore = re.search(r'href="(/admin/articles/article/add/[^"]+)"', page)[1]
    assert "Half a *title*</textarea>" in desk.get(restore).content.decode()
    assert "Half a" not in sign_in(bo).get(HOME).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_home_costs_thirteen_queries_however_much_there_is(
    desk, ada, bo, number, django_assert_max_num_queries
):
    for n in range(number):
        draft(by=ada, headline=f"Draft {n}")
        publishing.submit(draft(by=bo, headline=f"In {n}"), by=bo)
        publishing.correct(published(by=ada, headline=f"Out {n}"), by=ada, text="It was Hulu.")
        unsaved(ada, draft(by=ada), f"Typed {n}")
    desk.get(HOME)
    # The session, its user, their rights; what waits; and the nine of admin_site.home.
    with django_assert_max_num_queries(13):
        desk.get(HOME)


def test_somebody_without_a_role_finds_a_desk_with_nothing_on_it(sign_in, enters, ada):
    published(by=ada, headline="Ada’s")
    page = sign_in(enters("cy", "Cy Ames")).get(HOME)
    assert page.status_code == 200
    assert "Ada’s" not in page.content.decode()
    assert "New story" not in page.content.decode()


@pytest.fixture
def writer(sign_in, bo, clock):
    clock.set(NIGHT)
    return sign_in(bo)


def test_a_writer_reads_there_what_is_out_and_opens_as_a_reader_what_isnt_theirs(writer, ada, bo):
    story = published(by=ada, headline="Ada’s, out")
    publishing.correct(story, by=ada, text="It was *Hulu*.")
    mine = published(by=bo, headline="Bo’s, out")
    publishing.save(story, content(headline="Not yet told"), by=ada)
    page = writer.get(HOME).content.decode()
    assert "Ada’s, out" in panel(writer, "published")
    assert "It was Hulu" in panel(writer, "corrections")
    assert page.count(f'href="{story.get_absolute_url()}"') == 2
    assert f'href="/admin/articles/article/{story.pk}/change/"' not in page
    assert f'href="/admin/articles/article/{mine.pk}/change/"' in page
    assert "Not yet told" not in page
    assert "with changes" not in page
    sums = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<a [^>]+>)?(\d+)", page))
    assert sums == {
        "published today": "2",
        "my stories waiting for an editor": "0",
        "my stories scheduled or embargoed": "0",
    }


def test_what_isnt_public_of_others_is_nowhere_on_a_writer_s_home(writer, ada, clock):
    draft(by=ada, headline="Hidden draft")
    publishing.submit(draft(by=ada, headline="Hidden, handed in"), by=ada)
    later = timezone.now() + timezone.timedelta(hours=2)
    publishing.schedule(draft(by=ada, headline="Hidden, scheduled"), by=ada, at=later)
    gone = published(by=ada, headline="Hidden, withdrawn")
    publishing.correct(gone, by=ada, text="Hidden correction")
    publishing.withdraw(gone, by=ada, because="Hidden reason")
    page = writer.get(HOME).content.decode()
    assert "Hidden" not in page
    assert "<dt>published today</dt><dd>0" in page


def test_a_writer_s_empty_panels_say_what_a_writer_can_do(writer):
    assert panel(writer, "waiting") == (
        "My stories in review None of your stories is in review "
        "A story you submit appears here until an editor publishes it or sends it back."
    )
    assert panel(writer, "timeline").startswith(
        "My scheduled stories Times are Pacific time None of your stories is scheduled"
    )
    page = writer.get(HOME).content.decode()
    for button in ("“Publish", "“Schedule", "“Correct"):
        assert button not in page


def test_who_writes_no_stories_is_not_told_to(sign_in, enters, clock):
    clock.set(NIGHT)
    page = sign_in(enters("cy", "Cy Ames", "Record editor"))
    assert panel(page, "drafts") == "My drafts No drafts Your role doesn’t include writing stories."


def test_why_a_story_came_back_is_told_under_my_drafts_until_it_is_handed_in(writer, ada, bo):
    story = draft(by=bo, headline="Two sources")
    publishing.submit(story, by=bo)
    publishing.send_back(story, by=ada, reason="Needs a second source.")
    assert "Two sources Sent back by Ada Quill: Needs a second source." in panel(writer, "drafts")
    publishing.submit(story, by=bo)
    assert "Sent back" not in writer.get(HOME).content.decode()

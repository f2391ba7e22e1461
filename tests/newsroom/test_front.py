"""The front page: pinned, then newest, and nothing twice."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import publishing
from articles.models import CuratedList, CuratedStory, Section
from newsroom.models import FrontSlot
from tests.articles.stories import published
from tests.people.pages import rows
from tests.world import picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = timedelta(hours=1)


def front(reader):
    page = reader.get("/")
    assert page.status_code == 200
    return page.content.decode()


def words(html):
    return re.sub(r" ([,.])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", html).split()))


def headlines(html):
    """Of the whole page but its foot, in order."""
    return re.findall(r'href="/\d{4}/\d\d/[^"]+">([^<]+)</a>', html.partition("<footer")[0])


@pytest.fixture
def at_hour(clock):
    """`at_hour(9)` publishes "At 9" at nine; the clock stands at 9 in the evening afterwards."""

    def at_hour(*hours, **changes):
        made = []
        for hour in hours:
            clock.set(f"2020-09-20 {hour:02}:00:00")
            made.append(published(**{"headline": f"At {hour}", **changes}))
        clock.set("2020-09-20 21:00:00")
        return made

    return at_hour


def pin(story, place, **fields):
    return FrontSlot.objects.create(
        article=story, place=place, **({"from_at": timezone.now() - HOUR} | fields)
    )


# Order ---------------------------------------------------------------------------------------------


def test_the_newest_leads_where_nobody_arranged_anything(reader, at_hour):
    at_hour(*range(6, 20))
    assert headlines(front(reader))[:9] == [f"At {hour}" for hour in range(19, 10, -1)]


def test_what_is_pinned_has_its_place_and_the_newest_fill_the_others(reader, at_hour):
    stories = at_hour(*range(6, 20))
    pin(stories[0], FrontSlot.Place.LEAD)
    pin(stories[1], FrontSlot.Place.THIRD)
    shown = headlines(front(reader))
    assert shown[:5] == ["At 6", "At 19", "At 7", "At 18", "At 17"]
    assert len(shown) == len(set(shown))


def test_a_pin_holds_from_its_beginning_to_its_end(reader, at_hour, clock):
    old, _ = at_hour(6, 19)
    starts = clock.set("2020-09-20 21:00:00")
    pin(old, 1, from_at=starts, until_at=starts + HOUR)
    leads = []
    for moment in ("20:59:59", "21:00:00", "21:59:59", "22:00:00"):
        clock.set(f"2020-09-20 {moment}")
        leads.append(headlines(front(reader))[0])
    assert leads == ["At 19", "At 6", "At 6", "At 19"]


def test_an_old_story_can_be_pinned_among_many_newer_ones(reader, clock):
    clock.set("2020-09-01 12:00:00")
    old = published(headline="Of old")
    for minute in range(50):
        clock.set(f"2020-09-20 12:{minute:02}:00")
        published(headline=f"New {minute}")
    pin(old, 1)
    assert headlines(front(reader))[0] == "Of old"


def test_a_pinned_story_that_is_withdrawn_leaves_its_place(reader, at_hour):
    pinned, _ = at_hour(6, 19)
    pin(pinned, 1)
    publishing.withdraw(pinned, by=None, because="Wrong.")
    assert headlines(front(reader)) == ["At 19"]


def test_the_later_of_two_pins_to_one_place_wins_and_the_other_story_stays_on_the_page(
    reader, at_hour
):
    first, second, _ = at_hour(6, 7, 19)
    pin(first, 1, from_at=timezone.now() - 2 * HOUR)
    pin(second, 1)
    assert headlines(front(reader)) == ["At 7", "At 19", "At 6"]


def test_no_story_stands_twice_on_a_full_page(reader, at_hour):
    sections = [Section.objects.create(name=f"Desk {n}", slug=f"desk-{n}") for n in range(5)]
    stories = []
    for hour in range(4, 20):
        section = sections[hour % 5].public_id
        stories += at_hour(
            hour, section=section, related=tuple(s.public_id for s in reversed(stories))
        )
    best = CuratedList.objects.create(
        name="Best", slug="best", is_at_foot=True, published_at=timezone.now()
    )
    for place, story in enumerate(stories[::3]):
        CuratedStory.objects.create(curated_list=best, article=story, position=place)
    shown = headlines(front(reader))
    assert sorted(shown) == sorted(set(shown))
    assert len(shown) == 13


def test_the_lead_points_to_what_its_editor_chose(reader, at_hour):
    other, *_ = at_hour(*range(1, 9))
    at_hour(20, related=(other.public_id,))
    links = front(reader).partition('class="lead__more"')[2].partition("</ul>")[0]
    assert headlines(links) == ["At 1"]


# Parts ---------------------------------------------------------------------------------------------


def test_the_page_has_the_date_of_its_newest_story(reader, at_hour):
    at_hour(9, 17)
    bar = words(front(reader).partition('class="masthead__bar">')[2].partition("</nav>")[0])
    assert bar.startswith("Sunday, September 20, 2020 5 pm PT")
    assert "Day 264 of 366" in bar


def test_each_section_shows_its_newest_that_stand_nowhere_else(reader, at_hour):
    film = Section.objects.create(name="Film", slug="film").public_id
    at_hour(*range(10, 20))
    at_hour(1, 2, 3, 4, section=film)
    desk = front(reader).partition('class="tab"')[2].partition("</section>")[0]
    assert headlines(desk) == ["At 4", "At 3", "At 2"]


def test_a_picture_without_rights_is_not_shown(reader, at_hour):
    shown, kept = picture("Shown"), picture("Kept back", rights="none")
    at_hour(8, lead_picture=shown.public_id)
    (story,) = at_hour(9)
    type(story).objects.filter(pk=story.pk).update(lead_picture=kept)
    page = front(reader)
    assert (kept.public_id in page, shown.public_id in page) == (False, True)


def test_an_empty_site_says_what_will_come(reader):
    page = front(reader)
    assert "The first published story will appear here." in page
    assert "Awards season" not in page
    assert page.count("<h1") == 1


# The season ------------------------------------------------------------------------------------------


@pytest.fixture
def season():
    """The Emmys of 2020 with six programs' awards, and the next Oscars."""
    emmys, oscars = (
        rows.award(),
        rows.award("Oscars", short_name="Oscars", family="", slug="oscars"),
    )
    night = rows.ceremony(emmys, 2020, name="72nd Emmys", short_name="72nd Emmys")
    rows.ceremony(oscars, 2021, held_on="2021-04-25")
    rows.ceremony(oscars, 2019, held_on="2019-02-24")
    creek, watchmen = rows.production("Schitt’s Creek"), rows.production("Watchmen")
    for number in range(6):
        line = rows.category(emmys, f"Category {number}", basis="production")
        winner = watchmen if number == 5 else creek
        rows.nomination(rows.contest(night, line), production=winner, won=True)
    return night


def test_the_season_is_the_ceremonies_around_the_days_news(reader, at_hour, season, clock):
    at_hour(9)
    clock.set("2020-09-21 09:00:00")
    published(headline="The day after")
    track = front(reader).partition('class="track"')[2].partition("</ol>")[0]
    assert words(track).endswith("Emmys September 20, 2020 Oscars April 25, 2021 In 216 days")
    assert track.count("data-held") == 1


def test_the_score_says_what_each_program_won(reader, season, clock):
    clock.set("2020-09-21 09:00:00")
    published()
    page = words(front(reader))
    assert "By program, 72nd Emmys" in page
    assert "Schitt’s Creek 5 Watchmen 1 Counted from the 6 categories in the record." in page
    assert "Wins by program, 72nd Emmys" in page
    type(season).objects.update(winners_complete=True)
    assert "Counted from" not in words(front(reader))
    assert "Wrapped 72nd Emmys Awards handed out 6 Next call April 25, 2021, Oscars" in page


def test_before_the_ceremony_nobody_knows_who_won(reader, season, clock):
    clock.set("2020-09-19 09:00:00")
    published()
    page = words(front(reader))
    assert "Schitt’s Creek" not in page
    assert "Next call September 20, 2020, Emmys" in page


def test_an_envelope_is_sealed_until_its_winner_is_known_even_where_he_is_entered(
    reader, season, clock
):
    clock.set("2020-09-20 21:00:00")
    published()
    page = words(front(reader))
    assert "Category 0 Category 1 Category 2" in page.partition("Still sealed")[2]


def test_a_ceremony_that_is_not_public_is_not_of_the_season(reader, season, clock):
    clock.set("2020-09-21 09:00:00")
    published()
    rows.hide(season)
    page = front(reader)
    assert words(page.partition('class="track"')[2].partition("</ol>")[0]).endswith(
        'of the season"> Oscars April 25, 2021 In 216 days'
    )
    assert "Schitt’s Creek" not in page


# Pinning -------------------------------------------------------------------------------------------


def test_a_pin_that_ends_before_it_begins_is_refused_with_a_sentence(at_hour):
    now = timezone.now()
    slot = FrontSlot(article=at_hour(9)[0], place=1, from_at=now, until_at=now - HOUR)
    with pytest.raises(ValidationError, match="The end must be later than the start."):
        slot.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        slot.save()


def test_a_place_that_the_page_does_not_have_is_refused(at_hour):
    with pytest.raises(ValidationError, match="not a valid choice"):
        FrontSlot(article=at_hour(9)[0], place=6).full_clean()


@pytest.mark.parametrize(
    ("from_hour", "until_hour", "is_free"),
    [(0, 1, True), (0, 2, False), (2, 3, False), (3, None, True), (0, None, False)],
)
def test_a_place_is_given_to_one_story_at_a_time(at_hour, clock, from_hour, until_hour, is_free):
    first, second = at_hour(8, 9)
    noon = clock.set("2020-09-20 12:00:00")
    pin(first, 1, from_at=noon + HOUR, until_at=noon + 3 * HOUR)
    until = noon + until_hour * HOUR if until_hour else None
    slot = FrontSlot(article=second, place=1, from_at=noon + from_hour * HOUR, until_at=until)
    if is_free:
        slot.full_clean()
    else:
        with pytest.raises(ValidationError, match="“At 8” already has this place at that time."):
            slot.full_clean()
    FrontSlot(article=second, place=2, from_at=slot.from_at, until_at=until).full_clean()

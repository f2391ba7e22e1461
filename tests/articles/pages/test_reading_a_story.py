"""What a reader finds on a story's page."""

import re

import pytest
from django.utils import timezone

from articles.models import Author, Byline, Correction, Section, Tag, Update
from awards import results
from awards.models import Nominee
from people.models import Entity
from tests.articles.stories import published
from tests.people.pages import rows
from tests.world import link, picture

pytestmark = pytest.mark.django_db

NIGHT = "2020-09-20 18:31:00"


def page_of(reader, story):
    answer = reader.get(story.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def words(html):
    """What is printed, without markup and with single spaces."""
    return re.sub(r" ([,.])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", html).split()))


@pytest.fixture
def emmys():
    """The 2014 and 2020 Emmys of Mark Ruffalo, and the film of 2014 and series of 2020."""
    award = rows.award()
    ruffalo, hbo = rows.person("Mark Ruffalo", occupations="Actor"), rows.company("HBO")
    lead = rows.category(award, "Lead Actor")
    movie = rows.category(award, "Television Movie", basis="production")
    heart = rows.production("The Normal Heart", year=2014, house=hbo)
    twins = rows.production("I Know This Much Is True", year=2020, house=hbo)
    then = rows.ceremony(award, 2014, held_on="2014-08-25", nominations_announced_on="2014-07-10")
    now = rows.ceremony(award, 2020)
    rows.nomination(rows.contest(then, movie), ruffalo, production=heart, won=True)
    rows.nomination(rows.contest(then, lead), ruffalo, production=heart)
    contest = rows.contest(now, lead, name="Outstanding Lead Actor in a Limited Series")
    irons = rows.person("Jeremy Irons")
    rows.nomination(contest, irons, production=rows.production("Watchmen", house=hbo))
    rows.nomination(contest, ruffalo, production=twins, won=True, position=1)
    return {"award": award, "contest": contest, "ruffalo": ruffalo, "twins": twins, "irons": irons}


def tally_box(emmys):
    return (
        f'<div data-tally="{emmys["ruffalo"].public_id}"'
        f' data-award="{emmys["award"].public_id}"></div>'
    )


def nominees_box(emmys):
    return f'<div data-nominees="{emmys["contest"].public_id}"></div>'


# Around the text -----------------------------------------------------------------------------------


def test_the_headline_has_its_titles_in_italics_and_the_tab_has_it_plain(reader):
    page = page_of(reader, published(headline="A second Emmy, for *The Twins* & co"))
    assert "<h1>A second Emmy, for <cite>The Twins</cite> &amp; co</h1>" in page
    assert "<title>A second Emmy, for The Twins &amp; co | The Call Sheet</title>" in page


def test_search_engines_are_told_what_the_editor_wrote_for_them(reader):
    page = page_of(reader, published(search_title="Ruffalo wins", search_description="In short."))
    assert "<title>Ruffalo wins | The Call Sheet</title>" in page
    assert '<meta name="description" content="In short.">' in page


def test_the_bylines_say_who_wrote_where_and_who_helped(reader):
    names = ("Ann Lee", "Bo Reyes", "Cy Tran")
    ids = [Author.objects.create(name=n, slug=n[:2].lower()).public_id for n in names]
    roles = (Byline.Role.WRITER, Byline.Role.WRITER, Byline.Role.REPORTING)
    story = published(bylines=tuple(zip(ids, roles, strict=True)), dateline="Los Angeles")
    page = words(page_of(reader, story))
    assert "By Ann Lee and Bo Reyes in Los Angeles Additional reporting by Cy Tran" in page


def test_a_story_says_when_it_came_out_in_the_newsrooms_time(reader, clock):
    clock.set(NIGHT)
    page = page_of(reader, published())
    assert '<time datetime="2020-09-20T18:31-07:00">6:31 pm PT, September 20, 2020</time>' in page
    assert "Updated" not in page
    assert '<footer class="notes"' not in page


def test_updates_and_corrections_are_printed_on_their_paper(reader, clock):
    clock.set(NIGHT)
    story = published()
    at = clock.set("2020-09-20 18:38:00")
    Update.objects.create(article=story, note="Adds the speech.", made_at=at)
    at = clock.set("2020-09-21 09:05:00")
    text = "*Normal People* was shown on Hulu."
    Correction.objects.create(article=story, text=text, made_at=at)
    page = words(page_of(reader, story))
    assert "White 6:31 pm, first edition Blue 6:38 pm, update Pink September 21, correction" in page
    assert "Updated September 21" in page
    pink = "Pink revision, correction, 9:05 am PT, September 21, 2020. Normal People was shown"
    assert page.index(pink) < page.index("Blue revision, 6:38 pm PT. Adds the speech.")


def test_a_note_from_the_future_waits_for_its_time(reader, clock):
    at = clock.set("2020-09-20 19:00:00")
    clock.set(NIGHT)
    story = published()
    Update.objects.create(article=story, note="Adds the speech.", made_at=at)
    assert "Adds the speech." not in page_of(reader, story)
    clock.set("2020-09-20 19:00:00")
    assert "Adds the speech." in page_of(reader, story)


def test_the_kicker_leads_to_the_first_tag_and_the_section(reader):
    tags = [Tag.objects.create(name=n, slug=n.lower()) for n in ("Speeches", "HBO")]
    page = page_of(reader, published(tags=tuple(t.public_id for t in tags), kind="profile"))
    kicker = page.partition('<p class="kicker">')[2].partition("</p>")[0]
    assert words(kicker) == "Speeches Awards Profile"
    assert 'href="/tags/speeches/"' in kicker
    assert 'href="/news/awards/"' in kicker


def test_the_lead_picture_has_its_caption_and_credit(reader):
    shown = picture("Two profiles", caption="As filed.", credit="Ann Lee")
    story = published(lead_picture=shown.public_id, lead_caption="One face, two brothers.")
    page = page_of(reader, story)
    assert "One face, two brothers." in page
    assert "As filed." not in page
    assert 'alt="Two profiles"' in page
    assert "Photograph: Ann Lee" in page


def test_a_picture_whose_rights_are_taken_back_is_gone_from_the_story(reader):
    lead, inside = picture("Lead"), picture("Inside")
    body = f'<p>See.</p><figure data-picture="{inside.public_id}"></figure>'
    story = published(lead_picture=lead.public_id, body=body)
    assert page_of(reader, story).count("<img") == 2
    type(lead).objects.update(rights="none")
    assert page_of(reader, story).count("<img") == 0


# Names ---------------------------------------------------------------------------------------------


def test_a_name_leads_to_its_page_and_opens_its_card(reader, emmys):
    page = page_of(reader, published(body=f"<p>{link(emmys['ruffalo'])} won.</p>"))
    card = f"card-{emmys['ruffalo'].public_id}"
    assert f'<a class="entity" href="/people/mark-ruffalo/" data-card="{card}">' in page
    assert page.count(f'id="{card}"') == 1


def test_a_name_that_is_not_public_is_plain_words(reader, emmys):
    story = published(body=f"<p>It is {link(emmys['ruffalo'])}, twice.</p>")
    rows.hide(emmys["ruffalo"])
    page = page_of(reader, story)
    assert "It is Mark Ruffalo, twice." in page
    assert "mark-ruffalo" not in page
    assert "In this story" not in page


def test_a_name_whose_row_was_merged_leads_to_the_survivor(reader, emmys):
    twin = rows.person("Marc Ruffalo")
    story = published(body=f"<p>{link(twin)} won.</p>")
    Entity.objects.filter(pk=twin.pk).update(published_at=None, merged_into=emmys["ruffalo"])
    page = page_of(reader, story)
    assert 'href="/people/mark-ruffalo/"' in page
    assert ">Marc Ruffalo</a> won." in page


def test_in_this_story_lists_people_and_productions_first_as_the_text_names_them(reader, emmys):
    rows.credit(emmys["twins"], emmys["ruffalo"], characters=["Dominick Birdsey", "Thomas Birdsey"])
    award, irons = emmys["award"], emmys["irons"]
    names = (award, emmys["ruffalo"], emmys["twins"], irons)
    body = "<p>" + ", ".join(map(link, names)) + "</p>" + nominees_box(emmys)
    rail = (
        page_of(reader, published(body=body)).partition('id="inthis"')[2].partition("</aside>")[0]
    )
    assert words(rail.partition("<ol")[2]) == (
        'class="cast-list"> 1 MR Mark Ruffalo Dominick and Thomas Birdsey'
        " 2 I KNOW THIS MUCH IS TRUE I Know This Much Is True Limited series, HBO, 2020"
        " 3 JI Jeremy Irons Nominee, Watchmen 4 Primetime Emmy Awards Award"
    )


def test_more_than_nine_names_fold_and_keep_their_numbers(reader):
    people = [rows.person(f"Actor {n}") for n in range(12)]
    page = page_of(reader, published(body="<p>" + ", ".join(map(link, people)) + "</p>"))
    assert "And 3 more names in the record" in page
    fold = page.partition("<details")[2].partition("</details>")[0]
    assert re.findall(r'aria-hidden="true">(\d+)<', fold) == ["10", "11", "12"]


# Boxes ---------------------------------------------------------------------------------------------


def test_a_nominees_box_marks_the_winner_and_prints_him_first(reader, emmys, clock):
    clock.set("2020-09-21 12:00:00")
    page = page_of(reader, published(body="<p>Won.</p>" + nominees_box(emmys)))
    box = words(page.partition('<div class="nominees">')[2].partition("</ol>")[0])
    assert box.startswith("Lead Actor in a Limited Series Past winners")
    assert box.index("Mark Ruffalo I Know This Much Is True, HBO Winner") < box.index(
        "Jeremy Irons Watchmen, HBO"
    )


def test_a_box_in_a_story_from_before_the_ceremony_does_not_know_who_won(reader, emmys, clock):
    clock.set("2020-09-01 12:00:00")
    story = published(body="<p>Who?</p>" + nominees_box(emmys) + tally_box(emmys))
    clock.set("2024-01-01 12:00:00")
    page = words(page_of(reader, story))
    assert "Winner" not in page
    assert page.index("Jeremy Irons") < page.index("Mark Ruffalo")
    assert "Mark Ruffalo at the Emmys Full record nominations 3 win 1" in page
    Update.objects.create(article=story, note="He won.", made_at=timezone.now())
    assert "nominations 3 wins 2 years apart 6" in words(page_of(reader, story))


def test_a_nominees_box_says_why_somebody_does_not_stand_and_that_an_award_was_taken_back(
    reader, emmys
):
    won = emmys["contest"].nominations.get(result="won")
    results.set_result(won, "rescinded", by=None, note="Not eligible.")
    page = page_of(reader, published(body="<p>So.</p>" + nominees_box(emmys)))
    box = words(page.partition('<div class="nominees">')[2].partition("</ol>")[0])
    assert box.startswith("Lead Actor in a Limited Series Award rescinded. Past winners")
    assert box.endswith("I Know This Much Is True, HBO Not eligible. Rescinded")


def test_a_box_without_anybody_is_not_printed_unless_nobody_won(reader, emmys):
    contest = emmys["contest"]
    Nominee.objects.filter(nomination__contest=contest).delete()
    contest.nominations.all().delete()
    story = published(body="<p>So.</p>" + nominees_box(emmys))
    assert "nominees" not in page_of(reader, story)
    results.declare_no_award(contest, by=None)
    box = page_of(reader, story).partition('<div class="nominees">')[2]
    assert words(box.partition("</div>")[0]).endswith("No award. Past winners")
    assert "<ol" not in box.partition("</section>")[0]


@pytest.mark.parametrize(
    ("wins", "figures"),
    [
        ({2000: "competitive", 2010: "honorary"}, ["1 nomination", "1 win, plus one honorary"]),
        ({2010: "honorary"}, ["1 honorary Emmy"]),
        ({1990: "competitive", 1995: "juried", 2005: "competitive"}, ["3 nominations", "3 wins"]),
        (
            {1990: "competitive", 2005: "juried"},
            ["2 nominations", "2 wins", "15 years apart"],
        ),
    ],
)
def test_a_tally_box_says_what_counts_and_how_far_two_wins_are_apart(reader, emmys, wins, figures):
    award, lange = emmys["award"], rows.person("Angela Lane")
    for year, tally in wins.items():
        line = rows.category(award, f"Line of {year}", tally=tally)
        rows.nomination(rows.contest(rows.ceremony(award, year), line), lange, won=True)
    page = page_of(reader, published(body="<p>So.</p>" + tally_box(emmys | {"ruffalo": lange})))
    said = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page.partition('class="facts"')[2])
    assert [f"{number} {noun}" for noun, number in said] == figures


def test_a_tally_box_where_nothing_counts_has_rows_and_no_figures(reader, emmys):
    award, person = emmys["award"], rows.person("Wade Drew")
    contest = rows.contest(rows.ceremony(award, 2012), rows.category(award, "Writing"))
    rows.nomination(contest, person, result="withdrawn", note="At his wish.")
    page = page_of(reader, published(body="<p>So.</p>" + tally_box(emmys | {"ruffalo": person})))
    box = page.partition('class="facts"')[2].partition("</table>")[0]
    assert "<dl" not in box
    assert words(box).endswith("2012 Writing Withdrawn At his wish.")


def test_a_box_is_not_printed_for_what_is_not_public(reader, emmys):
    story = published(body="<p>Won.</p>" + nominees_box(emmys) + tally_box(emmys))
    boxes = ("nominees", '<div class="facts">')
    assert [box in page_of(reader, story) for box in boxes] == [True, True]
    rows.hide(emmys["award"])
    assert [box in page_of(reader, story) for box in boxes] == [False, False]


# What to read next ---------------------------------------------------------------------------------


def headlines(html):
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", html)


def test_more_from_has_what_the_editor_chose_then_the_newest_of_the_first_tag(reader, clock):
    tag = Tag.objects.create(name="Emmys 2020", slug="emmys-2020").public_id
    clock.set("2020-09-20 12:00:00")
    chosen = published(headline="Chosen")
    for hour in range(13, 19):
        clock.set(f"2020-09-20 {hour}:00:00")
        published(headline=f"At {hour}", tags=(tag,))
    story = published(headline="This one", tags=(tag,), related=(chosen.public_id,))
    more = page_of(reader, story).partition('id="more"')[2]
    assert words(more.partition("</h2>")[0]) == ">More from Emmys 2020"
    assert headlines(more) == ["Chosen", "At 18", "At 17", "At 16"]


def test_a_story_without_tags_offers_more_of_its_section(reader):
    published(headline="Another of the section")
    other = Section.objects.create(name="Film", slug="film").public_id
    published(headline="Of film", section=other)
    assert headlines(page_of(reader, published()).partition('id="more"')[2]) == [
        "Another of the section"
    ]


def test_the_first_and_only_story_offers_nothing_more(reader):
    assert "More from" not in page_of(reader, published())


def test_a_story_can_be_sent_by_mail(reader, settings):
    page = page_of(reader, published(headline="*Watchmen* & more"))
    address = re.search(r'href="mailto:\?subject=([^&]*)&amp;body=([^"]*)"', page)
    assert address[1] == "Watchmen%20%26%20more"
    assert address[2].startswith("http%3A%2F%2Ftestserver%2F2")

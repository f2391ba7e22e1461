"""The search page, and what is offered while a reader types."""

import html
import re
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import publishing
from articles.models import Article
from people import editing
from search.models import Document
from tests.articles.stories import draft, published
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def words(markup):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()))


def page(reader, asked):
    answer = reader.get(f"/search/?{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def main(reader, asked):
    return page(reader, asked).partition("<main")[2].partition("</main>")[0]


def headings(markup):
    return [words(found) for found in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", markup)]


def numbers(markup):
    """What stands beside each kind."""
    found = re.findall(r'value="(\w+)"( checked)?> \w+ <span class="n">(\d+)</span>', markup)
    return {kind: (int(n), bool(checked)) for kind, checked, n in found}


@pytest.fixture
def season(ada):
    """Ruffalo, his series, the Emmys, and two stories that name him."""
    made = [
        rows.person("Mark Ruffalo", occupations="actor, producer"),
        rows.company("HBO", type="network"),
        rows.production("I Know This Much Is True", summary="With Mark Ruffalo.", year=2020),
        rows.award(),
    ]
    emmys = made[-1]
    night = rows.ceremony(emmys, 2020, name="72nd Primetime Emmy Awards")
    contest = rows.contest(night, rows.category(emmys, "Lead Actor"))
    rows.nomination(contest, made[0], production=made[2], won=True)
    published(headline="Mark Ruffalo, for *I Know This Much Is True*", dek="An Emmy.")
    published(headline="Who watched", body="<p>It was late. Then <em>Ruffalo</em> & co won.</p>")
    call_command("rebuild_search", verbosity=0)


# What is found ---------------------------------------------------------------------------------------


def test_the_best_match_stands_first_then_stories_then_the_record(reader, season):
    found = main(reader, "q=ruffalo")
    assert "Our record of these awards is incomplete." in words(found)
    assert headings(found) == [
        "Mark Ruffalo",
        "Stories",
        "Mark Ruffalo , for I Know This Much Is True",
        "Who watched",
        "Productions",
        "Nominations",
    ]
    assert numbers(found) == {
        "stories": (2, True),
        "people": (1, True),
        "productions": (1, True),
        "companies": (0, True),
        "awards": (0, True),
    }
    assert "4 results" in words(found)
    assert "Actor, producer. Emmys: 1 won" in words(found)
    assert "2020 Lead Actor Emmys, I Know This Much Is True Won" in words(found)


def test_words_are_marked_in_headlines_titles_and_passages_and_all_else_is_escaped(reader, season):
    found = main(reader, "q=ruffalo+much")
    assert (
        "Mark <mark>Ruffalo</mark>, for <cite>I\xa0Know This <mark>Much</mark> Is True</cite>"
        in found
    )
    assert "Then <mark>Ruffalo</mark> &amp; co won." in main(reader, "q=ruffalo")


def test_a_phrase_over_the_edge_of_a_title_is_marked_word_by_word(reader, season):
    found = main(reader, "q=%22for+i+know%22")
    assert "<mark>for</mark> <cite><mark>I</mark> <mark>Know</mark> This" in found


def test_a_passage_ends_where_the_text_does_and_does_not_go_on_into_the_dek(reader):
    published(headline="A", dek="And so it goes.", body="<p>One.</p><p>At five, the envelope.</p>")
    assert '<p class="dek">At five, the <mark>envelope</mark>.</p>' in main(reader, "q=envelope")


def test_the_award_itself_is_the_best_match(reader, season):
    found = main(reader, "q=emmys")
    assert headings(found)[0] == "Primetime Emmy Awards"
    assert "2020" in words(found.partition("found-awards")[2])


def test_one_kind_is_listed_page_by_page(reader):
    for number in range(45):
        rows.person(f"Ann {number:02} Ruffalo")
    call_command("rebuild_search", verbosity=0)
    names, address = [], "q=ruffalo&kind=people"
    while address:
        found = main(reader, address)
        names += re.findall(r"Ann \d\d", words(found.partition('class="hits"')[2]))
        more = re.search(r'href="/search/\?([^"]+)" rel="next"', found)
        address = html.unescape(more[1]) if more else ""
    assert sorted(names) == [f"Ann {number:02}" for number in range(45)]
    assert "Best match" not in words(main(reader, "q=ruffalo&kind=people").partition("head")[2])


def test_a_kind_leads_to_all_of_it(reader):
    for number in range(9):
        published(headline=f"Emmy {number}")
    found = main(reader, "q=emmy")
    assert len(re.findall(r"<article", found)) == 5
    assert 'href="/search/?q=emmy&amp;kind=stories">All 9</a>' in found
    assert len(re.findall(r"<article", main(reader, "q=emmy&kind=stories"))) == 9


def test_kinds_can_be_left_out_and_the_numbers_stay(reader, season):
    found = main(reader, "q=ruffalo&kind=people&kind=productions")
    assert headings(found) == ["Mark Ruffalo", "Productions", "Nominations"]
    assert numbers(found)["stories"] == (2, False)
    assert "2 results" in words(found)


def test_newest_first_is_by_the_clock(reader, clock):
    clock.set("2020-09-20 20:00:00")
    published(headline="Emmy, the older")
    clock.set("2020-09-20 21:00:00")
    published(headline="The newer", dek="Emmy.")
    assert headings(main(reader, "q=emmy"))[1:] == ["Emmy , the older", "The newer"]
    assert headings(main(reader, "q=emmy&order=date"))[1:] == ["The newer", "Emmy , the older"]


# What is not -----------------------------------------------------------------------------------------


def test_a_mistyped_name_shows_what_was_meant_and_says_so(reader, season):
    found = main(reader, "q=ruffallo")
    assert "No results for “ruffallo”. Showing 4 results for Ruffalo" in words(found)
    assert 'value="ruffallo"' in found
    assert headings(found)[0] == "Mark Ruffalo"


def test_a_name_half_typed_is_offered_as_a_plain_list(reader, season):
    found = main(reader, "q=ruf")
    assert "0 results" in words(found)
    assert "Mark Ruffalo Actor, producer" in words(found)
    assert 'href="/people/mark-ruffalo/"' in found


def test_words_found_only_apart_are_offered_one_by_one(reader, season):
    found = words(main(reader, "q=hbo+ruffalo"))
    assert "No results for “hbo ruffalo”" in found
    assert "Try one of these words: hbo , ruffalo ." in found


@pytest.mark.parametrize("asked", ["", "q=", "q=+", "q=%00", "kind=people", "page=1"])
def test_an_empty_search_says_what_can_be_typed(reader, season, asked):
    found = words(main(reader, asked))
    assert "Search people, titles, awards and stories Type a name, a title, an award" in found
    assert "result" not in found


@pytest.mark.parametrize(
    "asked", ["q=qqqqqq", "q=%22", "q=%3F%3F", "q=%F0%9F%91%A9", "q=%3Cscript%3E"]
)
def test_a_hopeless_search_says_what_to_try_and_shows_nothing_that_does_not_match(
    reader, season, asked
):
    found = main(reader, asked)
    assert "0 results" in words(found)
    assert "Try fewer words or another spelling" in words(found)
    assert "Ruffalo" not in found
    assert "<script" not in found


def test_a_kind_with_nothing_in_it_says_where_to_look(reader, season):
    found = main(reader, "q=ruffalo&kind=companies")
    assert "No results of this type" in words(found)
    assert 'href="/search/?q=ruffalo">See all results</a>' in found


@pytest.mark.parametrize("kind", ["kind=people", "kind=people&kind=stories"])
def test_where_no_kind_has_anything_no_other_kind_is_pointed_at(reader, season, kind):
    found = words(main(reader, f"q=zzzz&{kind}"))
    assert "No results of this type" not in found
    assert "Try fewer words or another spelling" in found


def test_a_short_word_with_another_letter_is_offered_and_not_taken_for_what_was_meant(reader, ada):
    for name in ("Hulu", "Emmy"):
        rows.company(name)
    call_command("rebuild_search", verbosity=0)
    found = main(reader, "q=hulk")
    assert "0 results Did you mean Hulu ?" in words(found)
    assert 'href="/search/?q=Hulu"' in found
    assert "Showing 1 result for Emmy" in words(main(reader, "q=emy"))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"zzzz mark"', "No results for “zzzz mark”"),
        ('"zzzz mark" x', "No results for “‘zzzz mark’ x”"),
        ("“zzzz”", "No results for “zzzz”"),
        ('zz"', 'No results for “zz"”'),
        ("zz's", "No results for “zz's”"),
    ],
)
def test_quotation_marks_that_were_typed_are_not_printed_twice(reader, typed, printed):
    assert printed in words(main(reader, f"q={quote(typed)}"))


def test_a_correction_is_printed_as_names_are_written(reader, season):
    assert "Showing 3 results for Mark Ruffalo" in words(main(reader, "q=mark+ruffallo"))


@pytest.mark.parametrize(
    "asked",
    [
        "q=emmy&kind=stories&page=2",
        "q=emmy&page=2",
        "q=emmy&kind=stories&page=0",
        "q=emmy&kind=stories&page=-1",
        "q=emmy&kind=stories&page=x",
        "q=emmy&kind=stories&page=%C2%B2",
        "q=emmy&kind=stories&page=",
        "q=emmy&kind=stories&page=51",
        "q=emmy&kind=stories&page=0001999",
        "q=emmy&kind=stories&page=99999999999999999999",
        "page=2",
    ],
)
def test_a_page_that_no_search_has_is_missing(reader, asked):
    published(headline="An Emmy")
    assert reader.get(f"/search/?{asked}").status_code == 404


def test_what_nobody_knows_of_is_as_good_as_left_out(reader, season):
    plain = page(reader, "q=ruffalo")
    assert page(reader, "q=ruffalo&kind=recipes&order=taste&utm_source=x") == plain


def test_the_words_asked_for_are_escaped_wherever_they_stand(reader):
    nasty = "%3Cb%3E%22%27%26%3C/title%3E%3Cscript%3E"
    for asked in (f"q={nasty}", f"q={nasty}+emmy&kind=stories"):
        found = page(reader, asked)
        assert "<b>" not in found.replace("<b>No results", "").replace("<b>Search people", "")
        assert "</title><" not in found.replace("</title>\n", "")
        assert "<script>" not in found


# Only what is public ---------------------------------------------------------------------------------


def test_a_scheduled_story_is_found_at_its_moment(reader, clock):
    clock.set("2020-09-20 20:00:00")
    nine = clock.set("2020-09-20 21:00:00")
    clock.set("2020-09-20 20:00:00")
    published(headline="Opens at nine", at=nine)
    for moment, total in (("20:59:59", 0), ("21:00:00", 1), ("21:00:01", 1)):
        clock.set(f"2020-09-20 {moment}")
        assert f"{total} result" in words(main(reader, "q=opens"))


def test_a_withdrawn_story_is_gone_at_once(reader, ada):
    story = published(headline="A second Emmy")
    publishing.withdraw(story, by=ada, because="It was wrong.")
    assert "0 results" in words(main(reader, "q=second+emmy"))


def test_a_row_that_says_too_much_shows_nothing(reader, season):
    """The story and the entity are asked once more, whatever the index holds."""
    found = main(reader, "q=ruffalo")
    assert "Who watched" in found
    assert 'href="/people/mark-ruffalo/"' in found
    assert "Mark Ruffalo" in reader.get("/search/suggest/?q=mark").content.decode()
    Article.objects.filter(headline="Who watched").update(withdrawn_at=timezone.now())
    for person in rows.Person.objects.all():
        rows.hide(person)
    found = main(reader, "q=ruffalo")
    assert "Who watched" not in found
    assert 'href="/people/mark-ruffalo/"' not in found
    assert "Mark Ruffalo" not in reader.get("/search/suggest/?q=mark").content.decode()


def test_a_draft_is_not_found_by_anybody(reader, sign_in, ada):
    draft(headline="Still secret")
    for who in (reader, sign_in(ada)):
        assert "0 results" in words(main(who, "q=still+secret"))


# The frame -------------------------------------------------------------------------------------------


def test_no_search_engine_keeps_the_page_and_no_address_is_said_to_be_its_own(reader, season):
    found = page(reader, "q=ruffalo")
    assert '<meta name="robots" content="noindex">' in found
    assert "canonical" not in found
    assert "<title>Search for “ruffalo” | The Call Sheet</title>" in found


def test_every_page_has_the_search_and_the_search_page_has_one(reader, season):
    for address in ("/", "/awards/", "/nowhere/", "/people/mark-ruffalo/"):
        assert 'action="/search/"' in reader.get(address).content.decode(), address
    assert page(reader, "q=ruffalo").count('type="search"') == 1


def test_suggestions_are_links_and_nothing_else(reader, season):
    answer = reader.get("/search/suggest/?q=mark+r")
    assert answer["X-Robots-Tag"] == "noindex"
    assert words(answer.content.decode()) == "Mark Ruffalo Actor, producer"
    assert 'href="/people/mark-ruffalo/"' in answer.content.decode()
    assert words(reader.get("/search/suggest/?q=72nd").content.decode()) == (
        "72nd Primetime Emmy Awards Ceremony"
    )


@pytest.mark.parametrize("asked", ["", "?q=", "?q=m", "?q=%00", "?q=qqqq", "?q=%22%27"])
def test_nothing_is_suggested_where_nothing_begins_so(reader, season, asked):
    answer = reader.get(f"/search/suggest/{asked}")
    assert (answer.status_code, answer.content.split()) == (200, [])


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_a_search_changes_nothing(reader, address):
    assert reader.post(address, {"q": "x"}).status_code == 405
    assert reader.head(f"{address}?q=x").status_code == 200


def test_a_search_that_finds_nothing_costs_a_bounded_number_of_queries(
    reader, season, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        page(reader, "q=ruffallo+emny+markk+qqqqqq+zzzzzz")
    with django_assert_max_num_queries(20):
        page(reader, "q=ruffallo")


def test_names_changed_at_the_desk_are_found_at_once(reader, ada, season):
    person = rows.Person.objects.get()
    editing.rename(person, by=ada, name="Mark Rufalo")
    assert headings(main(reader, "q=rufalo"))[0] == "Mark Rufalo"
    assert Document.objects.filter(title="Mark Ruffalo").count() == 0


# The sample ------------------------------------------------------------------------------------------


def test_in_the_sample_the_names_that_people_type_lead_where_they_mean(reader, sample):
    best = {
        typed: headings(main(reader, f"q={typed}"))[0]
        for typed in ("ruffalo", "ruffallo", "emmys", "emy", "schitts", "jfk", "disney plus", "hbo")
    }
    assert best == {
        "ruffalo": "Mark Ruffalo",
        "ruffallo": "Mark Ruffalo",
        "emmys": "Primetime Emmy Awards",
        "emy": "Primetime Emmy Awards",
        "schitts": "Schitt ’s Creek",
        "jfk": "John F. Kennedy",
        "disney plus": "Disney +",
        "hbo": "HBO",
    }

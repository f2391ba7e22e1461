"""Whatever an editor does is what readers find, in the same transaction."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles import addresses, publishing, tagging
from articles.models import Article, Author, Section, Tag
from awards.models import Award
from people import editing
from people.merging import merge
from people.models import Credit, Entity, EntityName, Person, Production, Release
from search import documents
from search.documents import Entry
from search.find import find
from search.models import Document
from search.suggest import suggest
from tests.articles.stories import content, draft, published
from tests.people.pages import rows
from tests.search.entries import LONG_AGO, found

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


def titles(words, **options):
    return [
        hit.title.replace("\x02", "").replace("\x03", "") for hit in find(words, **options).hits
    ]


# Stories -----------------------------------------------------------------------------------------


def test_a_draft_is_not_found_and_a_published_story_is():
    story = draft(headline="A second Emmy", dek="For *Nomadland*.")
    assert titles("emmy") == []
    publishing.publish(story, by=None)
    assert titles("emmy nomadland") == ["A second Emmy"]
    assert titles("calloway envelope") == ["A second Emmy"]
    assert suggest("second emmy") == []


def test_a_story_is_found_by_the_title_that_the_desk_gave_it_for_search():
    published(headline="The envelope", search_title="Ruffalo wins")
    assert [hit.tier.name for hit in find("ruffalo wins").hits] == ["ABOUT"]


def test_a_save_changes_nothing_that_readers_find_until_it_is_published():
    story = published(headline="A second Emmy")
    publishing.save(story, content(headline="A third Emmy"), by=None)
    assert titles("emmy") == ["A second Emmy"]
    publishing.publish(story, by=None)
    assert titles("emmy") == ["A third Emmy"]
    assert titles("second") == []


def test_a_withdrawn_story_is_gone_and_a_reinstated_one_is_back():
    story = published(headline="A second Emmy")
    publishing.withdraw(story, by=None, because="It was wrong.")
    assert (titles("emmy"), find("emmy").total) == ([], 0)
    publishing.reinstate(story, by=None)
    assert titles("emmy") == ["A second Emmy"]


def test_a_scheduled_story_is_found_from_its_moment_on_unless_it_is_unscheduled():
    nine = timezone.now() + HOUR
    story = published(headline="At nine", at=nine)
    assert (titles("nine"), titles("nine", at=nine)) == ([], ["At nine"])
    publishing.unschedule(story, by=None)
    assert titles("nine", at=nine) == []


def test_an_embargo_moves_the_moment_and_lifting_it_moves_it_back():
    nine = timezone.now() + HOUR
    story = published(headline="At nine", at=nine)
    publishing.embargo(story, by=None, until=nine + HOUR)
    assert (titles("nine", at=nine), titles("nine", at=nine + HOUR)) == ([], ["At nine"])
    publishing.embargo(story, by=None, until=None)
    assert titles("nine", at=nine) == ["At nine"]


def test_a_publication_that_is_taken_back_leaves_nothing_to_find():
    story = draft(headline="A second Emmy")
    with transaction.atomic():
        publishing.publish(story, by=None)
        transaction.set_rollback(True)
    assert titles("emmy") == []


def test_an_author_s_new_name_finds_the_author_s_stories():
    published(headline="A second Emmy")
    author = Author.objects.get()
    author.name = "Ines Vane"
    addresses.save(author, by=None)
    assert titles("ines vane") == ["A second Emmy"]
    assert titles("calloway") == []


def test_a_story_is_found_by_its_tags_and_its_section_as_they_are_called_now(ada):
    fall, other = (Tag.objects.create(name=name, slug=name) for name in ("fall festivals", "galas"))
    reviews = Section.objects.create(name="Reviews", slug="reviews")
    story = published(
        headline="A second Emmy",
        tags=(fall.public_id, other.public_id),
        section=reviews.public_id,
    )
    for typed in ("fall festivals", "galas", "reviews", "reviews festivals emmy"):
        assert titles(typed) == ["A second Emmy"], typed
    hit = find("festivals").hits[0]
    assert (hit.tier.name, hit.passage) == ("ABOUT", "")
    fall.name, reviews.name = "Autumn", "Criticism"
    addresses.save(fall, by=None)
    addresses.save(reviews, by=None)
    assert titles("autumn criticism") == ["A second Emmy"]
    assert titles("festivals") == titles("reviews") == []
    tagging.merge(other, into=fall, by=ada)
    assert (titles("autumn"), titles("galas")) == (["A second Emmy"], [])
    publishing.save(story, content(headline="A second Emmy", tags=()), by=None)
    assert titles("autumn") == ["A second Emmy"]
    publishing.publish(story, by=None)
    assert titles("autumn") == titles("criticism") == []
    call_command("rebuild_search", stdout=(said := io.StringIO()))
    assert "story              1 can be found, 0 rewritten" in said.getvalue()


def test_of_a_merge_of_tags_that_is_only_foreseen_nothing_is_found():
    autumn, fall = (Tag.objects.create(name=name, slug=name) for name in ("Autumn", "Fall"))
    published(headline="A second Emmy", tags=(fall.public_id,))
    tagging.preview(fall, into=autumn)
    assert (titles("fall"), titles("autumn")) == (["A second Emmy"], [])


# The record --------------------------------------------------------------------------------------


def test_a_person_is_natural_keys_cached_public_under_every_name_that_may_be_shown(ada):
    person = editing.create(Person, by=ada, name="Mark Ruffalo", occupations="actor")
    names = [
        EntityName(entity=person, name="Ruff", kind="alias"),
        EntityName(entity=person, name="Marco Rufolo", kind="search hint", shown="never"),
        EntityName(entity=person, name="Left Behind", kind="former", shown="never"),
        EntityName(entity=person, name="Billed Once", kind="stage", shown="credits"),
    ]
    editing.save_rows(person, by=ada, saved=names)
    assert titles("ruffalo") == []
    editing.publish(person, by=ada)
    for typed in ("mark ruffalo", "ruff", "marco rufolo", "ruffalo actor"):
        assert titles(typed) == ["Mark Ruffalo"], typed
    for typed in ("left behind", "left", "billed once", "billed"):
        assert (titles(typed), suggest(typed)) == ([], []), typed
    editing.unpublish(person, by=ada)
    assert (titles("ruffalo"), suggest("ruffalo")) == ([], [])


def test_a_search_hint_that_may_be_shown_is_still_never_offered(ada):
    person = rows.person("Mark Ruffalo")
    alias = EntityName(entity=person, name="Marco Rufolini", kind="alias")
    editing.save_rows(person, by=ada, saved=[alias])
    assert find("rufollini").did_you_mean == "Rufolini"
    alias.kind = "search hint"
    same = EntityName(entity=person, name="Mark RUFFALO", kind="search hint")
    editing.save_rows(person, by=ada, saved=[alias, same])
    assert (alias.shown, same.shown) == ("always", "always")
    assert titles("rufolini") == ["Mark Ruffalo"]
    assert find("rufollini").did_you_mean == ""
    assert find("ruffallo").did_you_mean == "Ruffalo"


def test_a_name_that_is_taken_off_finds_nobody(ada):
    person = rows.person("Mark Ruffalo")
    ruff = EntityName(entity=person, name="Ruff", kind="alias")
    editing.save_rows(person, by=ada, saved=[ruff])
    editing.save_rows(person, by=ada, removed=[ruff])
    assert titles("ruff") == []


def test_a_change_and_a_new_name_are_found_at_once_and_the_old_name_if_it_is_kept(ada):
    person = rows.person("Thandie Newton")
    editing.change(person, by=ada, summary="Plays a host.")
    assert titles("host") == ["Thandie Newton"]
    editing.rename(person, by=ada, name="Thandiwe Newton", keep_as="former", shown="credits")
    assert (titles("thandiwe"), titles("thandie")) == (["Thandiwe Newton"], [])
    editing.rename(person, by=ada, name="T. Newton", keep_as="former")
    assert titles("thandiwe") == ["T. Newton"]


def test_of_two_that_become_one_the_survivor_alone_is_found(ada):
    loser, survivor = rows.person("Marc Ruffalo"), rows.person("Mark Ruffalo")
    call_command("rebuild_search", verbosity=0)
    assert titles("ruffalo") == ["Marc Ruffalo", "Mark Ruffalo"]
    merge(loser, into=survivor, by=ada, shown="always")
    assert titles("ruffalo") == titles("marc") == ["Mark Ruffalo"]


def test_ceremonies_and_categories_follow_their_award(ada):
    emmys = rows.award()
    rows.ceremony(emmys, 2020, name="72nd Primetime Emmy Awards")
    rows.category(emmys)
    editing.change(emmys, by=ada, summary="Given in September.")
    assert titles("2020 emmys") == ["72nd Primetime Emmy Awards"]
    assert titles("lead actor emmy") == ["Lead Actor in a Limited Series or Movie"]
    editing.rename(emmys, by=ada, name="Television Prizes")
    editing.change(emmys, by=ada, short_name="Prizes", family="")
    assert titles("2020 prizes") == ["72nd Primetime Emmy Awards"]
    assert titles("lead actor emmy") == []


def test_what_hangs_on_an_award_that_nobody_sees_is_not_found():
    emmys = rows.award()
    rows.ceremony(emmys, 2020)
    Award.objects.update(published_at=None)
    call_command("rebuild_search", verbosity=0)
    assert titles("emmys") == []


def test_an_award_of_a_family_is_called_so_only_if_its_name_says_so(ada):
    for made in (
        rows.award(),
        rows.award("Academy Honors", short_name="", slug="honors", public_id="honors"),
    ):
        editing.change(made, by=ada, summary="Given.")
    assert [hit.tier.name for hit in find("emmy").hits] == ["NAME", "TEXT"]
    assert titles("emmy") == ["Primetime Emmy Awards", "Academy Honors"]


def test_by_date_a_production_stands_by_its_first_release_and_a_night_by_its_own(ada):
    emmys = rows.award()
    for year in (2015, 2021):
        rows.ceremony(emmys, year, name=f"The {2021 - year + 66}th Primetime Emmy Awards")
    hidden = rows.company("Hidden House", type="network")
    editing.unpublish(hidden, by=ada)
    for name, year in (("Wolf Hall", 2015), ("Angels", 2003), ("Undated", None)):
        rows.production(name, year=year, type="series")
    angels = Production.objects.get(name="Angels")
    editing.save_rows(
        angels, by=ada, saved=[Release(production=angels, company=hidden, date="1990")]
    )
    call_command("rebuild_search", verbosity=0)
    night = ["The 66th Primetime Emmy Awards", "The 72th Primetime Emmy Awards"]
    assert titles("emmy", order="date") == [*night, "Primetime Emmy Awards"]
    assert titles("series", order="date") == ["Wolf Hall", "Angels", "Undated"]
    sooner = [Release(production=angels, company=hidden, date="2022")]
    angels.releases.all().delete()
    editing.save_rows(angels, by=ada, saved=sooner)
    assert titles("series", order="date") == ["Wolf Hall", "Angels", "Undated"]
    editing.publish(hidden, by=ada)
    assert titles("series", order="date") == ["Angels", "Wolf Hall", "Undated"]
    editing.unpublish(hidden, by=ada)
    assert titles("series", order="date") == ["Wolf Hall", "Angels", "Undated"]


def test_a_character_finds_who_plays_it_and_where_as_long_as_readers_see_both(ada):
    ruffalo, film = rows.person("Mark Ruffalo"), rows.production("The Avengers", year=2012)
    banner = Credit(
        production=film, party=ruffalo, role="actor", characters=["Bruce Banner", "Hulk"]
    )
    editing.save_rows(film, by=ada, saved=[banner])
    both = ["Mark Ruffalo", "The Avengers"]
    assert titles("bruce banner") == titles("hulk") == both
    assert find("hulk").hits[0].tier.name == "TEXT"
    assert suggest("hulk") == []
    editing.unpublish(film, by=ada)
    assert titles("hulk") == []
    tomorrow = timezone.now() + 24 * HOUR
    editing.publish(film, by=ada, at=tomorrow)
    assert (titles("hulk"), titles("hulk", at=tomorrow)) == ([], ["The Avengers"])
    editing.unpublish(film, by=ada)
    editing.publish(film, by=ada)
    assert titles("hulk") == both
    editing.unpublish(ruffalo, by=ada)
    assert titles("hulk") == []
    editing.publish(ruffalo, by=ada)
    twin = rows.person("Marc Ruffalo")
    merge(ruffalo, into=twin, by=ada)
    assert titles("hulk") == ["Marc Ruffalo", "The Avengers"]
    banner.refresh_from_db()
    banner.characters = ["Doctor Banner"]
    editing.save_rows(twin, by=ada, saved=[banner])
    assert (titles("hulk"), titles("doctor")) == ([], ["Marc Ruffalo", "The Avengers"])
    editing.save_rows(film, by=ada, removed=[banner])
    assert titles("doctor") == []
    call_command("rebuild_search", stdout=(said := io.StringIO()))
    assert said.getvalue().count(" 0 rewritten or removed") == 8


def test_who_comes_after_the_film_is_found_by_the_part_from_the_first_moment(ada):
    now = timezone.now()
    ruffalo = editing.create(Person, by=ada, name="Mark Ruffalo")
    film = editing.create(Production, by=ada, name="The Avengers", type="film")
    hulk = Credit(production=film, party=ruffalo, role="actor", characters=["Hulk"])
    editing.save_rows(film, by=ada, saved=[hulk])
    for number, row in enumerate((film, ruffalo), start=1):
        editing.publish(row, by=ada, at=now + number * HOUR)
    assert [hit.kind for hit in find("hulk", at=now + 2 * HOUR).hits] == ["person"]


def test_what_readers_did_not_see_of_a_double_is_found_beside_the_one_that_stays(ada):
    ruffalo, hidden = rows.person("Mark Ruffalo"), rows.person("Mark Rufalo", published_at=None)
    film = rows.production("The Avengers")
    hulk = Credit(production=film, party=hidden, role="actor", characters=["Hulk"])
    editing.save_rows(film, by=ada, saved=[hulk])
    assert titles("hulk") == []
    merge(hidden, into=ruffalo, by=ada)
    assert titles("hulk") == ["Mark Ruffalo", "The Avengers"]


def test_who_plays_in_a_double_that_readers_did_not_see_is_found_by_the_part(ada):
    ruffalo, film = rows.person("Mark Ruffalo"), rows.production("The Avengers")
    hidden = rows.production("Avengers", published_at=None)
    hulk = Credit(production=hidden, party=ruffalo, role="actor", characters=["Hulk"])
    editing.save_rows(hidden, by=ada, saved=[hulk])
    assert titles("hulk") == []
    merge(hidden, into=film, by=ada)
    assert titles("hulk") == ["Mark Ruffalo", "The Avengers"]


def test_a_film_stands_by_its_first_night_once_its_house_s_double_is_one_that_readers_see(ada):
    house, hidden = rows.company("HBO"), rows.company("Home Box", published_at=None)
    older, newer = rows.production("Older", type="film"), rows.production("Newer", type="film")
    for film, company, date in ((older, house, "2015"), (newer, hidden, "2020")):
        shown = Release(production=film, company=company, date=date)
        editing.save_rows(film, by=ada, saved=[shown])
    assert titles("film", order="date") == ["Older", "Newer"]
    merge(hidden, into=house, by=ada)
    assert titles("film", order="date") == ["Newer", "Older"]


def test_a_refused_verb_leaves_what_was_found(ada):
    person = rows.person("Mark Ruffalo")
    editing.change(person, by=ada, summary="An actor.")
    with pytest.raises(editing.Refused):
        editing.change(person, by=ada, name="")
    assert titles("ruffalo") == ["Mark Ruffalo"]


# All of it ---------------------------------------------------------------------------------------


def test_of_the_sample_everything_public_is_found_and_nothing_else(sample):
    public = {(str(e.kind), e.pk) for e in Entity.objects.public()}
    public |= {("story", story.pk) for story in Article.objects.public()}
    told = {(row.get_kind_display(), row.row) for row in Document.objects.all()}
    assert told == public


def test_a_name_typed_whole_finds_its_bearer_first(sample, everything):
    astray = []
    for entity in Entity.objects.public().order_by("pk")[:: 1 if everything else 5]:
        namesakes = Entity.objects.public().filter(folded_name=entity.folded_name)
        first = found(entity.name, limit=max(1, namesakes.count()))
        if (str(entity.kind), entity.pk) not in first:
            astray.append(entity.name)
    assert astray == []


def test_rebuilding_puts_right_whatever_passed_the_verbs_by(ada):
    person = rows.person("Mark Ruffalo")
    published(headline="A second Emmy")
    Document.objects.filter(kind=1).delete()
    documents.put(Entry("person", 10**6, "A ghost", LONG_AGO))
    documents.put(Entry("person", person.pk, "Somebody Else", LONG_AGO))
    said = io.StringIO()
    call_command("rebuild_search", stdout=said)
    assert (titles("ruffalo"), titles("emmy")) == (["Mark Ruffalo"], ["A second Emmy"])
    assert titles("ghost") == titles("somebody") == []
    assert "person             1 can be found, 2 rewritten or removed" in said.getvalue()
    assert "story              1 can be found, 1 rewritten or removed" in said.getvalue()
    again = io.StringIO()
    call_command("rebuild_search", stdout=again)
    assert again.getvalue().count(" 0 rewritten or removed") == 8


def test_rebuilding_some_at_a_time_leaves_the_others_to_be_found(monkeypatch):
    monkeypatch.setattr("people.search_rows.AT_ONCE", 1)
    for name in ("Mark Ruffalo", "Ruffalo Family", "Marc Ruffalo"):
        rows.person(name)
    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", stdout=(said := io.StringIO()))
    assert "person             3 can be found, 0 rewritten or removed" in said.getvalue()


def test_publishing_costs_a_handful_of_queries_more(django_assert_max_num_queries):
    story = published(headline="A second Emmy")
    publishing.save(story, content(headline="A third Emmy"), by=None)
    with django_assert_max_num_queries(45):
        publishing.publish(story, by=None)

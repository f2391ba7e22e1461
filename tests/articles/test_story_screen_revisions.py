"""Revisions at the desk: nobody is overwritten, any two are compared, an old one comes back."""

import re

import pytest
from django.urls import reverse

from articles import publishing
from articles.admin.naming import names
from articles.models import Tag
from tests.articles.stories import content, draft, published
from tests.articles.test_story_screen import change, form
from tests.people.pages import rows
from tests.world import picture

# What a form sends is in stars: where there is script, a text box without them stands in its place.
STORED = re.compile("<textarea.*?</textarea>|<input[^>]*>", re.DOTALL)


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def page(desk, article, name, query="", **more):
    address = reverse(f"admin:articles_article_{name}", kwargs={"pk": article.pk, **more})
    return desk.get(address + query)


def test_a_clash_shows_both_texts_where_they_differ(desk, ada, bo):
    article = draft(by=ada, headline="The start", body="<p>He won.</p>")
    mine = form(article, headline="Mine", body="<p>He won twice.</p>")
    publishing.save(article, content(headline="Theirs", body="<p>He won.</p>"), by=bo)
    answer = desk.post(change(article), mine)
    changes = answer.context["clash"]["changes"]
    assert [(c.label, c.before) for c in changes] == [
        ("Headline", "Theirs"),
        ("Body", "<p>He won.</p>"),
    ]
    assert "Bo Reyes saved Blue after you opened this story." in answer.content.decode()
    assert "Save mine on top of theirs" in answer.content.decode()
    assert 'name="based_on" value="1"' in answer.content.decode()


def test_no_screen_of_the_desk_shows_a_title_by_its_stars(desk, ada, bo):
    article = published(by=ada, headline="The *Old* story", dek="On *Old*.")
    mine = form(article, headline="The *New* story", dek="On *New*.")
    publishing.correct(article, by=ada, text="It was *Old*.")
    publishing.update(article, by=ada, note="Adds *Old*.")
    publishing.save(article, content(headline="The *Older* story", dek="On *Older*."), by=bo)
    at = "admin:articles_article_"
    screens = [
        change(article),
        *(reverse(f"{at}{name}", args=[article.pk]) for name in ("revisions", "history")),
        reverse(f"{at}compare", args=[article.pk]) + "?from=1&to=2",
        reverse(f"{at}restore", args=[article.pk, 1]),
        reverse(f"{at}verb", args=[article.pk, "publish"]),
        *(
            reverse(f"admin:articles_{name}_changelist")
            for name in ("article", "revision", "correction", "update")
        ),
        reverse("admin:index"),
    ]
    for screen in screens:
        shown = STORED.sub("", desk.get(screen).content.decode())
        assert "Old" in shown, screen
        assert re.findall(r".{20}\*\w+\*.{20}", shown) == [], screen
    clash = STORED.sub("", desk.post(change(article), mine).content.decode())
    assert re.findall(r".{20}\*\w+\*.{20}", clash) == []


def test_mine_is_saved_on_top_only_of_what_was_looked_at(desk, ada, bo):
    article = draft(by=ada)
    mine = form(article, headline="Mine")
    publishing.save(article, content(headline="Theirs"), by=bo)
    publishing.save(article, content(headline="Theirs again"), by=bo)
    late = desk.post(change(article), mine | {"_on_top": "2"})
    assert late.context["clash"]["newest"].number == 3
    assert desk.post(change(article), mine | {"_on_top": "3"}).status_code == 302
    article.refresh_from_db()
    assert (article.newest.number, article.newest.headline) == (4, "Mine")


def test_a_revision_is_told_by_its_paper_its_author_and_what_it_changed(desk, ada):
    article = draft(by=ada)
    publishing.save(article, content(headline="Other"), by=ada)
    lines = page(desk, article, "revisions").context["lines"]
    assert [(one.paper_name, str(one.revision.saved_by), one.what) for one in lines] == [
        ("Blue", "ada", "Headline"),
        ("White", "ada", "First revision"),
    ]


def test_two_revisions_are_compared_in_words_and_by_name(desk, ada):
    tag = Tag.objects.create(name="HBO <b>", slug="hbo")
    article = draft(by=ada, body="<p>His first Emmy.</p>")
    publishing.save(article, content(body="<p>His second Emmy.</p>", tags=(tag.public_id,)), by=ada)
    shown = page(desk, article, "compare", "?from=2&to=1").content.decode()
    assert "His <del>first</del><ins>second</ins> Emmy." in shown
    assert "<ins>HBO &lt;b&gt;</ins>" in shown


def boxes(number):
    """A body with so many boxes of every kind and speakers, each of its own row."""
    award = rows.award(f"Award of {number}")
    night = rows.ceremony(award, 2020)
    found = []
    for n in range(number):
        person = rows.person(f"Person {n} of {number}")
        contest = rows.contest(night, rows.category(award, f"Category {n} of {number}"))
        found.append(
            f'<blockquote data-speaker="" data-record="{person.public_id}"><p>{n}</p></blockquote>'
            f'<figure data-picture="{picture(f"Picture {n}").public_id}"></figure>'
            f'<div data-nominees="{contest.public_id}"></div>'
            f'<div data-tally="{person.public_id}" data-award="{award.public_id}"></div>'
        )
    return "".join(found)


def test_a_clash_and_a_comparison_say_boxes_and_speakers_by_name(desk, ada, bo):
    article = draft(by=ada)
    mine = form(article, body=boxes(1))
    publishing.save(article, content(headline="Theirs"), by=bo)
    clash = desk.post(change(article), mine).content.decode()
    publishing.save(article, content(body=mine["body"]), by=bo)
    compared = page(desk, article, "compare", "?from=2&to=3").content.decode()
    contest = "Outstanding Category 0 of 1, Emmys 2020"
    for shown in (
        clash.partition("Somebody else saved first")[2].partition("</section>")[0],
        compared,
    ):
        assert "Tally: Person 0 of 1, Award of 1" in shown
        assert f"Nominees: {contest}" in shown
        assert "Picture: Picture 0" in shown
        assert "Quotation: Person 0 of 1" in shown
        assert "Box:" not in shown
        assert "FigureRef" not in shown


@pytest.mark.parametrize("number", [1, 12])
def test_names_cost_as_many_queries_for_one_box_as_for_twelve(
    ada, number, django_assert_max_num_queries
):
    whole = content(body=boxes(number), tags=("gone",), related=("gone",), lead_picture="gone")
    empty = content()
    with django_assert_max_num_queries(7):
        named = names(empty, whole, user=ada)
    assert named("bylines", "ines") == "Ines Calloway"
    assert named("tags", "gone") == "deleted (gone)"


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=9", "?from=x&to=1", "?from=1&to=²"])
def test_a_revision_that_isnt_there_is_missing(desk, ada, query):
    assert page(desk, draft(by=ada), "compare", query).status_code == 404


def test_an_old_revision_comes_back_as_a_new_one_and_readers_see_nothing_of_it(desk, ada):
    article = published(by=ada, headline="The first")
    publishing.save(article, content(headline="The second"), by=ada)
    asked = page(desk, article, "restore", number=1)
    assert [(c.before, c.after) for c in asked.context["changes"]] == [("The second", "The first")]
    address = reverse("admin:articles_article_restore", args=[article.pk, 1])
    assert desk.post(address).url == change(article)
    article.refresh_from_db()
    assert (article.newest.number, article.newest.headline) == (3, "The first")
    assert article.live.number == 1


def test_older_revisions_are_on_further_pages(desk, ada):
    article = draft(by=ada)
    for turn in range(54):
        publishing.save(article, content(headline=f"Take {turn}"), by=ada)
    first = page(desk, article, "revisions")
    assert [len(first.context["lines"]), first.context["older"]] == [50, 6]
    older = page(desk, article, "revisions", "?before=6")
    assert [one.revision.number for one in older.context["lines"]] == [5, 4, 3, 2, 1]

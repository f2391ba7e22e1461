"""The verbs: what each makes true, what each refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import publishing
from articles.content import Content
from articles.models import Article
from articles.refusals import Clash
from articles.stages import Stage
from history.models import Change
from photos.models import Picture
from tests.articles.stories import TEXT, content, draft, log_of, published
from tests.people.pages import rows
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


def verbs(article):
    return list(log_of(article).order_by("pk").values_list("verb", flat=True))


def test_a_draft_has_a_revision_and_no_copy_for_readers(ada):
    article = draft(by=ada)
    assert (article.newest.number, article.newest.headline) == (1, "An envelope is opened")
    assert (article.headline, article.body, article.published_at) == ("", "", None)


def test_publishing_copies_the_newest_revision_out(ada, clock):
    now = clock.set("2020-09-20 18:31:00")
    article = published(by=ada)
    assert (article.headline, article.body, article.slug) == (
        "An envelope is opened",
        TEXT,
        "an-envelope-is-opened",
    )
    assert (article.published_at, article.live, article.word_count) == (now, article.newest, 8)
    assert verbs(article) == ["saved", "published"]


def test_saving_a_published_story_changes_nothing_that_readers_have(ada):
    article = published(by=ada)
    before = Article.objects.filter(pk=article.pk).values(*READERS_HAVE).get()
    publishing.save(article, content(headline="Rewritten", body="<p>All new.</p>"), by=ada)
    assert Article.objects.filter(pk=article.pk).values(*READERS_HAVE).get() == before
    publishing.publish(article, by=ada)
    assert (article.headline, article.body) == ("Rewritten", "<p>All new.</p>")


READERS_HAVE = ("headline", "dek", "body", "slug", "section", "published_at", "word_count")


def test_a_second_publication_keeps_the_date_of_the_first(ada, clock):
    first = clock.set("2020-09-20 18:31:00")
    article = published(by=ada)
    clock.set("2020-09-21 09:00:00")
    publishing.save(article, content(dek="Now with a dek."), by=ada)
    publishing.publish(article, by=ada)
    assert article.published_at == first


def test_a_scheduled_story_can_be_moved_taken_back_or_sent_out_now(ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    article = draft(by=ada)
    publishing.schedule(article, by=ada, at=now + timedelta(hours=9))
    publishing.schedule(article, by=ada, at=now + timedelta(hours=8))
    assert article.published_at == now + timedelta(hours=8)
    publishing.unschedule(article, by=ada)
    assert (article.published_at, article.headline) == (None, "")
    publishing.publish(article, by=ada)
    assert article.published_at == now


def test_a_story_taken_off_the_schedule_names_nobody_to_readers(ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    person = rows.person("Mark Ruffalo")
    link = f'<p><a data-record="{person.public_id}">Mark Ruffalo</a> won.</p>'
    article = draft(by=ada, body=link)
    publishing.schedule(article, by=ada, at=now + timedelta(hours=9))
    assert [mention.entity_id for mention in article.mentions.all()] == [person.pk]
    publishing.unschedule(article, by=ada)
    assert (article.mentions.count(), article.word_count) == (0, 0)


def test_a_story_goes_only_where_its_stage_leads(ada):
    article = draft(by=ada)
    with pytest.raises(Refused, match="A story that is Draft can.t become with legal"):
        publishing.move(article, to=Stage.LEGAL, by=ada)
    assert verbs(article) == ["saved"]
    publishing.submit(article, by=ada)
    publishing.move(article, to=Stage.EDIT, by=ada)
    publishing.move(article, to=Stage.LEGAL, by=ada)
    assert article.stage == "legal"


def test_a_story_that_is_out_cant_be_scheduled_or_embargoed(ada):
    article = published(by=ada)
    later = datetime(2999, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused, match="already public"):
        publishing.schedule(article, by=ada, at=later)
    with pytest.raises(Refused, match="Readers have already seen"):
        publishing.embargo(article, by=ada, until=later)
    with pytest.raises(Refused, match="Withdraw it instead"):
        publishing.unschedule(article, by=ada)


def test_an_embargo_hides_a_scheduled_story_until_it_ends(ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    article = draft(by=ada)
    publishing.schedule(article, by=ada, at=now + timedelta(hours=1))
    publishing.embargo(article, by=ada, until=now + timedelta(hours=2))
    assert not article.is_public(now + timedelta(hours=1))
    assert article.is_public(now + timedelta(hours=2))
    publishing.embargo(article, by=ada, until=None)
    assert article.is_public(now + timedelta(hours=1))


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"headline": ""}, "The story has no headline."),
        ({"body": ""}, "The story has no text."),
        ({"body": "<p> </p>"}, "The story has no text."),
        ({"section": ""}, "The story has no section."),
        ({"bylines": ()}, "The story has no byline."),
    ],
)
def test_an_unfinished_story_is_not_published_and_says_why(ada, missing, sentence):
    article = draft(by=ada, **missing)
    with pytest.raises(Refused) as refused:
        publishing.publish(article, by=ada)
    assert refused.value.sentences == [sentence]
    assert (article.published_at, verbs(article)) == (None, ["saved"])


def test_a_picture_without_rights_keeps_a_story_back(ada):
    Picture.objects.create(public_id="grab", title="A grab", original="g", width=3, height=2)
    article = draft(by=ada, lead_picture="grab")
    with pytest.raises(Refused, match="“A grab” has no credit or no cleared rights"):
        publishing.publish(article, by=ada)


def test_a_headline_of_300_characters_is_refused_and_nothing_is_saved(ada):
    article = draft(by=ada)
    with pytest.raises(Refused) as refused:
        publishing.save(article, content(headline="x" * 300), by=ada)
    assert refused.value.fields == {"headline": "This is 300 characters long. The limit is 250."}
    assert article.revisions.count() == 1


def test_whoever_began_from_an_older_revision_overwrites_nobody(ada, bo):
    article = draft(by=ada)
    publishing.save(article, content(headline="Bo’s"), by=bo, based_on=1)
    with pytest.raises(Clash) as clash:
        publishing.save(article, content(headline="Ada’s"), by=ada, based_on=1)
    assert clash.value.newest.headline == "Bo’s"
    assert str(clash.value).startswith("Bo Reyes saved Blue after you opened this story.")
    publishing.save(article, content(headline="Ada’s"), by=ada, based_on=2)
    assert article.newest.headline == "Ada’s"


def test_a_script_in_the_body_never_reaches_the_database(ada):
    article = draft(by=ada, body="<p>Hello<script>alert(1)</script></p>")
    assert Content.from_json(article.newest.content).body == "<p>Hello</p>"


def test_saving_what_is_saved_already_makes_no_revision(ada):
    article = published(by=ada, body="<p>As it is.</p>")
    again = publishing.save(article, Content.from_json(article.newest.content), by=ada)
    article.refresh_from_db()
    assert (again, article.newest) == (article.live, article.live)
    assert article.revisions.count() == 1


def test_an_old_revision_comes_back_as_a_new_one(ada):
    article = draft(by=ada)
    first = article.newest
    publishing.save(article, content(headline="Worse"), by=ada)
    publishing.restore(article, first, by=ada)
    assert (article.newest.number, article.newest.headline) == (3, "An envelope is opened")


def test_a_correction_puts_the_new_text_out_with_it(ada):
    article = published(by=ada)
    publishing.save(article, content(body="<p>It was on Hulu.</p>"), by=ada)
    publishing.correct(article, by=ada, text="It was on Hulu, not HBO.")
    assert article.body == "<p>It was on Hulu.</p>"
    assert [c.text for c in article.corrections.all()] == ["It was on Hulu, not HBO."]


@pytest.mark.parametrize("verb", [publishing.correct, publishing.update, publishing.withdraw])
def test_what_readers_cant_see_cant_be_corrected_updated_or_withdrawn(ada, verb):
    words = {"correct": "text", "update": "note", "withdraw": "because"}[verb.__name__]
    article = draft(by=ada)
    with pytest.raises(Refused, match="Only a story that readers can see"):
        verb(article, by=ada, **{words: "A reason."})
    assert Change.objects.count() == 1


def test_a_withdrawn_story_is_gone_and_can_come_back_with_its_date(ada):
    article = published(by=ada)
    out_at = article.published_at
    publishing.withdraw(article, by=ada, because="It was not true.")
    assert (article.is_public(), article.withdrawn_by) == (False, ada)
    with pytest.raises(Refused, match="Reinstate it"):
        publishing.publish(article, by=ada)
    publishing.reinstate(article, by=ada)
    assert (article.is_public(), article.published_at) == (True, out_at)


def test_a_story_goes_back_only_with_a_reason(ada, bo):
    article = draft(by=bo)
    publishing.submit(article, by=bo)
    with pytest.raises(Refused, match="Say why"):
        publishing.send_back(article, by=ada, reason=" ")
    publishing.send_back(article, by=ada, reason="The second quote needs a source.")
    assert article.stage == "draft"
    assert log_of(article).first().note == "The second quote needs a source."


def test_a_long_headline_makes_a_short_address_of_whole_words(ada):
    article = published(by=ada, headline="*Schitt’s Creek* " + "takes every award there is " * 4)
    assert article.slug == "schitts-creek-takes-every-award-there-is-takes-every-award"


WALK = {
    Stage.DRAFT: {Stage.SUBMITTED},  # a story leaves its writer by being handed in, and not else
    Stage.SUBMITTED: {Stage.DRAFT, Stage.EDIT, Stage.READY},
    Stage.EDIT: {Stage.DRAFT, Stage.LEGAL, Stage.READY},
    Stage.LEGAL: {Stage.EDIT, Stage.READY},
    Stage.READY: {Stage.DRAFT, Stage.EDIT, Stage.LEGAL},
}


@pytest.mark.parametrize("stage", Stage)
def test_a_story_walks_from_each_stage_to_some_and_to_no_other(ada, stage):
    for to in Stage:
        article = draft(by=ada)
        Article.objects.filter(pk=article.pk).update(stage=stage)
        if to in WALK[stage]:
            publishing.move(article, to=to, by=ada)
            assert article.stage == to
        else:
            with pytest.raises(Refused, match="can’t become"):
                publishing.move(article, to=to, by=ada)
            assert Article.objects.get(pk=article.pk).stage == stage


def test_a_correction_and_an_update_are_in_the_log_beside_what_they_put_out(ada):
    article = published(by=ada)
    publishing.save(article, content(headline="Two"), by=ada)
    publishing.correct(article, by=ada, text="It was two.", kind="clarification")
    publishing.save(article, content(headline="Three"), by=ada)
    publishing.update(article, by=ada, note="Adds a third.")
    told = log_of(article).order_by("pk").values_list("verb", "after", "note")
    assert [*told][-5:] == [
        ("published", {"revision": 2}, ""),
        ("corrected", {"kind": "clarification", "revision": 2}, ""),
        ("saved", {"revision": 3}, ""),
        ("published", {"revision": 3}, ""),
        ("updated", {"revision": 3}, "Adds a third."),
    ]

"""An embargo: what the desk says of it is what will be, and nothing that it asks for is a dead end."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.admin import verbs
from tests.articles.stories import content, draft, published, verb_page
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases

DAY = timedelta(days=1)


@pytest.fixture
def desk(sign_in, ada, clock):
    clock.set("2020-09-01 12:00:00")
    return sign_in(ada)


def do(article, name):
    return verb_page(article, name)


def offered(article, user):
    """The verbs that put it before readers or keep it back."""
    return {verb.name for verb in verbs.possible_verbs(article, user)} - {"duplicate"}


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def held(*, by):
    """Published under an embargo until October 1, 2020, nine o'clock."""
    article = draft(by=by)
    publishing.embargo(article, by=by, until=moment("2020-10-01 09:00:00"))
    publishing.publish(article, by=by)
    return article


ENDS = "Thursday, October 1, 9 am PT"


def test_publishing_under_an_embargo_says_when_readers_see_it(desk, reader, ada):
    article = draft(by=ada)
    desk.post(do(article, "embargo"), {"at": "", "until_0": "2020-10-01", "until_1": "09:00"})
    asked = desk.get(do(article, "publish")).content.decode()
    assert f"The last saved version goes out when the embargo ends, on {ENDS}." in asked
    assert "right away" not in asked
    assert "Publish now" not in asked
    said = desk.post(do(article, "publish"), follow=True).content.decode()
    assert f"“An envelope is opened” goes out when its embargo ends, on {ENDS}." in said
    assert "Readers see “" not in said
    assert "Out from October 1, 9 am PT" in said
    article.refresh_from_db()
    assert reader.get(article.get_absolute_url()).status_code == 404


def test_scheduling_under_an_embargo_says_which_of_the_two_is_later(desk, ada):
    article = draft(by=ada)
    desk.post(do(article, "embargo"), {"until_0": "2020-10-01", "until_1": "09:00"})
    assert (
        f"not before its embargo ends on {ENDS}"
        in desk.get(do(article, "schedule")).content.decode()
    )
    sent = {"at_0": "2020-09-15", "at_1": "09:00"}
    said = desk.post(do(article, "schedule"), sent, follow=True).content.decode()
    assert f"goes out when its embargo ends, on {ENDS}." in said
    sent = {"at_0": "2020-10-15", "at_1": "09:00"}
    said = desk.post(do(article, "schedule"), sent, follow=True).content.decode()
    assert "“An envelope is opened” goes out on Thursday, October 15, 9 am PT." in said


def test_setting_and_lifting_an_embargo_says_what_becomes_of_the_story(desk, ada):
    article = draft(by=ada)
    sent = {"until_0": "2020-10-01", "until_1": "09:00"}
    said = desk.post(do(article, "embargo"), sent, follow=True).content.decode()
    assert f"Readers don’t see “An envelope is opened” before {ENDS}" in said
    said = desk.post(do(article, "embargo"), {}, follow=True).content.decode()
    assert "“An envelope is opened” isn’t under embargo." in said
    desk.post(do(article, "embargo"), sent)
    desk.post(do(article, "publish"))
    assert (
        "Without an embargo they see it right away."
        in desk.get(do(article, "embargo")).content.decode()
    )
    said = desk.post(do(article, "embargo"), {}, follow=True).content.decode()
    assert "The embargo is lifted: readers see “An envelope is opened” now." in said
    article.refresh_from_db()
    assert article.is_public()


def test_what_no_reader_has_seen_can_be_taken_back_moved_and_sent_out_again(desk, ada):
    article = held(by=ada)
    assert offered(article, ada) == {"schedule", "unschedule", "embargo"}
    said = desk.get(do(article, "unschedule")).content.decode()
    assert "The embargo stays." in said
    desk.post(do(article, "unschedule"))
    article.refresh_from_db()
    assert (article.published_at, article.live, article.headline) == (None, None, "")
    assert article.embargoed_until is not None
    publishing.schedule(article, by=ada, at=timezone.now() + 60 * DAY)
    assert offered(article, ada) == {"publish", "schedule", "unschedule", "embargo"}


def test_what_readers_have_seen_is_never_hidden_by_an_embargo_withdrawn_or_not(desk, ada):
    article = published(by=ada)
    publishing.withdraw(article, by=ada, because="Not true.")
    assert "embargo" not in offered(article, ada)
    with pytest.raises(Refused, match="Readers have already seen this story"):
        publishing.embargo(article, by=ada, until=timezone.now() + DAY)
    publishing.reinstate(article, by=ada)
    assert article.is_public()
    with pytest.raises(Refused, match="Withdraw it instead"):
        publishing.unschedule(article, by=ada)


def test_a_story_released_from_embargo_is_as_any_that_is_out(ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = held(by=ada)
    clock.set("2020-10-01 09:00:00")
    assert "unschedule" not in offered(article, ada)
    assert {"withdraw", "update", "correct"} <= offered(article, ada)
    with pytest.raises(Refused, match="Readers have already seen"):
        publishing.embargo(article, by=ada, until=timezone.now() + DAY)


def test_an_embargo_that_ended_before_it_began_is_refused(ada):
    article = draft(by=ada)
    with pytest.raises(Refused, match="That time has passed"):
        publishing.embargo(article, by=ada, until=timezone.now() - DAY)
    assert article.embargoed_until is None


def test_the_form_of_a_moment_begins_with_the_one_that_is_set(desk, ada):
    article = held(by=ada)
    assert 'value="2020-10-01"' in desk.get(do(article, "embargo")).content.decode()
    publishing.schedule(article, by=ada, at=moment("2020-11-03 08:00:00"))
    assert 'value="2020-11-03"' in desk.get(do(article, "schedule")).content.decode()


ARRIVES_ON = ("/", "/news/awards/", "/feed/", "/feed.json", "/news-sitemap.xml")


def test_a_story_released_from_embargo_arrives_as_the_newest(reader, ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = held(by=ada)
    for number in range(40):
        clock.set(f"2020-09-{2 + number // 2:02} 12:00:00")
        published(by=ada, headline=f"Other {number}")
    address = article.get_absolute_url()
    assert address.startswith("/2020/10/")
    clock.set("2020-10-01 08:59:59")
    for page in ARRIVES_ON:
        assert address not in reader.get(page).content.decode(), page
    out = clock.set("2020-10-01 09:00:00")
    assert article.published_at == out
    for page in ARRIVES_ON:
        assert address in reader.get(page).content.decode(), page
    assert "October 1, 2020" in reader.get(address).content.decode()


def test_of_its_time_and_its_embargo_the_later_one_is_its_date(ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = draft(by=ada)
    publishing.schedule(article, by=ada, at=moment("2020-09-15 09:00:00"))
    publishing.embargo(article, by=ada, until=moment("2020-10-01 09:00:00"))
    assert article.published_at == moment("2020-10-01 09:00:00")
    publishing.embargo(article, by=ada, until=moment("2020-09-20 09:00:00"))
    assert article.published_at == moment("2020-09-20 09:00:00")
    publishing.embargo(article, by=ada, until=moment("2020-09-10 09:00:00"))
    assert article.published_at == moment("2020-09-15 09:00:00")


def test_lifting_an_embargo_gives_back_the_time_that_was_scheduled(desk, ada, clock):
    article = draft(by=ada)
    publishing.embargo(article, by=ada, until=moment("2020-10-01 09:00:00"))
    publishing.schedule(article, by=ada, at=moment("2020-09-15 09:00:00"))
    assert article.published_at == moment("2020-10-01 09:00:00")
    asked = desk.get(do(article, "embargo")).content.decode()
    assert "Without an embargo they see it on Tuesday, September 15, 9 am PT." in asked
    clock.set("2020-09-10 12:00:00")
    publishing.embargo(article, by=ada, until=None)
    assert article.published_at == moment("2020-09-15 09:00:00")
    assert not article.is_public()


def test_an_embargo_lifted_after_the_scheduled_time_lets_the_story_out_now(ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = draft(by=ada)
    publishing.schedule(article, by=ada, at=moment("2020-09-15 09:00:00"))
    publishing.embargo(article, by=ada, until=moment("2020-10-01 09:00:00"))
    now = clock.set("2020-09-18 12:00:00")
    publishing.embargo(article, by=ada, until=None)
    assert (article.published_at, article.is_public()) == (now, True)


def test_a_story_taken_off_the_schedule_forgets_the_time_that_it_had(ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = draft(by=ada)
    publishing.embargo(article, by=ada, until=moment("2020-10-01 09:00:00"))
    publishing.schedule(article, by=ada, at=moment("2020-09-15 09:00:00"))
    publishing.unschedule(article, by=ada)
    publishing.publish(article, by=ada)
    now = clock.set("2020-09-02 12:00:00")
    publishing.embargo(article, by=ada, until=None)
    assert article.published_at == now


def test_once_it_was_seen_the_date_never_changes(ada, clock):
    clock.set("2020-09-01 12:00:00")
    article = held(by=ada)
    out = clock.set("2020-10-01 09:00:00")
    clock.set("2020-10-02 09:00:00")
    publishing.embargo(article, by=ada, until=None)
    publishing.save(article, content(headline="Later"), by=ada)
    publishing.publish(article, by=ada)
    publishing.withdraw(article, by=ada, because="Not true.")
    publishing.reinstate(article, by=ada)
    assert article.published_at == out

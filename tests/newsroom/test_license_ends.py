"""A picture's license has a last day: readers have it until that day is over, and nobody after."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import reverse

from articles import checks, publishing
from articles.checks import Check
from articles.models import Author
from photos import editing
from photos.models import Picture
from tests.articles.stories import content, draft, published
from tests.only import only
from tests.people.pages import rows
from tests.photos.pictures import jpeg
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases

LAST = date(2020, 12, 3)
NEW_YORK = "America/New_York"


@pytest.fixture
def filed(ada):
    """A picture that may be shown through December 3."""
    words = {"credit": "Ann Lee", "rights": "licensed", "license_ends_on": LAST}
    return editing.add(by=ada, file=io.BytesIO(jpeg(1300, 900)), title="Two colors", **words)


@pytest.fixture
def desk(sign_in, enters):
    return sign_in(enters("pia", "Pia Lund", "Picture editor"))


def figure(picture):
    return f'<p>Look.</p><figure data-picture="{picture.public_id}" data-caption="Qx."></figure>'


def everywhere(picture):
    """The addresses of pages that show it, in each way that a page can, by route."""
    ann = Author.objects.create(name="Ann Lee", slug="ann", picture=picture)
    lead = published(headline="Led by it", lead_picture=picture.public_id, lead_caption="Qx.")
    text = published(headline="It is in the text", body=figure(picture))
    published(headline="By Ann", bylines=((ann.public_id, ""),))
    person = rows.person("Mark Ruffalo", picture=picture)
    return [
        "/", lead.get_absolute_url(), text.get_absolute_url(), ann.get_absolute_url(),
        person.get_absolute_url(), lead.section.get_absolute_url(), "/search/?q=led",
        f"{lead.section.get_absolute_url()}feed/", f"{lead.section.get_absolute_url()}feed.json",
    ]  # fmt: skip


def test_it_leaves_every_page_and_its_own_address_with_the_second_its_day_is_over(
    reader, filed, clock
):
    clock.set("2020-12-03 12:00:00")
    pages = everywhere(filed)
    own = [f"/pictures/{filed.public_id}/1/{name}" for name in ("320.webp", "1200-card.jpg")]
    naming = f"/pictures/{filed.public_id}/"
    clock.set("2020-12-03 23:59:59")
    assert [page for page in pages if naming not in reader.get(page).content.decode()] == []
    assert {reader.get(address).status_code for address in own} == {200}
    tag = reader.get(own[0])["ETag"]

    clock.set("2020-12-04 00:00:00")
    assert [page for page in pages if naming in reader.get(page).content.decode()] == []
    assert {reader.get(page).status_code for page in pages} == {200}
    assert {reader.get(address).status_code for address in own} == {404}
    assert reader.get(own[0], headers={"if-none-match": tag}).status_code == 404
    lead, text = (reader.get(page).content.decode() for page in pages[1:3])
    for page in (lead, text):  # neither a gap nor words about what isn't there
        assert ("Qx." in page, "hero-pic" in page, "Ann Lee</span>" in page) == (False,) * 3


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2020-12-03 12:00:00", "public, max-age=3600, s-maxage=60"),
        ("2020-12-03 23:30:00", "public, max-age=1800, s-maxage=60"),
        ("2020-12-03 23:59:30", "public, max-age=30, s-maxage=30"),
    ],
)
def test_nobody_may_keep_a_copy_beyond_its_end(reader, filed, clock, at, kept):
    clock.set("2020-12-01 12:00:00")
    published(lead_picture=filed.public_id)
    clock.set(at)
    answer = reader.get(f"/pictures/{filed.public_id}/1/320.webp")
    again = {"if-none-match": answer["ETag"]}
    asked_again = reader.get(f"/pictures/{filed.public_id}/1/320.webp", headers=again)
    assert (answer["Cache-Control"], asked_again["Cache-Control"]) == (kept, kept)
    assert asked_again.status_code == 304


def test_the_day_is_the_newsrooms_wherever_the_clock_is_read(filed):
    zone = ZoneInfo(settings.TIME_ZONE)
    last = datetime(2020, 12, 3, 23, 59, 59, tzinfo=zone)
    for elsewhere in (zone, ZoneInfo(NEW_YORK), ZoneInfo("Asia/Tokyo")):
        moment = last.astimezone(elsewhere)
        assert filed.may_be_shown(moment)
        assert not filed.may_be_shown(moment + timedelta(seconds=1))
        assert Picture.objects.cleared(moment).exists()
        assert not Picture.objects.cleared(moment + timedelta(seconds=1)).exists()
    assert filed.ends_at() == last + timedelta(seconds=1)


@pytest.mark.parametrize("where", ["lead_picture", "body"])
def test_a_story_with_one_that_ended_is_not_published(filed, clock, ada, where):
    shown = {"lead_picture": filed.public_id, "body": figure(filed)}
    story = draft(**{where: shown[where]})
    clock.set("2020-12-04 09:00:00")
    with pytest.raises(Refused) as refused:
        publishing.publish(story, by=ada)
    assert str(refused.value) == (
        "The license for the picture “Two colors” ended Dec 3. "
        "Renew it at the picture desk, or remove the picture."
    )
    editing.describe(filed, by=ada, license_ends_on=date(2020, 12, 4))
    publishing.publish(story, by=ada)
    assert story.is_public()


def test_a_story_is_not_scheduled_for_a_day_after_the_end(filed, clock, ada):
    noon = clock.set("2020-12-03 12:00:00")
    story = draft(lead_picture=filed.public_id)
    with pytest.raises(Refused, match="ends Dec 3. Renew it"):
        publishing.schedule(story, by=ada, at=noon + timedelta(hours=12))
    publishing.schedule(story, by=ada, at=noon + timedelta(hours=11))
    assert story.published_at == noon + timedelta(hours=11)


def test_the_storys_checks_say_when_it_ends(filed, clock, sign_in, ada):
    clock.set("2020-09-20 12:00:00")
    told = content(lead_picture=filed.public_id)
    sentence = (
        "The license for the picture “Two colors” ends Dec 3. After that day, readers see the story "
        "without it."
    )
    assert Check(sentence, "lead_picture") in checks.warnings(told)
    story = draft(lead_picture=filed.public_id)
    page = sign_in(ada).get(reverse("admin:articles_article_change", args=[story.pk]))
    assert sentence in page.content.decode()
    clock.set("2019-12-31 12:00:00")
    later = sentence.replace("Dec 3", "Dec 3, 2020")
    assert Check(later, "lead_picture") in checks.warnings(told)
    editing.describe(filed, by=ada, license_ends_on=None)
    assert not any("license" in warning.sentence for warning in checks.warnings(told))


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2020-11-25", None),
        ("2020-11-26", ("warn", "License ends Dec 3")),
        ("2020-12-03", ("warn", "License ends Dec 3")),
        ("2020-12-04", ("bad", "License ended Dec 3")),
        ("2021-01-03", None),
    ],
)
def test_it_is_queued_a_week_before_with_all_that_shows_it(
    desk, filed, clock, today, said, django_assert_max_num_queries
):
    clock.set("2020-11-01 12:00:00")
    published(headline="Led by it", lead_picture=filed.public_id)
    published(headline="It is in the text", body=figure(filed))
    draft(headline="A draft", lead_picture=filed.public_id)
    rows.person("Mark Ruffalo", picture=filed)
    editing.add(
        by=None, file=io.BytesIO(jpeg()), title="Without an end", credit="A", rights="owned"
    )
    clock.set(f"{today} 12:00:00")
    home = desk.get("/admin/").context["home"]
    found = [
        (tuple(each.status), [(group.label, group.count) for group in each.uses])
        for each in home.licenses
    ]
    uses = [("Front page", 1), ("Stories", 3), ("In the record", 1)]
    assert found == ([(said, uses)] if said else [])
    library = desk.get("/admin/photos/picture/?needs=license").context["cards"]
    assert [card.picture for card in library] == ([filed] if said else [])
    for number in range(5):
        editing.add(
            by=None, file=io.BytesIO(jpeg(200, 200)), title=f"{number}", license_ends_on=LAST
        )
    with django_assert_max_num_queries(18):  # the thirteen of a home without it, and five
        desk.get("/admin/")


def test_two_that_end_are_each_shown_with_their_own_uses(desk, filed, clock):
    clock.set("2020-12-01 12:00:00")
    other = editing.add(
        by=None, file=io.BytesIO(jpeg()), title="Other", credit="A", rights="owned",
        license_ends_on=date(2020, 12, 2),
    )  # fmt: skip
    published(headline="Led by it", lead_picture=filed.public_id)
    published(headline="Led by the other", body=figure(other))
    home = desk.get("/admin/")
    found = [
        (each.picture.title, [use.name for group in each.uses for use in group.named])
        for each in home.context["home"].licenses
    ]
    assert found == [("Other", ["Led by the other"]), ("Two colors", ["Led by it"] * 2)]
    assert b"License ends Dec 2" in home.content


def test_only_who_clears_pictures_is_told_of_the_queue(desk, sign_in, bo, filed, clock):
    clock.set("2020-12-01 12:00:00")
    assert b"Expiring licenses" in desk.get("/admin/").content
    assert b"Expiring licenses" not in sign_in(bo).get("/admin/").content


def test_the_end_is_set_at_the_picture_desk_by_who_clears_pictures(desk, sign_in, bo, filed):
    page = desk.get(reverse("admin:photos_picture_change", args=[filed.pk]))
    form = page.context["adminform"].form
    assert form["license_ends_on"].value() == LAST
    assert '<input type="date" name="license_ends_on" value="2020-12-03"' in page.content.decode()
    sent = {name: form[name].value() or "" for name in form.fields}
    sent["license_ends_on"] = "2021-01-31"
    only(
        desk,
        sign_in(bo),
        lambda client: client.post(reverse("admin:photos_picture_change", args=[filed.pk]), sent),
        changes=lambda: Picture.objects.values_list("license_ends_on", flat=True).get(),
    )
    filed.refresh_from_db()
    assert filed.license_ends_on == date(2021, 1, 31)

"""Stories and other rows with a canary in every text, and a walk through every address of the desk.

A canary is a word that occurs nowhere else, so that a page which holds it has printed the row.
"""

import re
from collections import Counter
from datetime import timedelta
from html import escape
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from articles import bin as bins
from articles import publishing, rights, working_copies
from articles.admin import verbs as story_verbs
from articles.models import Article, Author, CuratedList, Section, Tag, WorkingCopy
from articles.working_copies import State
from awards.models import Contest, Nomination, Nominee
from history.models import Change
from newsroom import roles
from newsroom.accounts import urls as accounts
from newsroom.models import FrontSlot, User
from people import editing
from people.models import Credit, Entity, Relation
from photos.models import Picture
from tests.articles.stories import content
from tests.newsroom.doors import arguments_of
from tests.people.pages import rows
from tests.world import World, picture

# Long enough never to be in a random token by chance.
CANARY = re.compile(r"qxzbird(?P<of>[a-z]+)")
# Added to names and texts. A page that contains it unescaped has printed somebody's text as markup.
MARKUP = "\"'><qxzmarkup onclick=x>"
TEXTS = {
    Section: ["name"], Tag: ["name"], Author: ["name"], CuratedList: ["name"],
    Entity: ["name", "disambiguation"], Contest: ["name"], Picture: ["title", "alt", "credit"],
    Credit: ["credited_as", "note"], Nomination: ["detail", "note"], Nominee: ["role"],
}  # fmt: skip
HIDDEN = (
    "scheduled", "draft", "submitted", "embargoed", "withdrawn", "unscheduled", "changed", "binned",
)  # fmt: skip
"""Of each a story; of "changed" readers have another headline than the one with the canary."""


def may_read(user):
    """The kinds of canary that the user has the right to."""
    told = dict.fromkeys(HIDDEN, rights.sees_all(user))
    told |= {
        f"own{name}": told["draft"] for name in User.objects.values_list("username", flat=True)
    }
    told[f"own{user.username}"] = told["draft"] or rights.may_write(user)
    for kind, permission in {
        "person": "people.view_person",
        "picture": "photos.view_picture",
        "list": "articles.view_curatedlist",
        "mail": "newsroom.view_user",
    }.items():
        told[kind] = user.has_perm(permission)
    return {kind for kind, may in told.items() if may}


class Aviary(World):
    """A world with the hidden rows. The stories are Ada's, but for one of each role's own."""

    def __init__(self):
        super().__init__(1)
        self.ada = somebody("ada", "Managing editor")
        self.hidden = {name: self._story(name) for name in HIDDEN if name != "binned"}
        self.users = {
            role.name: somebody(role.name.split()[0].lower(), role.name) for role in roles.ROLES
        }
        self.users["no role"] = somebody("none")
        for user in self.users.values():
            told = words(
                f"own{user.username}", related=tuple(s.public_id for s in self.hidden.values())
            )
            mine = publishing.start(by=user, content=content(headline="Of nothing"))
            publishing.save(mine, told, by=self.ada)
            self._type(user, mine, told)
        rows.hide(
            rows.person(
                f"Aa qxzbirdperson{MARKUP}", slug="qxzbirdperson", occupations="qxzbirdperson"
            )
        )
        editing.change(self.person, by=self.ada, born="1967-11-22", why="His own site.")
        picture(f"qxzbirdpicture{MARKUP}", credit="")
        CuratedList.objects.create(name=f"qxzbirdlist{MARKUP}", slug="qxzbirdlist")
        novel = rows.production("The Novel", type="novel")
        Relation.objects.create(
            from_production=self.production, to_production=novel, type="based on"
        )
        for editor in (self.ada, self.users["Managing editor"]):
            for name, story in self.hidden.items():
                self._type(editor, story, words(name))
            self._type(editor, None, words("draft"))
        self._arrange_as_an_editor_does()
        self.hidden["binned"] = self._story("binned")
        bins.move_to_bin(self.hidden["binned"], by=self.ada)
        for model, texts in TEXTS.items():
            marked = {text: Concat(text, Value(MARKUP)) for text in texts}
            model.objects.update(**marked)

    def _type(self, user, story, held):
        """What somebody typed on a story's screen, or on that of a new one, and didn't save."""
        working_copies.keep(
            by=user,
            state=State(f"{user.pk:020}-{story.pk if story else 0}", 1),
            story=story,
            based_on=1,
            typed={name: [getattr(held, name)] for name in ("headline", "dek", "body", "slug")},
        )

    def _story(self, name, **given):
        if given:  # the world's own
            return super()._story(name, **given)
        story = publishing.start(by=self.ada, content=words(name))
        later = self.now + timedelta(days=2)
        if name == "submitted":
            publishing.submit(story, by=self.ada)
        if name in ("scheduled", "unscheduled"):
            publishing.schedule(story, by=self.ada, at=later)
        if name == "unscheduled":
            publishing.unschedule(story, by=self.ada)
        if name == "embargoed":
            publishing.embargo(story, by=self.ada, until=later)
            publishing.publish(story, by=self.ada)
        if name == "withdrawn":
            publishing.publish(story, by=self.ada)
            publishing.correct(story, by=self.ada, text=f"It was {MARKUP}qxzbirdwithdrawn.")
            publishing.update(story, by=self.ada, note=f"Adds {MARKUP}qxzbirdwithdrawn.")
            publishing.withdraw(story, by=self.ada, because=f"Of {MARKUP}qxzbirdwithdrawn.")
        if name == "changed":
            publishing.save(story, content(headline="As readers have it"), by=self.ada)
            publishing.publish(story, by=self.ada)
            publishing.save(story, words(name), by=self.ada)
        story.refresh_from_db()
        return story

    def _arrange_as_an_editor_does(self):
        """On a list and on the front page, by the desk's own forms: its logs quote what was chosen."""
        desk = signed_in(self.ada)
        places = self.curated.places.count()
        form = {
            "name": "Best of", "slug": "best", "is_at_foot": "on", "places-INITIAL_FORMS": 0,
            "places-TOTAL_FORMS": len(self.hidden),
            "published_at_0": "2020-01-01", "published_at_1": "09:00",
        }  # fmt: skip
        self.curated.places.all().delete()
        for place, story in enumerate(self.hidden.values()):
            form |= {f"places-{place}-article": story.pk, f"places-{place}-position": place}
        desk.post(reverse("admin:articles_curatedlist_change", args=[self.curated.pk]), form)
        assert self.curated.places.count() == len(self.hidden) > places
        for place, name in ((4, "scheduled"), (5, "embargoed")):
            put = {"put": f"{self.hidden[name].public_id}:{place}"}
            desk.post(reverse("admin:newsroom_frontslot_arrange"), put)
        assert FrontSlot.objects.filter(article__in=self.hidden.values()).count() == 2


def words(name, **changes):
    """A content of which every text has the canary."""
    word = f"qxzbird{name}"
    text = f"{MARKUP}{word}"
    return content(
        headline=f"Aa {text}", dek=text, body=f"<p>{escape(text)}</p>", slug=word, lead_caption=text,
        social_title=text, **changes,
    )  # fmt: skip


def somebody(username, *groups):
    user = User.objects.create_user(
        username, f"{username}@qxzbirdmail.example", is_staff=True, first_name=MARKUP
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# The walk ----------------------------------------------------------------------------------------


def addresses(world, user):
    """Every address of the desk: lists, forms and logs of rows, look-ups, and all that is beside them."""
    for model in admin.site._registry:
        route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{route}_changelist")
        yield reverse(f"{route}_add") + "?" + urlencode(forged(world))
        for row in telling_rows(model, world):
            for page in ("change", "history", "delete"):
                yield reverse(f"{route}_{page}", args=[row.pk])
            kind = ContentType.objects.get_for_model(model)
            yield reverse("admin:view_on_site", args=[kind.pk, row.pk])
        verbs = getattr(admin.site._registry[model], "verbs", ())
        for verb in verbs if model is not Article else ():  # whose verbs `of_stories` has
            row = model._default_manager.first()
            yield reverse(f"{route}_verb", args=[row.pk, verb.name]) + "?q=qxz"
    yield from of_stories(world, user)
    yield from suggestions()
    yield from beside(world)


def telling_rows(model, world):
    """Rows that are canaries or may name one: each hidden story, and the last row of another kind."""
    if model is Article:
        return world.hidden.values()
    if model is CuratedList:
        return [world.curated, model.objects.last()]
    if model is Change:
        return [Change.objects.about("article", s.public_id).first() for s in world.hidden.values()]
    return [world.ada if model is User else model._default_manager.order_by("pk").last()]


def of_stories(world, user):
    """The pages of each hidden story and of the user's own, and one of each verb."""
    [own] = Article.objects.filter(created_by=user)
    yield reverse("admin:articles_article_change", args=[own.pk])
    for story in [*world.hidden.values(), own]:
        for page in ("preview", "revisions"):
            yield reverse(f"admin:articles_article_{page}", args=[story.pk])
        compared = reverse("admin:articles_article_compare", args=[story.pk])
        yield f"{compared}?from=1&to={story.newest.number}"
        yield reverse("admin:articles_article_restore", args=[story.pk, 1])
        yield reverse("admin:articles_article_unbin", args=[story.pk])
    for copy in sorted(WorkingCopy.objects.all(), key=lambda copy: copy.user_id != user.pk):
        yield reverse("admin:articles_article_copy", args=[copy.key])
        yield reverse("admin:articles_article_discard_copy", args=[copy.key])
        for screen, args in (("add", []), ("change", [copy.article_id or own.pk])):
            yield reverse(f"admin:articles_article_{screen}", args=args) + f"?copy={copy.key}"
    for verb in story_verbs.VERBS:
        ready = [
            story for story in [*world.hidden.values(), world.great] if verb.is_possible(story)
        ]
        yield from (
            reverse("admin:articles_article_verb", args=[story.pk, verb.name])
            for story in ready[:1]
        )
    for question in ("records", "awards", "contests", "pictures", "shown"):
        yield reverse("admin:articles_article_lookup", args=[question]) + "?q=qxz"


def suggestions():
    """The autocomplete of every relation to stories, and of one to each other kind of row."""
    seen = set()
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if target not in admin.site._registry or (target in seen and target is not Article):
                continue
            if admin.site._registry[target].search_fields:
                seen.add(target)
                asked = {"app_label": model._meta.app_label, "field_name": field.name}
                asked |= {"model_name": model._meta.model_name, "term": "qxz"}
                yield f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


def beside(world):
    """Addresses that hang on no model, or that only one model has."""
    used = world.great.lead_picture
    for name in (
        "index", "jump", "keys", "roles", "site_health", "jsi18n",
        "articles_article_changelist", "articles_article_bin",
        "articles_article_undo", "articles_article_preview_new",
        "newsroom_frontslot_arrange", "photos_picture_drop", "photos_picture_changelist",
    ):  # fmt: skip
        yield reverse(f"admin:{name}") + "?q=qxz"
    for name in sorted(accounts.NAMES):
        if not arguments_of(name) and name != "account_logout":
            yield reverse(name) + "?q=qxz"
    yield reverse("admin:jump") + "?q=qxz&list=1"
    yield reverse("admin:history_change_changelist") + "?q=aa"
    yield reverse("admin:newsroom_frontslot_changelist") + "?place__gte=1"
    soon = (world.now + timedelta(days=3)).isoformat()
    yield f"{reverse('admin:newsroom_frontslot_preview')}?{urlencode({'at': soon})}"
    yield reverse("admin:app_list", args=["articles"])
    yield reverse("admin:auth_user_password_change", args=[world.ada.pk])
    yield reverse("admin:awards_ceremony_board", args=[world.ceremony.pk]) + "?q=qxz"
    yield reverse("admin:newsroom_user_invitation", args=[world.ada.pk])
    yield reverse("admin:photos_picture_replace", args=[used.pk])
    yield reverse("admin:photos_picture_words", args=[used.pk])
    yield reverse("admin:photos_picture_delete", args=[used.pk])
    for kind in ("person", "company", "production"):
        yield reverse(f"admin:people_{kind}_namesakes") + "?name=Aa+qxzbirdperson"


def forged(world):
    """What an address says that names the hidden stories wherever a form lets one be chosen."""
    keys = [story.pk for story in world.hidden.values()]
    return {"related": ",".join(map(str, keys)), "article": keys[0]}


def refused_forms(world, address, page):
    """Of each form of a page: where it leads, and what is sent that can't be accepted.

    Each field that chooses rows names the hidden stories; every other is left empty.
    """
    keys = [story.pk for story in world.hidden.values()]
    for form in html.fromstring(page).forms if "<form" in page else ():
        target = form.action or address
        if form.method != "POST" or "/logout/" in target or "/delete/" in target:
            continue
        sent = dict.fromkeys(("related", "article", "places-0-article", "into"), keys)
        for name in form.fields:
            if name.endswith("_FORMS") or name == "based_on":
                sent[name] = form.fields[name] or ""
            else:
                sent.setdefault(name, "")
        yield target.partition("?")[0], sent


def walk(world, user, *, each=None):
    """Return {(method, address, name of its route): the kinds of canary that the answer holds}.

    Every address is read, or `each` so many of one route; and each kind of form on the pages is
    sent so that it is refused.
    """
    client, found, sent_to, opened = signed_in(user), {}, set(), Counter()
    client.raise_request_exception = False
    for address in dict.fromkeys(addresses(world, user)):
        route = route_of(address)
        # Which row of which kind is in the address alone.
        opened[route] += route not in ("view_on_site", "autocomplete")
        if each and opened[route] > each:
            continue
        answer = client.get(address)
        found["get", address, route] = canaries(answer)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for target, sent in refused_forms(world, address, answer.content.decode()):
            if (kind := (route_of(target), *sorted(sent))) not in sent_to:
                sent_to.add(kind)
                with transaction.atomic():
                    answer = client.post(target, sent)
                    transaction.set_rollback(True)
                found["post", target, route_of(target)] = canaries(answer)
    return found


def route_of(address):
    return resolve(address.partition("?")[0]).url_name


def canaries(answer):
    """Return the kinds of canary in an answer's text and Location.

    "fault" stands for an error page, "markup" for text that was printed as markup.
    """
    if answer.status_code == 500:
        return {"fault"}
    text = f"{answer.content.decode(errors='ignore')} {answer.headers.get('Location', '')}"
    told = {found["of"] for found in CANARY.finditer(text)}
    if "<qxzmarkup" in text and answer["Content-Type"] != "application/json":
        told.add("markup")
    return told

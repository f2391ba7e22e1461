"""Which permissions each role has: one table, applied after every migration, shown at /admin/roles/.

A role is a group of that name, and a user may have several. Change what a role may do here and not in
the database: the next migration writes the table again. What a user may do with a single story
follows from these permissions in `articles/rights.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

LETTERS = {"v": "view", "a": "add", "c": "change", "d": "delete"}
WORDS = {"v": "see", "a": "add", "c": "change", "d": "delete", "x": "yes"}


@dataclass(frozen=True)
class Role:
    name: str
    does: str


ROLES = (
    Role(
        "Writer",
        "Writes and submits stories. Sees only their own, and changes them while they are drafts.",
    ),
    Role("Editor", "Edits, publishes and corrects any story, and arranges the front page."),
    Role("Picture editor", "Adds pictures, with their credits and rights."),
    Role("Record editor", "Edits people, productions, companies and awards, and enters winners."),
    Role("Managing editor", "Does everything, and decides who may sign in."),
)


@dataclass(frozen=True)
class Row:
    """A row of the table: a label, its models or one permission, and what each of ROLES may do.

    In a cell v is view, a add, c change and d delete; x gives the permission that the row names.
    """

    what: str
    targets: str
    rights: tuple[str, str, str, str, str]
    note: str = ""

    def words(self) -> list[str]:
        """Return the cell of each role in words: "see, change", "yes", or "" for nothing."""
        return [", ".join(WORDS[letter] for letter in letters) for letters in self.rights]

    def permissions(self, role: int) -> Iterator[tuple[str, str]]:
        """Yield the permissions of the role with that index, as pairs of app and codename."""
        for target in self.targets.split():
            app, _, name = target.partition(".")
            for letter in self.rights[role]:
                yield app, name if letter == "x" else f"{LETTERS[letter]}_{name}"


TABLE = (
    #                                                               writer  editor  picture record  managing
    Row("Stories", "articles.article",                              ("a",   "vac",  "v",    "v",    "vac"),
        "Writers see only their own, and change them while they are drafts."),
    Row("Submit a story", "articles.submit_article",               ("x",   "x",    "",     "",     "x")),
    Row("Publish, schedule, correct, withdraw", "articles.publish_article",
                                                                    ("",    "x",    "",     "",     "x")),
    Row("Revisions and corrections", "articles.revision articles.correction articles.update"
        " articles.address",                                        ("",    "v",    "",     "",     "v")),
    Row("The log", "history.change",                                ("",    "v",    "",     "v",    "v"),
        "Each sees the entries about what they may see."),
    Row("Mentions: which story names whom", "articles.mention",               ("",    "v",    "",     "v",    "v")),
    Row("Tags", "articles.tag",                                     ("v",   "vac",  "v",    "v",    "vacd")),
    Row("Merge two tags", "articles.merge_tag",                     ("",    "x",    "",     "",     "x")),
    Row("Authors", "articles.author",                               ("v",   "vac",  "v",    "",     "vacd")),
    Row("Sections", "articles.section",                             ("v",   "v",    "v",    "",     "vacd")),
    Row("Curated lists", "articles.curatedlist articles.curatedstory",
                                                                    ("v",   "vacd", "v",    "",     "vacd")),
    Row("Front page", "newsroom.frontslot",                         ("",    "vacd", "v",    "",     "vacd")),
    Row("Pictures", "photos.picture",                               ("va",  "vac",  "vacd", "va",   "vacd"),
        "Whoever added a picture may describe it until it is published."),
    Row("People, productions, companies", "people.person people.production people.company",
                                                                    ("v",   "vac",  "v",    "vac",  "vac")),
    Row("Publish a record", "people.publish_entity",           ("",    "x",    "",     "x",    "x")),
    Row("Merge two records", "people.merge_entity",      ("",    "",     "",     "x",    "x")),
    Row("Their names, credits, releases", "people.entityname people.credit people.relation"
        " people.release people.address people.entity",              ("v",   "vac",  "v",    "vacd", "vacd")),
    Row("Awards, ceremonies, categories", "awards.award awards.ceremony awards.category",
                                                                    ("v",   "v",    "v",    "vac",  "vac")),
    Row("Contests and nominees", "awards.contest awards.nomination awards.nominee",
                                                                    ("v",   "v",    "v",    "vacd", "vacd")),
    Row("Enter winners", "awards.decide_contest",                     ("",    "",     "",     "x",    "x")),
    Row("Users and their roles", "newsroom.user",                   ("",    "",     "",     "",     "vac")),
)  # fmt: skip


MANAGING_EDITOR = ROLES[-1].name


def apply(*, using: str = "default", **kwargs: Any) -> None:
    """Make every role a group with the permissions of the table, and no others.

    A receiver of post_migrate. It runs after each app, so permissions of the apps to come don't exist
    yet and are added the next time. One query, and three for each role; a role that has the right
    permissions already isn't written.
    """
    registry = kwargs.get("apps", apps)
    Group = registry.get_model("auth", "Group")
    Permission = registry.get_model("auth", "Permission")
    made = {
        (app, codename): pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for index, role in enumerate(ROLES):
        wanted = {pair for row in TABLE for pair in row.permissions(index)}
        group, _ = Group.objects.using(using).get_or_create(name=role.name)
        group.permissions.set([made[pair] for pair in wanted if pair in made])


class RolesOnly(ModelBackend):
    """Signs users in by name and password, with the permissions of their roles and no others.

    Leaving out a user's own permissions keeps the table true, and saves a query on every page.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Only staff may sign in: there is nothing but the desk to sign in to."""
        return bool(super().user_can_authenticate(user) and user.is_staff)

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Any]:
        return apps.get_model("auth", "Permission").objects.none()

"""Who may do what at the desk: one table, applied after every migration, printed at /admin/roles/.

A role is a group of its name. Somebody may have several. What a role may do is changed here, not in
the database: the next migration writes the table again. Rules about single stories (a writer's own)
are in articles/rights.py.
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
    Role("Writer", "Writes stories and hands them in. Sees their own, and changes them as drafts."),
    Role("Editor", "Edits anybody’s story, publishes and corrects it, arranges the front page."),
    Role("Picture editor", "Files pictures, and says whose they are and what we may do with them."),
    Role("Record editor", "Keeps people, productions, companies and awards, and enters winners."),
    Role("Managing editor", "Everything, and who may sign in."),
)


@dataclass(frozen=True)
class Row:
    """What a thing is called, its models or its one permission, and what each of ROLES may do.

    v sees it, a adds, c changes, d deletes; x is for a permission of its own.
    """

    what: str
    of: str
    rights: tuple[str, str, str, str, str]
    note: str = ""

    def words(self) -> list[str]:
        """A cell for each role: "see, change", "yes", or "" for nothing."""
        return [", ".join(WORDS[letter] for letter in letters) for letters in self.rights]

    def permissions(self, role: int) -> Iterator[tuple[str, str]]:
        """Pairs of app and codename."""
        for target in self.of.split():
            app, _, name = target.partition(".")
            for letter in self.rights[role]:
                yield app, name if letter == "x" else f"{LETTERS[letter]}_{name}"


TABLE = (
    #                                                               writer  editor  picture record  managing
    Row("Stories", "articles.article",                              ("a",   "vac",  "v",    "v",    "vac"),
        "Writers see their own, and change them while they are drafts."),
    Row("Hand a story in", "articles.submit_article",               ("x",   "x",    "",     "",     "x")),
    Row("Publish, schedule, correct, withdraw", "articles.publish_article",
                                                                    ("",    "x",    "",     "",     "x")),
    Row("Revisions and corrections", "articles.revision articles.correction articles.update"
        " articles.address",                                        ("",    "v",    "",     "",     "v")),
    Row("The log", "history.change",                                ("",    "v",    "",     "v",    "v"),
        "Each sees the lines about what they may see."),
    Row("Which story names whom", "articles.mention",               ("",    "v",    "",     "v",    "v")),
    Row("Tags", "articles.tag",                                     ("v",   "vac",  "v",    "v",    "vacd")),
    Row("Merge two tags", "articles.merge_tag",                     ("",    "x",    "",     "",     "x")),
    Row("Authors", "articles.author",                               ("v",   "vac",  "v",    "",     "vacd")),
    Row("Sections", "articles.section",                             ("v",   "v",    "v",    "",     "vacd")),
    Row("Curated lists", "articles.curatedlist articles.curatedstory",
                                                                    ("v",   "vacd", "v",    "",     "vacd")),
    Row("Front page", "newsroom.frontslot",                         ("",    "vacd", "v",    "",     "vacd")),
    Row("Pictures", "photos.picture",                               ("va",  "vac",  "vacd", "va",   "vacd"),
        "Whoever added one says what it is, until readers have it."),
    Row("People, productions, companies", "people.person people.production people.company",
                                                                    ("v",   "vac",  "v",    "vac",  "vac")),
    Row("Publish in the record", "people.publish_entity",           ("",    "x",    "",     "x",    "x")),
    Row("Merge two rows of the record", "people.merge_entity",      ("",    "",     "",     "x",    "x")),
    Row("Their names, credits, releases", "people.entityname people.credit people.relation"
        " people.release people.address people.entity",              ("v",   "vac",  "v",    "vacd", "vacd")),
    Row("Awards, ceremonies, categories", "awards.award awards.ceremony awards.category",
                                                                    ("v",   "v",    "v",    "vac",  "vac")),
    Row("Contests and nominees", "awards.contest awards.nomination awards.nominee",
                                                                    ("v",   "v",    "v",    "vacd", "vacd")),
    Row("Say who won", "awards.decide_contest",                     ("",    "",     "",     "x",    "x")),
    Row("Users and their roles", "newsroom.user",                   ("",    "",     "",     "",     "vac")),
)  # fmt: skip


MANAGING_EDITOR = ROLES[-1].name


def apply(*, using: str = "default", **kwargs: Any) -> None:
    """Every role is a group that may do what the table says, and nothing else.

    A receiver of post_migrate. A permission that no migration has made yet is left out until the
    next one. Three queries for each role, and one; a role that is right already is not written.
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
    """Signs in by name and password. Rights come from roles alone: nobody has any of their own,
    which is a rule that is easier to read, and a query less on every page of the desk.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """There is nothing to sign in to but the desk."""
        return bool(super().user_can_authenticate(user) and user.is_staff)

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Any]:
        return apps.get_model("auth", "Permission").objects.none()

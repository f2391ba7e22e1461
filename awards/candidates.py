"""Whom a name typed on a ceremony's board may mean, and adding somebody who isn't in the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from awards.models import Nominee
from awards.nominating import NOMINATED
from awards.ranking import Place
from desk.sent_keys import parse_number
from people.editing import create
from people.models import KINDS, Entity, Kind, Production
from people.models.entity import NAME_LENGTH
from people.roles import COMPANIES, CREW
from verbs.refusals import Refused
from words.folding import fold
from words.wording import capitalized

MOST = 8
WORDS = 6
ROLE_LENGTH = Nominee._meta.get_field("role").max_length
SCREEN = ("series", "limited series", "television movie", "special", "film", "short")
ADDABLE = (Kind.PERSON, Kind.COMPANY, *(f"{Kind.PRODUCTION}:{type_}" for type_ in SCREEN))
JOBS = {role.split()[-1] for role in (*CREW, *COMPANIES)} | {
    "editor",
    "host",
    "narrator",
    "showrunner",
}
QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)[”\"]")
TOLD_APART = re.compile(r"(?P<name>.+?)\s*\((?P<note>[^()]+)\)")


@dataclass(frozen=True)
class Typed:
    """ "Mark Ruffalo as executive producer": a name, and the role as it will be printed, or ""."""

    name: str
    role: str = ""
    detail: str = ""  # the song or the episode, which is typed in quotation marks


@dataclass(frozen=True)
class Candidates:
    """What was typed, and the entities that it may mean, the likeliest first."""

    typed: Typed
    rows: list[Any]  # with `awaited`: how far their kind is from what the contest is given to

    @property
    def the_one(self) -> Entity | None:
        """The only entity with these words in its name, or the only one of exactly this name."""
        text = fold(self.typed.name)
        exact = [row for row in self.rows if row.folded_name == text]
        likely = exact or self.rows
        return likely[0] if len(likely) == 1 else None

    @property
    def likeliest(self) -> Entity | None:
        """The first, unless the second has the same name and kind: then an editor has to choose."""
        if len(self.rows) > 1 and _alike(self.rows[0]) == _alike(self.rows[1]):
            return None
        return self.rows[0] if self.rows else None


class Unclear(Refused):
    """A typed name that several have, or nobody. `found` is what an editor may choose from."""

    def __init__(self, found: Candidates) -> None:
        self.found = found
        name = found.typed.name
        super().__init__(
            f"Several are called “{name}”. Choose one."
            if found.rows
            else f"Nobody in the record is called “{name}”. Add them, or look at the spelling."
        )


def find(text: str, place: Place) -> Candidates:
    """Return the people, titles and companies with each word in a name, likeliest at `place` first.

    Merged ones are left out. If no name matches, what follows " as " is taken for a role. What is in
    quotation marks is a song or an episode and nobody's name. Four queries at most.
    """
    text = " ".join(text.replace("\x00", "").split())[:NAME_LENGTH]
    if quoted := QUOTED.fullmatch(text):
        return Candidates(Typed("", detail=quoted["words"]), [])
    head, _, role = text.rpartition(" as ")
    rows = _called(text, place)
    if rows or not head or not role:
        return Candidates(Typed(text), rows)
    return Candidates(Typed(head, role_of(role)), _called(head, place))


def meant(found: Candidates, sent: Mapping[str, str], *, by: AbstractUser) -> Entity | str:
    """Return whom a form of the board means, or a name to be printed without a page.

    That is the `entity` that was chosen, a `new` one, the likeliest with `take`, else the only one
    of the typed name. Raises Refused, Unclear, and PermissionDenied if `by` may not add that kind.
    """
    if sent.get("entity"):
        chosen = Entity.objects.filter(pk=parse_number(sent["entity"]), merged_into=None).first()
        if chosen is None:
            raise Refused("That one is no longer in the record. Choose another.")
        return chosen
    if sent.get("new"):
        return _add(sent["new"], found.typed, by=by)
    if not found.typed.name:
        raise Refused("Type a name first.")
    entity = found.likeliest if sent.get("take") == "likeliest" else found.the_one
    if entity is None:
        raise Unclear(found)
    return entity


def role_of(text: str) -> str:
    """Return a role as nominations print it: "Executive Producer", "as Ned Weeks"."""
    role = " ".join(text.replace("\x00", "").split())[:ROLE_LENGTH]
    if not role or role.startswith("as "):
        return role
    is_job = role.lower().split()[-1] in JOBS
    if is_job:
        return role.title() if role.islower() else role
    return f"as {role}"[:ROLE_LENGTH]


def choices(found: Candidates, user: AbstractUser) -> dict[str, Any]:
    """Return what the list under the name field shows, as JSON: who may be meant, whom to add."""
    typed = found.typed
    return {
        "rows": [
            {
                "id": row.pk,
                "name": row.name,
                "note": row.disambiguation,
                "line": capitalized(", ".join(filter(None, _description(row)))),
                "isPublic": row.is_public(timezone.now()),
            }
            for row in found.rows
        ],
        "add": _addable(user) if typed.name else [],
        "name": typed.name,
        "role": typed.role,
        "detail": typed.detail,
    }


def _addable(user: AbstractUser) -> list[dict[str, str]]:
    """Return what the user may add to the record from the board; anybody may enter a bare name."""
    kinds = [
        {"new": new, "called": f"as a {new.rpartition(':')[2]}"}
        for new in ADDABLE
        if user.has_perm(f"people.add_{new.partition(':')[0]}")
    ]
    return [*kinds, {"new": "name", "called": "as printed, without a page"}]


def _add(new: str, typed: Typed, *, by: AbstractUser) -> Entity | str:
    """Add an entity, not public yet, or return the bare name. `new` is one of `_addable`.

    "Steve McQueen (director)" gives the words in brackets as what tells it from a namesake. Raises
    Refused if it can't be added.
    """
    kind, _, type_ = new.partition(":")
    model = KINDS.get(kind)
    if model and not by.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
        raise PermissionDenied
    if not typed.name:
        raise Refused("Type a name first.")
    if new == "name":
        return typed.name
    if new not in ADDABLE:
        raise Refused("Choose a person, a company or a title.")
    in_brackets = TOLD_APART.fullmatch(typed.name)
    fields = {"name": typed.name} if in_brackets is None else {"name": in_brackets["name"]}
    if in_brackets:
        fields["disambiguation"] = in_brackets["note"]
    try:
        return create(KINDS[kind], by=by, **fields, **({"type": type_} if type_ else {}))
    except Refused as refused:
        if "disambiguation" in refused.fields:
            raise Refused(
                f"{refused.fields['disambiguation']} Type it in brackets after the name."
            ) from refused
        raise Refused(*refused.sentences) from refused


def _alike(row: Any) -> tuple[str, int]:
    return row.folded_name, row.awaited


def _called(text: str, place: Place) -> list[Entity]:
    words = fold(text).split()[:WORDS]
    if not words:
        return []
    rows = Entity.objects.unmerged().filter(kind__in=NOMINATED).called_by(words)
    rows = rows.select_related("as_person", "as_company", "as_production")
    return list(place.rank(rows, " ".join(words))[:MOST])


def _description(row: Any) -> list[str]:
    """ "Limited series, 2020": enough to choose between namesakes."""
    if row.kind == Kind.PERSON:
        born = row.as_person.born
        return [row.as_person.occupations or "person", f"born {born.year}" if born else ""]
    if row.kind == Kind.COMPANY:
        is_other = row.as_company.type == "other"
        return ["company" if is_other else row.as_company.get_type_display().lower()]
    title: Production = row.as_production
    if row.disambiguation.startswith(title.type):  # "film, 2019" says it already
        return []
    return [title.get_type_display().lower(), str(row.first_on.year if row.first_on else "")]

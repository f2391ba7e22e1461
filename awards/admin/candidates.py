"""Who may be meant by what is typed on a ceremony's board, and what may be added under that name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from awards.admin.ranking import Place
from awards.models import Nominee
from awards.nominating import NOMINATED
from people.editing import create
from people.models import KINDS, Entity, Kind, Production
from people.models.entity import NAME_LENGTH
from people.roles import COMPANIES, CREW
from verbs.refusals import Refused
from words.characters import without_nul
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
    """ "Mark Ruffalo as executive producer": a name, and a role as it will be printed, or ""."""

    name: str
    role: str = ""
    detail: str = ""  # the song or the episode, of what was typed in quotation marks


@dataclass(frozen=True)
class Found:
    """What was typed, as it was understood, and the entities that may be meant, the likeliest first."""

    typed: Typed
    rows: list[Any]  # with `awaited`: how far their kind is from the one that is awaited

    @property
    def the_one(self) -> Entity | None:
        """The only one that has these words, or the only one called exactly so."""
        text = fold(self.typed.name)
        exact = [row for row in self.rows if row.folded_name == text]
        likely = exact or self.rows
        return likely[0] if len(likely) == 1 else None

    @property
    def likeliest(self) -> Entity | None:
        """The first, unless the second is of the same name and kind: then somebody has to choose."""
        if len(self.rows) > 1 and _alike(self.rows[0]) == _alike(self.rows[1]):
            return None
        return self.rows[0] if self.rows else None


def find(text: str, place: Place) -> Found:
    """People, titles and companies of which each word is part of a name; not the merged.

    The likeliest at the place come first. Where nothing is called so, what follows " as " is a role.
    What is quoted is nobody's name. Four queries at most.
    """
    text = " ".join(without_nul(text).split())[:NAME_LENGTH]
    if quoted := QUOTED.fullmatch(text):
        return Found(Typed("", detail=quoted["words"]), [])
    head, _, role = text.rpartition(" as ")
    rows = _called(text, place)
    if rows or not head or not role:
        return Found(Typed(text), rows)
    return Found(Typed(head, role_of(role)), _called(head, place))


def role_of(text: str) -> str:
    """As nominations print it: "Executive Producer" for a job, "as Ned Weeks" for a character."""
    role = " ".join(without_nul(text).split())[:ROLE_LENGTH]
    if not role or role.startswith("as "):
        return role
    is_job = role.lower().split()[-1] in JOBS
    if is_job:
        return role.title() if role.islower() else role
    return f"as {role}"[:ROLE_LENGTH]


def offer(row: Any) -> dict[str, Any]:
    """As a list to choose from prints it."""
    return {
        "id": row.pk,
        "name": row.name,
        "note": row.disambiguation,
        "line": capitalized(", ".join(filter(None, _what(row)))),
        "isPublic": row.is_public(timezone.now()),
    }


def addable(user: AbstractUser) -> list[dict[str, str]]:
    """What the user may add to the record from the board, and the name as it was printed."""
    told = [
        {"new": new, "called": f"as a {new.rpartition(':')[2]}"}
        for new in ADDABLE
        if user.has_perm(f"people.add_{new.partition(':')[0]}")
    ]
    return [*told, {"new": "name", "called": "as printed, without a page"}]


def add(new: str, typed: Typed, *, by: Any) -> Entity | str:
    """An entity of that kind, not public yet, or the name alone. Raises Refused where it can't be.

    "Steve McQueen (director)" says what tells it from a namesake.
    """
    if not typed.name:
        raise Refused("Type a name first.")
    if new == "name":
        return typed.name
    kind, _, type_ = new.partition(":")
    if new not in ADDABLE:
        raise Refused("Choose a person, a company or a title.")
    told = TOLD_APART.fullmatch(typed.name)
    fields = {"name": typed.name} if told is None else {"name": told["name"]}
    if told:
        fields["disambiguation"] = told["note"]
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


def _what(row: Any) -> list[str]:
    """ "Limited series, 2020": enough to choose between namesakes."""
    if row.kind == Kind.PERSON:
        born = row.as_person.born
        return [row.as_person.occupations or "person", f"born {born.year}" if born else ""]
    if row.kind == Kind.COMPANY:
        return [
            row.as_company.get_type_display().lower()
            if row.as_company.type != "other"
            else "company"
        ]
    made: Production = row.as_production
    told = row.disambiguation.startswith(made.type)  # by the rule: "film, 2019"
    return (
        []
        if told
        else [made.get_type_display().lower(), str(row.first_on.year if row.first_on else "")]
    )

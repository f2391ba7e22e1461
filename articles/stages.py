"""The stages of a story before readers see it, and the moves between them.

Scheduled, published and withdrawn are not stages: they follow from the story's moments. Who may make
a move is in `rights.py`.
"""

from django.db import models


class Stage(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    EDIT = "edit", "in edit"
    LEGAL = "legal", "with legal"
    READY = "ready"


# Submitted, and not sent back: waiting for an editor until it is published.
IN_REVIEW = (Stage.SUBMITTED, Stage.EDIT, Stage.LEGAL, Stage.READY)

MOVES: dict[str, tuple[str, ...]] = {
    Stage.DRAFT: (Stage.SUBMITTED,),
    Stage.SUBMITTED: (Stage.DRAFT, Stage.EDIT, Stage.READY),
    Stage.EDIT: (Stage.DRAFT, Stage.LEGAL, Stage.READY),
    Stage.LEGAL: (Stage.EDIT, Stage.READY),
    Stage.READY: (Stage.EDIT, Stage.LEGAL, Stage.DRAFT),
}

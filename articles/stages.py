"""Where a story stands before readers see it, and who may move it on.

Scheduled, published and withdrawn are not stages: they are read from the story's moments.
"""

from django.db import models


class Stage(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    EDIT = "edit", "in edit"
    LEGAL = "legal", "with legal"
    READY = "ready"


# Handed in, and not with its writer: what waits for an editor until it is published.
IN_REVIEW = (Stage.SUBMITTED, Stage.EDIT, Stage.LEGAL, Stage.READY)

MOVES: dict[str, tuple[str, ...]] = {
    Stage.DRAFT: (Stage.SUBMITTED,),
    Stage.SUBMITTED: (Stage.DRAFT, Stage.EDIT, Stage.READY),
    Stage.EDIT: (Stage.DRAFT, Stage.LEGAL, Stage.READY),
    Stage.LEGAL: (Stage.EDIT, Stage.READY),
    Stage.READY: (Stage.EDIT, Stage.LEGAL, Stage.DRAFT),
}

# A writer hands a story in; every other move is an editor's.
SUBMIT_PERMISSION = "articles.submit_article"
MOVE_PERMISSION = "articles.publish_article"

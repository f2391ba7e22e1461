"""Stories and what belongs to them, at the desk."""

from articles.admin import lists, log, story

__all__ = ["lists", "log", "story"]

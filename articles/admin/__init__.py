"""Stories and what belongs to them, at the desk."""

from articles.admin import lists, log, story, tags

__all__ = ["lists", "log", "story", "tags"]

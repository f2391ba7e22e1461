"""Stories and what belongs to them, at the desk."""

from articles.admin import lists, read_only, story, tags

__all__ = ["lists", "read_only", "story", "tags"]

"""The record, and what belongs to it, at the desk."""

from people.admin import awards, ceremony, entities, log, rows

__all__ = ["awards", "ceremony", "entities", "log", "rows"]

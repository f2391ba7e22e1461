"""The picture desk in the admin. It writes through `photos/editing.py` only."""

from photos.admin.library import PictureAdmin

__all__ = ["PictureAdmin"]

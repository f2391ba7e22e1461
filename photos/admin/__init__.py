"""The picture desk in the admin. It writes through `photos/filing.py` only."""

from photos.admin.library import PictureAdmin

__all__ = ["PictureAdmin"]

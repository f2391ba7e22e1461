"""Which pages a change of a picture makes untrue: see `press`."""

from __future__ import annotations

from press.triggers import Touch, Watch

WATCHES = (
    Watch(
        "photos_picture",
        (Touch("picture", "{row}.id"),),
        columns=(
            *("public_id", "alt", "caption", "credit", "source", "copyright", "rights", "kind"),
            *("license_ends_on", "focal_x", "focal_y", "width", "height", "version"),
        ),
    ),
)

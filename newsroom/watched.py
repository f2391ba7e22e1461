"""Which pages a change of the front page's places makes untrue: see `press`."""

from __future__ import annotations

from press.triggers import Touch, Watch

WATCHES = (
    Watch(
        "newsroom_frontslot",
        (Touch("front", "'places'"),),
        moments=("from_at", "until_at"),
    ),
)

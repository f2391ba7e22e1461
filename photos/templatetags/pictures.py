"""`{% load pictures %}`, then `{% picture p use="card" %}`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from photos.models import Picture
from photos.renditions import USES, Source, Use, picture_sources

register = template.Library()


@register.simple_tag
def picture(
    picture: Picture | None,
    use: str = "",
    *,
    alt: str | None = None,
    crop: str | None = None,
    sizes: str = "",
    lazy: bool = True,
    priority: bool = False,
    cls: str = "",
) -> SafeString | str:
    """Print a picture as a place on the page wants it; nothing if there is no picture.

    use       the kind of place, from `renditions.USES`: crop, widths and sizes in one word
    crop      another crop than the use's, or without a use: a name from `renditions.CROPS`
    sizes     how wide it is drawn, where that differs from the use
    alt       other words than the picture's own; "" where the text beside it says the same
    lazy      False for what is seen first; priority=True for the one picture that matters most
    cls       class of the <img>

    The size printed is the crop's, so nothing moves when the picture arrives. No query runs.
    """
    if picture is None:
        return ""
    *sources, image = picture_sources(picture, _use(use, crop, sizes))
    shown = {
        "class": cls,
        "loading": "lazy" if lazy and not priority else "",
        "fetchpriority": "high" if priority else "",
        "src": image.src,
        # One file for all screens is its `src`.
        "srcset": image.srcset if image.sizes else "",
        "sizes": image.sizes,
        "width": image.width,
        "height": image.height,
    }
    return format_html(
        '<picture>{}<img alt="{}"{}></picture>',
        format_html_join("", "<source{}>", ((_attributes(_said(each)),) for each in sources)),
        picture.alt if alt is None else alt,
        _attributes(shown),
    )


def _use(name: str, crop: str | None, sizes: str) -> Use:
    asked = USES[name] if name else Use("", (320, 640, 1200), "100vw")
    if crop is None and not sizes:
        return asked
    return Use(asked.crop if crop is None else crop, asked.widths, sizes or asked.sizes)


def _said(source: Source) -> dict[str, str | int]:
    said: dict[str, str | int] = {
        "type": source.type,
        "srcset": source.srcset,
        "sizes": source.sizes,
    }
    if source.media:  # another shape than the <img>'s, which otherwise speaks for all
        said |= {"media": source.media, "width": source.width, "height": source.height}
    return said


def _attributes(said: dict[str, str | int]) -> SafeString:
    return format_html_join("", ' {}="{}"', (each for each in said.items() if each[1] != ""))

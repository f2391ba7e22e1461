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
    """Print a picture for a place on the page, or nothing if there is none.

    use       the kind of place, from `renditions.USES`: crop, widths and sizes in one word
    crop      another crop than the use's, or without a use: a name from `renditions.CROPS`
    sizes     how wide it is shown, if that differs from the use
    alt       replaces the picture's own; "" if the text beside it says the same
    lazy      False for pictures on the first screen
    priority  True for the most important picture of the page
    cls       class of the <img>

    The markup has the crop's width and height, so nothing shifts when the picture loads. No query.
    """
    if picture is None:
        return ""
    *sources, image = picture_sources(picture, _use(use, crop, sizes))
    attributes = {
        "class": cls,
        "loading": "lazy" if lazy and not priority else "",
        "fetchpriority": "high" if priority else "",
        "src": image.src,
        # If there is only one file, `src` is enough.
        "srcset": image.srcset if image.sizes else "",
        "sizes": image.sizes,
        "width": image.width,
        "height": image.height,
    }
    return format_html(
        '<picture>{}<img alt="{}"{}></picture>',
        format_html_join(
            "", "<source{}>", ((_attributes(_source_attributes(each)),) for each in sources)
        ),
        picture.alt if alt is None else alt,
        _attributes(attributes),
    )


def _use(name: str, crop: str | None, sizes: str) -> Use:
    use = USES[name] if name else Use("", (320, 640, 1200), "100vw")
    if crop is None and not sizes:
        return use
    return Use(use.crop if crop is None else crop, use.widths, sizes or use.sizes)


def _source_attributes(source: Source) -> dict[str, str | int]:
    attributes: dict[str, str | int] = {
        "type": source.type,
        "srcset": source.srcset,
        "sizes": source.sizes,
    }
    if source.media:  # its shape differs from the <img>'s, whose size would apply
        attributes |= {"media": source.media, "width": source.width, "height": source.height}
    return attributes


def _attributes(values: dict[str, str | int]) -> SafeString:
    return format_html_join("", ' {}="{}"', (each for each in values.items() if each[1] != ""))

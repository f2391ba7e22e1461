"""Reads a picture's metadata: credit, source, what it shows and when it was taken.

It runs in the decoder's process (`photos/decoding.py`), with only Pillow and the standard library, since
metadata is as untrusted as the pixels. It returns plain strings of limited length, which
`photos/file_suggestions.py` cleans on the other side.

A value may be in three records. XMP comes first and IPTC's older record (IIM) second, unless the digest
that Photoshop keeps of the IIM record shows that a program without XMP changed it later. That is how the
Metadata Working Group reconciles the two ("Guidelines for Handling Image Metadata", 2.0). EXIF comes
last: the Working Group puts it first, but in agency pictures it has what the camera was set to on the
day it was bought.

Only what the file calls alt text is used as alt text: a description isn't one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from PIL import ImageFile
from PIL.TiffImagePlugin import IPTC_NAA_CHUNK, TiffImageFile

MAX_PACKET = 1024 * 1024
"""Bytes. A packet with every field filled in has about ten thousand; a larger one has a program's edit
history, and is ignored."""

LONGEST = 2000
"""Characters of one value: as many as IIM allows for a description."""

MOST_LISTED = 20  # names of creators

DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LANGUAGE = "http://www.w3.org/XML/1998/namespace}lang"

# Names of the IPTC Photo Metadata Standard: Credit Line, Creator, Source, Description, Alt Text,
# Copyright Notice, Date Created, Headline. Elements are "namespace}name", as expat writes them.
XMP = {
    "credit": f"{PHOTOSHOP}}}Credit",
    "creator": f"{DC}}}creator",
    "source": f"{PHOTOSHOP}}}Source",
    "caption": f"{DC}}}description",
    "alt": f"{IPTC_CORE}}}AltTextAccessibility",
    "copyright": f"{DC}}}rights",
    "taken_on": f"{PHOTOSHOP}}}DateCreated",
    "title": f"{PHOTOSHOP}}}Headline",
}
# The same in IIM's second record, by data set number. It has no alt text.
IIM = {
    "credit": 110,
    "creator": 80,
    "source": 115,
    "caption": 120,
    "copyright": 116,
    "taken_on": 55,
    "title": 105,
}
EXIF = {"creator": 0x013B, "caption": 0x010E, "copyright": 0x8298}
EXIF_IFD, TAKEN_AT = 0x8769, 0x9003

# What cameras write as the description by default.
CAMERA_DEFAULTS = re.compile(
    r"(olympus|minolta|sony|kodak|samsung|casio|nikon|canon|konica|pentax|panasonic|dji|gopro)?"
    r"[\s_]*((digital[\s_]+)?(still[\s_]+)?camera([\s_]+pictures)?|dsc|exif[\s_]+jpeg([\s_]+\w+)?"
    r"|jpeg[\s_]+picture|default)",
    re.IGNORECASE,
)

IPTC_RECORD, IPTC_DIGEST = 0x0404, 0x0425  # Photoshop image resources
UTF_8 = b"\x1b%G"


def read_metadata(image: ImageFile.ImageFile) -> dict[str, str]:
    """Return the values that the file has, by the names of `XMP`.

    `taken_on` is a complete date in ISO format. Raises nothing: values that can't be read are left out.
    Call it after `load`: a PNG may have its metadata after its pixels.
    """
    resources = image.info.get("photoshop") or {}
    record = resources.get(IPTC_RECORD, b"")
    if isinstance(image, TiffImageFile):
        record = image.tag_v2._tagdata.get(IPTC_NAA_CHUNK, b"")
    found = [_of_xmp(_packet(image)), _of_iim(record)]
    digest = resources.get(IPTC_DIGEST)
    if digest and record and digest != hashlib.md5(record, usedforsecurity=False).digest():
        found.reverse()
    with suppress(Exception):  # ignore a broken record
        found.append(_of_exif(image))
    return _first_found(found)


def _first_found(records: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for record in records:
        for name, value in record.items():
            text = _day(value) if name == "taken_on" else value[:LONGEST]
            if text.strip() and name not in found:
                found[name] = text
    return found


def _packet(image: ImageFile.ImageFile) -> bytes:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):  # PNG's text chunks
        packet = packet.encode("utf-8", "replace")
    return packet if isinstance(packet, bytes) else b""


def _of_xmp(packet: bytes) -> dict[str, str]:
    if not packet or len(packet) > MAX_PACKET:
        return {}
    try:
        properties = dict(_properties(_tree(_decoded(packet).rstrip("\0 "))))
    except (expat.ExpatError, ValueError):
        return {}
    return {
        name: value for name, property in XMP.items() if (value := _value(properties.get(property)))
    }


def _tree(text: str) -> Element:
    """Return the root element. Raises ValueError for a document type, and so for every entity.

    So nothing is expanded (billion laughs) and nothing outside the packet is loaded (XXE).
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*declared: object) -> None:
        raise ValueError("A metadata packet may not declare types.")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(text, True)  # noqa: FBT003
    return builder.close()


def _properties(root: Element) -> Iterator[tuple[str, Element | str]]:
    """Yield the properties of the picture itself, without those of pictures that it was made from."""
    for rdf in root.iter(f"{RDF}}}RDF"):
        for description in rdf:
            if description.tag == f"{RDF}}}Description":
                yield from description.items()
                yield from ((child.tag, child) for child in description)


def _value(property: Element | str | None) -> str:
    if property is None or isinstance(property, str):
        return property or ""
    for kind in property:
        items = [item for item in kind if item.tag == f"{RDF}}}li"]
        if kind.tag == f"{RDF}}}Alt":
            return _in_english(items)
        if kind.tag in (f"{RDF}}}Seq", f"{RDF}}}Bag"):
            return ", ".join(filter(None, (_words(item) for item in items[:MOST_LISTED])))
    return _words(property)


def _words(element: Element) -> str:
    return (element.text or "").strip()


def _in_english(items: list[Element]) -> str:
    """Return the text in one language: the packet's default, else English, else the first."""

    def rank(item: Element) -> int:
        language = item.get(LANGUAGE, "").lower()
        return 0 if language == "x-default" else 1 if language.startswith("en") else 2

    texts = sorted((item for item in items if _words(item)), key=rank)
    return _words(texts[0]) if texts else ""


def _of_iim(record: bytes) -> dict[str, str]:
    names = {number: name for name, number in IIM.items()}
    marked = False
    found: dict[str, list[str]] = {}
    for section, number, content in _data_sets(record):
        if (section, number) == (1, 90):
            marked = content == UTF_8
        elif section == 2 and (name := names.get(number)):
            text = content.decode("utf-8", "replace") if marked else _decoded(content)
            found.setdefault(name, []).append(text[:LONGEST].strip())
    return {name: ", ".join(filter(None, texts[:MOST_LISTED])) for name, texts in found.items()}


def _data_sets(record: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while record[at : at + 1] == b"\x1c" and at + 5 <= len(record):
        size = int.from_bytes(record[at + 3 : at + 5], "big")
        start = at + 5
        if size & 0x8000:  # an extended data set first says how many bytes its size takes
            start += size & 0x7FFF
            size = int.from_bytes(record[at + 5 : start], "big")
        yield record[at + 1], record[at + 2], record[start : start + size]
        at = start + size


def _of_exif(image: ImageFile.ImageFile) -> dict[str, str]:
    exif = image.getexif()
    found = {name: _exif_text(exif.get(tag)) for name, tag in EXIF.items()}
    if CAMERA_DEFAULTS.fullmatch(found["caption"].strip()):
        found["caption"] = ""
    found["taken_on"] = _exif_text(exif.get_ifd(EXIF_IFD).get(TAKEN_AT))
    return found


def _exif_text(value: object) -> str:
    if isinstance(value, str):  # Pillow decodes every byte as Latin-1
        value = value.encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    # Copyright has two parts, the photographer's and the editor's.
    parts = [part.strip() for part in _decoded(value).split("\0")]
    return ", ".join(filter(None, parts))


def _decoded(content: bytes) -> str:
    """Decode text: by its byte order mark, else as UTF-8, else as Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _day(text: str) -> str:
    """Return the ISO date of a date as any of the three records writes it; '' if it is incomplete."""
    found = re.match(r"\s*(\d{4})[-:]?(\d\d)[-:]?(\d\d)(?!\d)", text)
    with suppress(ValueError):
        return date(*map(int, found.groups())).isoformat() if found else ""
    return ""

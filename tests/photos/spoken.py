"""Files that say whose they are, in each of the three records that a file may have."""

import hashlib
import io
import struct
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin, TiffImagePlugin

from tests.photos.pictures import drawing, jpeg, saved

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def alt(*said):
    """Languages and texts: alt("x-default", "Red", "de", "Rot")."""
    items = zip(said[::2], said[1::2], strict=True)
    lines = (f'<rdf:li xml:lang="{tag}">{escape(text)}</rdf:li>' for tag, text in items)
    return f"<rdf:Alt>{''.join(lines)}</rdf:Alt>"


def seq(*said):
    return f"<rdf:Seq>{''.join(f'<rdf:li>{escape(each)}</rdf:li>' for each in said)}</rdf:Seq>"


def xmp(inside="", attributes="", before=""):
    """A packet as programs write it, padded."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {DECLARED} {attributes}>{inside}</rdf:Description>'
        f'</rdf:RDF></x:xmpmeta>{" " * 200}<?xpacket end="w"?>'
    ).encode()


def iim(*sets, utf8=True):
    """Data sets of the second record: iim((110, "Reuters")); texts as UTF-8, bytes as they are."""
    mark = [(1, 90, b"\x1b%G")] if utf8 else []
    texts = [(2, n, said if isinstance(said, bytes) else said.encode()) for n, said in sets]
    return b"".join(
        struct.pack(">BBBH", 0x1C, section, number, len(said)) + said
        for section, number, said in [*mark, *texts]
    )


def with_iim(content, record, *, digest_of=None):
    """A JPEG with an IPTC record and, where asked for, the digest Photoshop took of one."""
    resources = [(0x0404, record)]
    if digest_of is not None:
        resources.append((0x0425, hashlib.md5(digest_of).digest()))
    blocks = b"".join(
        b"8BIM" + struct.pack(">HHI", code, 0, len(said)) + said + b"\0" * (len(said) % 2)
        for code, said in resources
    )
    segment = b"Photoshop 3.0\0" + blocks
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + content[2:]


def exif(tags, *, taken=None):
    said = Image.Exif()
    said.update(tags)
    if taken:
        said.get_ifd(0x8769)[0x9003] = taken
    return said


def in_format(format, packet):
    """A picture of a format that says `packet` where that format has its XMP."""
    if format == "TIFF":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[700] = packet
        tags.tagtype[700] = 1
        return saved(drawing(), "TIFF", tiffinfo=tags)
    if format == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_itxt("XML:com.adobe.xmp", packet.decode())
        return saved(drawing(), "PNG", pnginfo=said)
    return saved(drawing(), format, xmp=packet)


def agency():
    """A picture as an agency sends it: every field that is offered, in XMP."""
    return jpeg(
        xmp=xmp(
            "<photoshop:Credit>Ann Lee/Reuters</photoshop:Credit>"
            "<photoshop:Source>Reuters</photoshop:Source>"
            "<photoshop:Headline>Two colors meet</photoshop:Headline>"
            "<photoshop:DateCreated>2020-09-20T18:31:00-07:00</photoshop:DateCreated>"
            f"<dc:creator>{seq('Ann Lee')}</dc:creator>"
            f"<dc:description>{alt('x-default', 'Red meets blue in Pasadena.')}</dc:description>"
            f"<dc:rights>{alt('x-default', '© 2020 Reuters')}</dc:rights>"
            "<Iptc4xmpCore:AltTextAccessibility>"
            f"{alt('x-default', 'A red field beside a blue one.')}"
            "</Iptc4xmpCore:AltTextAccessibility>"
        )
    )


AGENCY = {
    "title": "Two colors meet",
    "caption": "Red meets blue in Pasadena.",
    "alt": "A red field beside a blue one.",
    "credit": "Ann Lee/Reuters",
    "source": "Reuters",
    "copyright": "© 2020 Reuters",
    "taken_on": "2020-09-20",
}


def stream(content):
    return io.BytesIO(content)

"""Uploads a picture of six megabytes through nginx, as somebody who is signed in, and looks at it.

Runs inside the root that `walk.sh` walks in, on its /etc/hosts: `visit.py HOST SESSION`.
"""

import http.client
import io
import json
import os
import ssl
import sys

from PIL import Image

TOKEN = "t" * 32
BOUNDARY = "a-boundary"


def noise():
    """A picture whose file has more than six megabytes: noise can't be compressed."""
    image = Image.frombytes("RGB", (2900, 2000), os.urandom(2900 * 2000 * 3))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95)
    return file.getvalue()


def ask(host, method, address, body=None, **headers):
    unchecked = ssl._create_unverified_context()  # its certificate is made for the trial
    connection = http.client.HTTPSConnection(host, context=unchecked, timeout=120)
    connection.request(method, address, body, headers)
    answer = connection.getresponse()
    return answer, answer.read()


def main(host, session):
    picture = noise()
    assert len(picture) > 6_000_000, len(picture)
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    body = (
        f'{head}"csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'
        f'{head}"file"; filename="noise.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    ).encode() + picture
    cookies = {"Cookie": f"__Host-session={session}; __Host-csrf={TOKEN}"}
    answer, said = ask(
        host,
        "POST",
        "/admin/photos/picture/drop/",
        body + f"\r\n--{BOUNDARY}--\r\n".encode(),
        **cookies,
        **{
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Accept": "application/json",
            "Origin": f"https://{host}",
            "Referer": f"https://{host}/admin/",
        },
    )
    assert answer.status == 200, (answer.status, said[:500])
    thumb, _ = ask(host, "GET", json.loads(said)["thumb"], **cookies)
    door, _ = ask(host, "GET", "/admin/login/")
    for answer, status in ((thumb, 200), (door, 200)):
        assert answer.status == status, (answer.status, answer.headers)
    for header in ("Strict-Transport-Security", "Content-Security-Policy"):
        assert door.headers[header], header
    assert "__Host-csrf" in door.headers["Set-Cookie"]
    print(f"A picture of {len(picture) / 1e6:.1f} MB was uploaded, and its rendition is served.")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Is it schema.org, and do others find what they look for? Asked of two tools, all pages in one call.

The vocabulary is schema-dts: its types name every type and property, and TypeScript compares. What
Google, Facebook and X look for on a page is the structured-data-testing-tool's.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from tests import needs

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

ASK = """
const {structuredDataTest} = require("structured-data-testing-tool");
const {Google, Facebook, Twitter} = require("structured-data-testing-tool/presets");
const pages = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const found = {};
  for (const [name, page] of Object.entries(pages)) {
    const options = {presets: [Google, Facebook, Twitter], schemas: page.types};
    const answer = await structuredDataTest(page.html, options).catch((error) => error.res || Promise.reject(error));
    found[name] = answer.failed.map((one) => one.test);
  }
  console.log(JSON.stringify(found));
})();
"""


def objects(page):
    """The objects of JSON-LD in a page, in their order."""
    return [json.loads(script) for script in SCRIPT.findall(page)]


def shape(thing):
    """The thing without its words, and each kind of item once: what a type can tell apart."""
    if isinstance(thing, dict):
        return {
            name: "tag:" if name == "@id" else said if name[0] == "@" else shape(said)
            for name, said in thing.items()
        }
    if isinstance(thing, list):
        return list({json.dumps(item): item for item in map(shape, thing)}.values())
    return "text" if isinstance(thing, str) else thing


def strangers(pages):
    """What schema.org does not know, as `name: what`; `pages` is {name: text of the page}."""
    names = {}  # of the first page with things of that shape: to compare them all takes long
    for name, page in pages.items():
        for thing in objects(page):
            alike = json.dumps(shape(thing))
            names.setdefault(alike, f"{name}, {thing['@type']}")
    lines = [
        f"export const n{place}: S.WithContext<S.{json.loads(alike)['@type']}> = {alike};"
        for place, alike in enumerate(names)
    ]
    with tempfile.TemporaryDirectory(dir=needs.VALIDATORS) as directory:
        file = Path(directory) / "said.ts"
        file.write_text("\n".join(['import type * as S from "schema-dts";', *lines]))
        options = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false"]
        told = subprocess.run(
            [needs.node(), needs.script("typescript", "bin/tsc"), *options, str(file)],
            capture_output=True,
            text=True,
            check=False,  # it fails where it complains
        )
    found = re.findall(r"said\.ts\((\d+),\d+\): error (.*(?:\n .*)*)", told.stdout)
    if told.returncode and not found:
        raise RuntimeError(told.stdout + told.stderr)
    told_of = ["", "", *names.values()]  # by line, of which the first imports
    return [f"{told_of[int(line)]}: {what}" for line, what in found]


def misses(pages):
    """What Google, Facebook or X would look for in vain, as `name: what`.

    A page may be without a picture: then none is missed.
    """
    asked = {
        name: {"html": page, "types": [thing["@type"] for thing in objects(page)]}
        for name, page in pages.items()
    }
    told = subprocess.run(
        [needs.node(), "-e", ASK],
        cwd=needs.VALIDATORS,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{name}: {what}"
        for name, found in json.loads(told.stdout).items()
        for what in found
        if 'property="og:image"' in pages[name] or ":image" not in what
    ]

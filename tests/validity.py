"""Is it HTML? Asked of the Nu Html Checker, all pages in one call: its start takes seconds."""

import json
import subprocess
import tempfile
from pathlib import Path

from tests import needs


def complaints(pages):
    """What is wrong with these pages, as `name: line: what`; `pages` is {name: bytes of the page}.

    Errors and warnings both; a page cut off or answered as plain text is one too.
    """
    with tempfile.TemporaryDirectory() as directory:
        files = {}
        for number, (name, page) in enumerate(pages.items()):
            file = Path(directory) / f"{number}.html"
            file.write_bytes(page)
            files[file.name] = name
        command = [needs.java(), "-jar", needs.validator(), "--stdout", "--format", "json"]
        told = subprocess.run(
            [*command, "--exit-zero-always", *map(str, sorted(Path(directory).iterdir()))],
            capture_output=True,
            text=True,
            check=True,
        )
    return [
        f"{files[it['url'].rpartition('/')[2]]}: {it.get('lastLine', '?')}: {it['message']}"
        for it in json.loads(told.stdout)["messages"]
        if it["type"] == "error" or it.get("subType") == "warning"
    ]

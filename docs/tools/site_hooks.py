"""Hooks of the site's builder: pages that live beside their subject, and links that leave ``docs/``.

The data card lies with the corpus and a model's card with its weights, where their readers look for them. The site
shows them all the same, and a link such as ``../corpus/README.md`` leads to the page on the site. A link to a file
that the site does not show (a source file) becomes the file's name.
"""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from letopis.cli.options import FORMATS
from letopis.sources.reader import titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]

OUTSIDE = {
    "corpus/README.md": "cards/corpus.md",
    "annotations/GUIDELINES.md": "cards/guidelines.md",
    "annotations/passages/README.md": "cards/passages.md",
    "annotations/sentences/README.md": "cards/sentences.md",
    "annotations/projection/README.md": "cards/projection.md",
    "annotations/trees/README.md": "cards/annotated-trees.md",
    "training/README.md": "training.md",
    "models/names/README.md": "cards/names.md",
    "models/large/README.md": "cards/large.md",
    "models/morphology/README.md": "cards/morphology.md",
    "models/trees/README.md": "cards/trees.md",
    "models/agreements/README.md": "cards/agreements.md",
    "models/titles/README.md": "cards/titles.md",
    "models/links/README.md": "cards/links.md",
    "models/english/README.md": "cards/english.md",
    "models/stanza/README.md": "cards/stanza.md",
    "benchmarks/data/agreements-second-reader.md": "cards/agreements-second-reader.md",
    "benchmarks/data/agreements-fresh-second-reader.md": "cards/agreements-fresh-second-reader.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files of the project that are pages of the site, by their place in the project."""

COMMANDS = "commands.md"
"""The page of all commands and options; typer writes it when the site is built."""

_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!\w+:|#)([^)#\s]*)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not in ``docs/``."""
    for place, page in OUTSIDE.items():
        source = ROOT / place
        if source.exists():
            files.append(_generated(config, page, source.read_text(encoding="utf-8")))
    files.append(_generated(config, COMMANDS, commands_page()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead the links of a page to pages of the site."""
    shown = page.file.src_uri
    place = next((source for source, target in OUTSIDE.items() if target == shown), f"docs/{shown}")
    return led_to_site(markdown, place, shown, lambda target: files.get_file_from_path(target) is not None)


def led_to_site(markdown: str, place: str, shown: str, exists: Callable[[str], bool]) -> str:
    """Rewrite the links of the file at ``place`` in the project, which the site shows as ``shown``.

    >>> led_to_site("[card](../corpus/README.md#size)", "docs/a.md", "a.md", lambda page: True)
    '[card](cards/corpus.md#size)'
    >>> led_to_site("[the settings](../src/letopis/config.cfg)", "docs/a.md", "a.md", lambda page: False)
    'the settings (`src/letopis/config.cfg`)'
    """

    def lead(match: re.Match[str]) -> str:
        mark, text, target, anchor = match.group(1), match.group(2), match.group(3), match.group(4) or ""
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
        page = OUTSIDE.get(inside) or (inside.removeprefix("docs/") if inside.startswith("docs/") else "")
        if page and exists(page):
            return f"{mark}[{text}]({posixpath.relpath(page, posixpath.dirname(shown) or '.')}{anchor})"
        if not mark and (ROOT / inside).exists():
            return text if inside.endswith(text.strip("`")) else f"{text} (`{inside}`)"
        return match.group()

    return _LINK.sub(lead, markdown)


def commands_page() -> str:
    """Return the help of every command as one page, as typer writes it."""
    done = subprocess.run(
        [sys.executable, "-m", "typer", "letopis.cli", "utils", "docs", "--name", "letopis"],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT,
    )  # fmt: skip
    return whole_descriptions(done.stdout.replace(FORMATS, titles()))


def whole_descriptions(page: str) -> str:
    """Return the page with each command's whole first paragraph in the lists, which typer cuts at 45 characters."""
    paragraphs = dict(re.findall(r"^#+ `([^`]+)`\n\n(.+?)\n\n", page, re.MULTILINE | re.DOTALL))
    owner = ""
    lines = []
    for line in page.split("\n"):
        if heading := re.fullmatch(r"#+ `([^`]+)`", line):
            owner = heading[1]
        name = re.match(r"\* `([^`]+)`: ", line)
        said = paragraphs.get(f"{owner} {name[1]}") if name else None
        lines.append(f"{name[0]}{' '.join(said.split())}" if name and said else line)
    return "\n".join(lines)


def _generated(config: MkDocsConfig, page: str, text: str) -> File:
    return File.generated(config, page, content=text, inclusion=InclusionLevel.INCLUDED)

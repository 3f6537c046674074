"""What the documents point at exists: files, headings, commands, targets of make."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from tracker.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/**/*.md")])
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
COMMAND = re.compile(r"`tracker ((?:[a-z][a-z-]* ?)+)")
TARGET = re.compile(r"\bmake ((?:[a-z]+-)*[a-z]+)\b(?=`|$| {2,}#)", re.MULTILINE)


@cache
def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


@cache
def anchors(document: Path) -> frozenset[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    bare = FENCE.sub("", text_of(document))
    return frozenset(anchor(heading) for heading in HEADING.findall(bare))


def anchor(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower().replace(" ", "-")
    kept = (sign for sign in words if unicodedata.category(sign)[0] in "LN" or sign in "-_")
    return "".join(kept)


def broken(document: Path) -> Iterator[str]:
    for link in LINK.findall(FENCE.sub("", text_of(document))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, heading = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (heading and heading not in anchors(target)):
            yield link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert list(broken(document)) == []


def commands() -> list[tuple[str, str]]:
    return sorted(
        {
            (name_of(document), words.strip())
            for document in DOCUMENTS
            for words in COMMAND.findall(text_of(document))
        }
    )


@pytest.mark.parametrize(("document", "words"), commands())
def test_every_command_that_a_document_names_exists(document: str, words: str) -> None:
    command: click.Command | None = main
    for word in words.split():
        if not isinstance(command, click.Group):
            break
        command = command.get_command(click.Context(command), word)
        assert command is not None, f"{document} names tracker {words}"


def test_every_target_of_make_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {target for document in DOCUMENTS for target in TARGET.findall(text_of(document))}
    assert named
    assert named <= targets


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    document = tmp_path / "guide.md"
    document.write_text(
        "# A day\n[one](#a-day) [two](#a-night) [three](gone.md)\n```\n[no](x)\n```\n"
    )
    assert list(broken(document)) == ["#a-night", "gone.md"]

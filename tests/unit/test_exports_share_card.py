"""The picture for links: every length and script fits, and the same claim gives the same bytes."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tests.export_records import CORRECTED, PUBLISHED
from tracker.domain.vocabulary import ContentVerdict
from tracker.exports.formats.share_card import HEIGHT, WIDTH, share_card

LONG = "word " * 300


def drawn(record) -> Image.Image:
    return Image.open(BytesIO(share_card(record, "The Example Checker"))).convert("RGB")


@pytest.mark.slow
@pytest.mark.parametrize(
    "wording",
    [
        "Short.",
        LONG,
        "w" * 2000,
        "Пристанището на Варна расте",
        "",
        "a\nb\u202e",
        "שכר הדירה ירד " * 30,
        "习近平 🏠" * 9,
    ],
)
def test_every_claim_fits(wording):
    card = drawn(replace(PUBLISHED, wording=wording, verdict_label=wording or "False"))
    paper = card.getpixel((WIDTH - 1, 5))
    edge = card.crop((WIDTH - 40, 0, WIDTH, HEIGHT))
    assert edge.getcolors() == [(40 * HEIGHT, paper)]


def test_the_band_has_the_colour_of_the_verdict():
    bands = {
        drawn(replace(PUBLISHED, content_verdict=one)).getpixel((2, 2))
        for one in (ContentVerdict.TRUE, ContentVerdict.FALSE, ContentVerdict.UNPROVEN)
    }
    assert len(bands) == 3


def test_the_same_report_gives_the_same_bytes():
    assert share_card(CORRECTED, "N") == share_card(CORRECTED, "N")


@pytest.mark.parametrize(
    ("name", "drawn_as"),
    [
        ("محمد", "\ufeaa\ufee4\ufea4\ufee3"),
        ("שלום", "םולש"),
        ("习近平", "[Chinese]"),
        ("김정은", "[Korean]"),
        ("さん", "[Japanese]"),
        ("Հայերեն", "[Armenian]"),
    ],
)
def test_a_name_in_another_script_is_drawn_or_its_language_named(monkeypatch, name, drawn_as):
    told = []
    draw = ImageDraw.ImageDraw.text
    monkeypatch.setattr(
        ImageDraw.ImageDraw,
        "text",
        lambda pen, place, text, **how: (told.append(text), draw(pen, place, text, **how)),
    )
    drawn(replace(PUBLISHED, speaker=name))
    assert f"Said by {drawn_as}" in "".join(told)

"""What a drawing is made of: boxes and words in the tones of the house, on a sheet of a size."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PIL import ImageFont

from tracker.exports.paper.typefaces import REGULAR

#: All drawings are as wide, in units that are pixels at their natural size.
WIDTH = 400
#: The size of words.
SIZE = 14
#: Screens have wider letters than the typeface that measures.
_WIDER = 1.32


class Tone(StrEnum):
    """A colour by its meaning; pages give it the colour of light or dark."""

    INK = "ink"
    SOFT = "ink-soft"
    LINE = "line"
    ACCENT = "accent"
    TINT = "accent-tint-strong"
    TRUE = "true"
    MOSTLY_TRUE = "mostly-true"
    MIXED = "mixed"
    MOSTLY_FALSE = "mostly-false"
    FALSE = "false"
    OFF_SCALE = "off-scale"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; ``strength`` from 0 to 1 is how much of the colour there is."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on its base line, that begins, has its middle, or ends at ``x``."""

    x: float
    y: float
    text: str
    tone: Tone = Tone.INK
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet, the later ones over the earlier."""

    height: float
    shapes: tuple[Box | Words, ...]


def cut(text: str, room: float) -> str:
    """Return as much of one line of text as there is room for, with an ellipsis for the rest."""
    line = " ".join(text.split())[: int(room)]
    if measure(line) <= room:
        return line
    while line and measure(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def measure(text: str) -> float:
    """Return about how wide a line of text is on a screen."""
    return _font().getlength(text) * _WIDER


@lru_cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(REGULAR, SIZE, layout_engine=ImageFont.Layout.BASIC)

"""PDF for the newsroom's printer: A4, tagged, and the same bytes for the same claims.

The pages are laid out in memory, so there is a limit to how many claims one file may hold.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC
from functools import partial
from html import escape
from typing import Any, BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
)

from tracker.domain.messages import Message
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage
from tracker.exports import languages
from tracker.exports.addresses import as_iri
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.facts import Fact, facts, one_line
from tracker.exports.packaging import at_most
from tracker.exports.paper import drawn_words, scripts
from tracker.exports.paper.directions import is_from_the_right
from tracker.exports.paper.tagged_canvas import Element, TaggedCanvas
from tracker.exports.paper.typefaces import ACCENT, INK, LINE, SOFT_INK, verdict_ink
from tracker.exports.registry import export_format

#: More would fill five hundred sheets; nobody prints that.
MOST_CLAIMS = 1_000
_MARGIN, _LABEL = 24 * mm, 32 * mm
_STEPS = 5

scripts.is_plain("")  # brings the serif
_style = partial(ParagraphStyle, fontName="Serif", textColor=HexColor(INK), splitLongWords=True)
_TITLE = _style("title", fontName="Serif-Semibold", fontSize=20, leading=25, spaceAfter=6)
_HEADING = _style("heading", fontName="Serif-Semibold", fontSize=14, leading=18, spaceAfter=5)
_SMALL = _style("small", fontSize=9, leading=12, textColor=HexColor(SOFT_INK), spaceAfter=3)
_QUOTE = _style("quote", fontSize=11.5, leading=16.5, leftIndent=5 * mm, spaceAfter=8)
_FACT = _style(
    "fact",
    fontSize=10.5,
    leading=15,
    leftIndent=_LABEL,
    spaceAfter=3,
    bulletFontName="Serif",
    bulletFontSize=10.5,
    bulletColor=HexColor(SOFT_INK),
)
_VERDICT = _style("verdict", fontName="Serif-Semibold", fontSize=15, leading=20, spaceAfter=2)


@export_format(
    "pdf",
    label="Report (PDF)",
    media_type="application/pdf",
    extension="pdf",
    description=f"Pages to print, tagged for screen readers; up to {MOST_CLAIMS} claims",
    at_once=100,
)
def write_pdf_report(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Lay out a sheet for each claim; raise TooMuch where there are more than a file may hold."""
    found = at_most(MOST_CLAIMS, records, what=Message("a PDF"))
    title = one_line(found[0].wording) if len(found) == 1 else "Claims"
    story = list(_story(found, context))
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=26 * mm,
        bottomMargin=24 * mm,
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(_MARGIN, 24 * mm, document.width, document.height, 0, 0, 0, 0)
    edges = partial(_draw_edges, title=title, context=context)
    document.addPageTemplates([PageTemplate("sheet", [frame], onPage=edges)])
    document.build(story, canvasmaker=TaggedCanvas)
    return ExportSummary(len(found))


class _Text(Paragraph):
    """A paragraph that is an element of the structure, also where it goes on over a page."""

    #: Set once the paragraph is made: ReportLab makes the parts of a split one by itself.
    element: Element

    def split(self, width: float, height: float) -> list[Any]:
        """Split as every paragraph does; the parts stay one element."""
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.element = self.element
        return parts

    def draw(self) -> None:
        """Draw between the marks of the element."""
        self.canv.begin_element(self.element)
        super().draw()
        self.canv.end_element(self.element)


class _Quote(_Text):
    """The words of the article, with a rule at their left."""

    def draw(self) -> None:
        """Draw the rule, which says nothing, and the words."""
        self.canv.begin_artifact()
        self.canv.setStrokeColor(HexColor(ACCENT))
        self.canv.setLineWidth(1.5)
        self.canv.line(1, 2, 1, self.height)
        self.canv.end_artifact()
        super().draw()


def _text(role: str, text: str, style: Any, **options: Any) -> _Text:
    """Return a paragraph of somebody's words that is an element of its own.

    ``label`` stands at its left; ``paint`` is the markup around it, such as a link's; ``language``
    is that of the words, where it is not the report's own.
    """
    shown, label = one_line(text), options.get("label")
    before, after = options.get("paint", ("", ""))
    room = A4[0] - 2 * _MARGIN - style.leftIndent
    if label is None and scripts.starts_at_the_right(shown):
        style = style.clone(f"{style.name}-from-the-right", alignment=TA_RIGHT)
    make = _Quote if role == "BlockQuote" else _Text
    paragraph = make(
        f"{before}{drawn_words.markup(shown, style, room)}{after}", style, bulletText=label
    )
    spoken = f"{label or ''} {shown}".strip() if is_from_the_right(shown) else ""
    paragraph.element = Element(role, spoken, options.get("language", ""))
    return paragraph


class _Scale(Flowable):
    """Five dots from false to true; the word above says the same."""

    def __init__(self, record: ClaimRecord) -> None:
        super().__init__()
        self._score, self._ink = record.content_verdict.score, verdict_ink(record.content_verdict)
        self.width, self.height = 40 * mm, 6 * mm

    def draw(self) -> None:
        """Draw the dots, the one of the verdict filled."""
        self.canv.begin_artifact()
        for step in range(1, _STEPS + 1):
            self.canv.setStrokeColor(HexColor(self._ink if step == self._score else SOFT_INK))
            self.canv.setFillColor(HexColor(self._ink))
            self.canv.circle(step * 5 * mm - 3.4 * mm, 3.4 * mm, 1.6 * mm, fill=step == self._score)
        self.canv.end_artifact()


def _story(found: list[ClaimRecord], context: ExportContext) -> Iterator[Any]:
    day = context.generated_at.date().isoformat()
    alone = len(found) == 1
    if not alone:
        yield _text("H1", "Claims", _TITLE)
        told = f"{context.publisher_name}, {day}. {len(found)} claims."
        yield _text("P", told, _SMALL)
    for record in found:
        if not alone:
            yield Spacer(0, 7 * mm)
        yield from _sheet(record, alone=alone)


def _sheet(record: ClaimRecord, *, alone: bool) -> Iterator[Any]:
    role, style = ("H1", _TITLE) if alone else ("H2", _HEADING)
    language = languages.of_claim(record)
    head: list[Any] = [
        _text("P", f"Claim {record.claim_id}", _SMALL),
        _text(role, record.wording, style, language=language),
    ]
    if record.quote:
        head.append(_text("BlockQuote", record.quote, _QUOTE, language=language))
    yield KeepTogether(head)
    if record.stage is not Stage.RETRACTED:
        yield KeepTogether(list(_verdict(record)))
    for fact in facts(record):
        yield _text("P", fact.text, _FACT, label=fact.label, paint=_link(fact))


def _verdict(record: ClaimRecord) -> Iterator[Any]:
    ink = verdict_ink(record.content_verdict)
    word = record.verdict_label.strip() or record.content_verdict.label
    yield _text("P", word, _VERDICT, paint=(f'<font color="{ink}">', "</font>"))
    if record.content_verdict.score:
        yield _Scale(record)
    yield Spacer(0, 2 * mm)


def _link(fact: Fact) -> tuple[str, str]:
    if fact.address is None:
        return "", ""
    return f'<link href="{escape(as_iri(fact.address))}" color="{ACCENT}">', "</link>"


def _draw_edges(canvas: Any, document: Any, *, title: str, context: ExportContext) -> None:
    """Draw the head and the foot of a page, which a reader passes over."""
    if document.page == 1:
        canvas.set_reading_preferences(title, context.publisher_name, languages.OWN)
        stamp = f"D:{context.generated_at.astimezone(UTC):%Y%m%d%H%M%S}+00'00'"
        canvas.setDateFormatter(lambda *_parts: stamp)
    width, height = A4
    canvas.begin_artifact()
    canvas.setFont("Serif", 8.5)
    canvas.setFillColor(HexColor(SOFT_INK))
    canvas.setStrokeColor(HexColor(LINE))
    drawn_words.draw(canvas, one_line(context.publisher_name), (_MARGIN, height - 16 * mm), 8.5)
    canvas.drawRightString(
        width - _MARGIN, height - 16 * mm, context.generated_at.date().isoformat()
    )
    canvas.line(_MARGIN, height - 18.5 * mm, width - _MARGIN, height - 18.5 * mm)
    canvas.drawRightString(width - _MARGIN, 14 * mm, str(document.page))
    canvas.end_artifact()

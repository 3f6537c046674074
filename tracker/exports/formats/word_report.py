"""DOCX to edit and to send on: headings, quotations and links as Word knows them.

Its own dates and the order of its parts are fixed, so the same claims give the same bytes.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tracker.domain.messages import Message
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage
from tracker.exports import languages
from tracker.exports.addresses import as_iri
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.facts import Fact, facts, one_line
from tracker.exports.packaging import at_most, parts_of, write_package
from tracker.exports.paper.typefaces import ACCENT, INK, SOFT_INK, verdict_ink
from tracker.exports.registry import export_format

MOST_CLAIMS = 1_000
_LABEL = Mm(34)
#: Word's own fallbacks: a document to edit cannot bring its typeface along.
_TYPEFACE = "Georgia"


@export_format(
    "docx",
    label="Report (Word)",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extension="docx",
    description=f"A document to edit, with headings and links; up to {MOST_CLAIMS} claims",
    at_once=100,
)
def write_word_report(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a section for each claim; raise TooMuch where there are more than a file may hold."""
    found = at_most(MOST_CLAIMS, records, what=Message("a Word document"))
    document = docx.Document()
    alone = len(found) == 1
    _set_up(document, one_line(found[0].wording) if alone else "Claims", context)
    if not alone:
        document.add_heading("Claims", level=1)
        day = context.generated_at.date().isoformat()
        told = f"{one_line(context.publisher_name)}, {day}. {len(found)} claims."
        document.add_paragraph(told, style="Claim number")
    for record in found:
        _add_claim(document, record, level=1 if alone else 2)
    whole = BytesIO()
    document.save(whole)
    write_package(parts_of(whole), out)
    return ExportSummary(len(found))


def _set_up(document: Any, title: str, context: ExportContext) -> None:
    about = document.core_properties
    about.title, about.author, about.language = title, context.publisher_name, languages.OWN
    about.created = about.modified = context.generated_at.replace(tzinfo=None)
    about.last_modified_by, about.comments, about.revision = context.publisher_name, "", 1
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = Mm(24)
    section.header.paragraphs[
        0
    ].text = f"{one_line(context.publisher_name)}, {context.generated_at.date().isoformat()}"
    styles = document.styles
    for name, size, ink in (
        ("Normal", 11, INK),
        ("Heading 1", 20, INK),
        ("Heading 1 Char", 20, INK),
        ("Heading 2", 14, INK),
        ("Heading 2 Char", 14, INK),
        ("Quote", 12, INK),
        ("Quote Char", 12, INK),
        ("Header", 9, SOFT_INK),
    ):
        _dress(styles[name], size, ink)
    number = styles.add_style("Claim number", WD_STYLE_TYPE.PARAGRAPH)
    number.base_style = styles["Normal"]
    _dress(number, 9, SOFT_INK)
    styles["Quote"].paragraph_format.left_indent = Mm(5)
    fact = styles.add_style("Fact", WD_STYLE_TYPE.PARAGRAPH)
    fact.base_style = styles["Normal"]
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = _LABEL, -_LABEL
    fact.paragraph_format.tab_stops.add_tab_stop(_LABEL)
    fact.paragraph_format.space_after = Pt(4)


def _dress(style: Any, size: int, ink: str) -> None:
    style.font.name, style.font.size, style.font.italic = _TYPEFACE, Pt(size), False
    style.font.color.rgb = RGBColor.from_string(ink.removeprefix("#").upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _TYPEFACE)
    # The theme's colour and typeface would win over those that are named.
    style.element.rPr.color.attrib.pop(qn("w:themeColor"), None)
    for script in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(script), None)


def _add_claim(document: Any, record: ClaimRecord, *, level: int) -> None:
    number = document.add_paragraph(f"Claim {record.claim_id}", style="Claim number")
    number.paragraph_format.keep_with_next = True
    number.paragraph_format.space_before = Pt(18)
    number.paragraph_format.space_after = Pt(0)
    heading = document.add_heading(one_line(record.wording), level=level)
    heading.paragraph_format.space_before = Pt(2)
    _speak(heading, languages.of_claim(record))
    if record.quote:
        quote = document.add_paragraph(one_line(record.quote), style="Quote")
        _speak(quote, languages.of_claim(record))
    if record.stage is not Stage.RETRACTED:
        _add_verdict(document, record)
    for fact in facts(record):
        _add_fact(document, fact)


def _speak(paragraph: Any, language: str) -> None:
    """Say in which language the words are, so that they are spelt and read aloud in it."""
    for run in paragraph.runs if language else ():
        said = OxmlElement("w:lang")
        for script in ("w:val", "w:eastAsia", "w:bidi"):
            said.set(qn(script), language)
        run.element.get_or_add_rPr().append(said)


def _add_verdict(document: Any, record: ClaimRecord) -> None:
    word = one_line(record.verdict_label) or record.content_verdict.label
    run = document.add_paragraph().add_run(word)
    run.bold, run.font.size = True, Pt(15)
    ink = verdict_ink(record.content_verdict).removeprefix("#").upper()
    run.font.color.rgb = RGBColor.from_string(ink)


def _add_fact(document: Any, fact: Fact) -> None:
    line = document.add_paragraph(style="Fact")
    label = line.add_run(f"{fact.label}\t")
    label.font.color.rgb = RGBColor.from_string(SOFT_INK.removeprefix("#").upper())
    if fact.address is None:
        line.add_run(fact.line)
    else:
        _add_link(line, fact.line, as_iri(fact.address))


def _add_link(line: Any, text: str, address: str) -> None:
    relation = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = line.add_run(text)
    run.font.color.rgb = RGBColor.from_string(ACCENT.removeprefix("#").upper())
    run.font.underline = True
    link.append(run.element)
    line.paragraph_format.element.append(link)

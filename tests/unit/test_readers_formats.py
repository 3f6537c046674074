"""Each kind of document gives its text and states its own facts, and no others."""

import io
from datetime import UTC, date, datetime
from email.message import EmailMessage

import docx
import pytest
from docx.oxml import parse_xml
from pypdf import PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tracker.readers import Document, UnreadableDocument, read, reading
from tracker.readers.registry import reader_of

STORY = (
    "The mayor said on Monday that she would leave office in June, after a long dispute with "
    "the council over the budget of the town. “I am tired of it,” she told reporters."
)
SECOND = "The council did not answer questions. It meets again next week to choose a successor."
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

PAGE = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Mayor leaves | The Example Post</title>
<link rel="canonical" href="/news/mayor/?utm_source=feed">
<meta property="og:site_name" content="The Example Post">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
  {{"@type": "WebSite", "name": "ignored"}},
  {{"@type": ["NewsArticle"], "headline": "Mayor leaves office",
    "datePublished": "2026-01-05T23:30:00-05:00",
    "author": [{{"@type": "Person", "name": "Jane Roe"}}, {{"name": "Ola Nord"}}]}}]}}</script>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Mayor leaves office</h1><p>{STORY}</p><p>{SECOND}</p></article>
<footer>All rights reserved, subscribe to our letter.</footer></body></html>"""


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Read without a child: these documents are ours, and quicker so."""
    monkeypatch.setattr(reading, "read_apart", lambda kind, source: reader_of(kind)(source))


def pdf_of(*paragraphs: str, **facts: str) -> bytes:
    """Return a PDF file with the paragraphs set in one column."""
    target = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(target, **facts).build([Paragraph(text, style) for text in paragraphs])
    return target.getvalue()


def pdf_of_lines(*pages: list[str]) -> bytes:
    """Return a PDF file with exactly these lines on its pages."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def docx_of(word: docx.document.Document) -> bytes:
    """Return the bytes of a Word document."""
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def test_plain_text_keeps_its_text_and_takes_a_headline_as_title():
    document = read(f"Mayor leaves office\n\n{STORY}\n".encode(), filename="mayor.txt")
    assert document == Document(
        text=f"Mayor leaves office\n\n{STORY}\n",
        title="Mayor leaves office",
        language="en",
        media_type="text/plain",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "first",
    [
        "The mayor said on Monday that she would leave office.",
        "he left",
        "Dear readers,",
        "Mayor",
        "The mayor left. She said she was tired",
        "w " * 90,
    ],
)
def test_a_first_line_that_is_no_headline_is_no_title(first):
    assert read(f"{first}\n\n{STORY}".encode()).title is None


def test_a_single_line_is_no_headline_of_nothing():
    assert read(b"Mayor leaves office", filename="a.txt").title is None


def test_a_text_without_facts_states_none():
    document = read(STORY.encode())
    facts = (document.title, document.outlet, document.byline, document.published_on)
    assert facts == (None, None, None, None)
    assert document.canonical_url is None


def test_markdown_gives_words_without_marks_and_the_facts_of_its_front_matter():
    written = f"""---
title: "Mayor leaves office"
authors:
  - Jane Roe
  - Ola Nord
date: 2026-01-05
outlet: The Example Post
url: https://Example.org/news/mayor/?utm_source=feed#top
language: en-GB
---
# A heading

{STORY.replace("Monday", "*Monday*")}

- a [link](https://example.org/)
- `code` and <b>bold</b>
"""
    document = read(written.encode(), filename="mayor.md")
    assert document.text == f"A heading\n{STORY}\na link\ncode and bold"
    assert document.title == "Mayor leaves office"
    assert document.byline == "Jane Roe, Ola Nord"
    assert document.published_on == date(2026, 1, 5)
    assert document.outlet == "The Example Post"
    assert document.outlet_domain == "example.org"
    assert document.canonical_url == "https://example.org/news/mayor"
    assert document.language == "en"
    assert document.warnings == ()


def test_lists_quotations_and_code_in_markdown_are_read():
    written = "---\nauthor: [Jane Roe, 'Ola Nord']\n\n# note\n---\n> quoted\n\n```\ncode\n```\n"
    document = read(written.encode(), filename="a.md")
    assert document.text == "quoted\ncode"
    assert document.byline == "Jane Roe, Ola Nord"


def test_markdown_without_front_matter_takes_the_first_heading_as_title():
    document = read(f"# Mayor *leaves* office\n\n{STORY}".encode(), filename="mayor.md")
    assert document.title == "Mayor leaves office"


def test_an_ambiguous_date_in_front_matter_is_left_out_with_a_warning():
    document = read(f"---\ndate: 05/01/2026\n---\n{STORY}".encode(), filename="mayor.md")
    assert document.published_on is None
    assert "05/01/2026" in document.warnings[0]


def test_an_address_that_is_none_is_left_out_of_front_matter_with_a_warning():
    document = read(f"---\nurl: ftp://x\n---\n{STORY}".encode(), filename="mayor.md")
    assert document.canonical_url is None
    assert "https://" in document.warnings[0]


def test_a_web_page_gives_its_article_and_the_facts_of_its_head():
    document = read(PAGE.encode(), media_type="text/html", url="https://www.example.org/x?y=1")
    assert document.text == f"Mayor leaves office\n{STORY}\n{SECOND}"
    assert document.title == "Mayor leaves office"
    assert document.outlet == "The Example Post"
    assert document.outlet_domain == "example.org"
    assert document.byline == "Jane Roe, Ola Nord"
    assert document.published_on == date(2026, 1, 5)
    assert document.language == "en"
    assert document.canonical_url == "https://www.example.org/news/mayor"
    assert (document.media_type, document.encoding) == ("text/html", "utf-8")
    assert document.warnings == ()


def test_open_graph_serves_where_there_is_no_linked_data():
    page = PAGE.replace("ld+json", "plain").replace(
        "<title>",
        '<meta property="og:title" content="Mayor leaves">'
        '<meta property="article:published_time" content="2026-02-03T08:00:00Z">'
        '<meta name="author" content="By Jane Roe"><title>',
    )
    document = read(page.encode(), filename="mayor.html")
    assert document.title == "Mayor leaves"
    assert document.byline == "Jane Roe"
    assert document.published_on == date(2026, 2, 3)


def test_a_bare_page_states_no_facts():
    page = f"<html><body><p>{STORY}</p><p>{SECOND}</p></body></html>"
    document = read(page.encode(), filename="a.html", url="https://news.example.org/a")
    assert (document.outlet, document.byline, document.published_on) == (None, None, None)
    assert document.canonical_url is None
    assert document.outlet_domain == "news.example.org"


def test_a_profile_address_is_no_byline():
    page = PAGE.replace('"name": "Jane Roe"', '"name": "https://example.org/staff/jane"')
    byline = read(page.replace('{"name": "Ola Nord"}', "1").encode(), filename="a.html").byline
    assert byline is None


def test_a_page_that_claims_another_site_as_its_own_draws_a_warning():
    document = read(
        PAGE.replace('href="/news', 'href="https://other.example/news').encode(),
        filename="a.html",
        url="https://www.example.org/x",
    )
    assert document.canonical_url == "https://other.example/news/mayor"
    assert document.warnings == (
        "the page came from example.org but gives an address at other.example as its own",
    )


def test_a_page_is_read_in_the_charset_that_it_states():
    page = PAGE.replace("utf-8", "windows-1252").encode("cp1252")
    document = read(page, filename="a.html")
    assert "“I am tired of it,”" in document.text
    assert document.encoding == "windows-1252"


def test_the_charset_of_the_answer_goes_before_that_of_the_page():
    page = PAGE.replace("utf-8", "windows-1251").encode()
    assert STORY in read(page, media_type="text/html; charset=UTF-8").text


def test_entities_in_linked_data_are_read_as_the_letters_they_stand_for():
    page = PAGE.replace('Mayor leaves office",', 'Mayor &amp; council&#8217;s end",')
    assert read(page.encode(), filename="a.html").title == "Mayor & council’s end"


def test_linked_data_without_an_article_is_passed_over():
    page = PAGE.replace("NewsArticle", "Thing")
    assert read(page.encode(), filename="a.html").byline is None


def test_damaged_linked_data_does_not_hide_the_page():
    page = PAGE.replace('"@graph": [', '"@graph": ' + "[" * 100_000)
    document = read(page.encode(), filename="a.html")
    assert document.title == "Mayor leaves office"
    assert STORY in document.text


def test_a_word_document_gives_paragraphs_tables_and_core_properties():
    word = docx.Document()
    word.core_properties.title = "Mayor leaves office"
    word.core_properties.author = "Jane Roe"
    word.core_properties.created = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    word.core_properties.language = "en-US"
    word.add_paragraph(STORY)
    word.add_table(1, 2).cell(0, 1).text = "Seats: 12"
    word.add_paragraph(SECOND)
    document = read(docx_of(word), filename="mayor.docx")
    assert document.text == f"{STORY}\nSeats: 12\n{SECOND}"
    assert document.title == "Mayor leaves office"
    assert document.byline == "Jane Roe"
    assert document.published_on == date(2026, 1, 5)
    assert document.language == "en"
    assert document.warnings == ("the date is the day on which the file was made; check it",)


def test_tabs_breaks_and_hyphens_of_a_word_document_are_read():
    word = docx.Document()
    run = word.add_paragraph("one").add_run("\ttwo\nthree")
    run._r.append(parse_xml(f'<w:noBreakHyphen xmlns:w="{WORD_NAMESPACE}"/>'))
    word.add_paragraph()
    assert read(docx_of(word), filename="a.docx").text == "one two three-"


def test_a_text_box_is_read_once_though_the_file_holds_it_twice():
    word = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    word.add_paragraph("Around it")._p.append(
        parse_xml(
            f'<w:r xmlns:w="{WORD_NAMESPACE}" xmlns:mc="{compatibility}"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent></w:r>"
        )
    )
    assert read(docx_of(word), filename="a.docx").text == "Around it\nIn a box"


def test_the_facts_of_an_empty_template_are_not_those_of_the_document():
    word = docx.Document()
    word.add_heading("Mayor leaves office", 1)
    word.add_paragraph(STORY)
    document = read(docx_of(word), filename="mayor.docx")
    assert document.title == "Mayor leaves office"
    assert (document.byline, document.published_on) == (None, None)


def test_a_word_document_is_read_as_it_stands_after_tracked_changes():
    word = docx.Document()
    paragraph = word.add_paragraph("She ")
    for change in ("ins", "del"):
        text = "w:t" if change == "ins" else "w:delText"
        paragraph._p.append(
            parse_xml(
                f'<w:{change} xmlns:w="{WORD_NAMESPACE}"><w:r><{text}>{change}</{text}></w:r>'
                f"</w:{change}>"
            )
        )
    assert read(docx_of(word), filename="a.docx").text == "She ins"


def test_a_pdf_file_gives_paragraphs_and_its_metadata():
    content = pdf_of(STORY.replace("“", '"').replace("”", '"'), SECOND, title="Mayor", author="Roe")
    document = read(content, filename="mayor.pdf")
    assert document.text == STORY.replace("“", '"').replace("”", '"') + "\n" + SECOND
    assert (document.title, document.byline) == ("Mayor", "Roe")
    assert document.published_on is not None
    assert document.language == "en"


def test_what_programs_write_into_a_pdf_file_is_no_fact():
    document = read(pdf_of(STORY), filename="mayor.pdf")
    assert (document.title, document.byline) == (None, None)


def test_broken_words_are_mended_and_real_hyphens_kept():
    lines = [
        "The well-known minister of this country said on Monday that the infor-",
        "mation in the paper was wrong and that she would answer the well-",
        "known reporter.",
    ]
    assert read(pdf_of_lines(lines), filename="a.pdf").text == (
        "The well-known minister of this country said on Monday that the information in the "
        "paper was wrong and that she would answer the well-known reporter."
    )


def test_running_heads_of_a_pdf_file_are_left_out_with_a_warning():
    pages = [
        ["The Example Post", f"This is the sentence on sheet {name}, which is long.", f"Page {n}"]
        for n, name in enumerate(("one", "two", "three", "four"), 1)
    ]
    document = read(pdf_of_lines(*pages), filename="a.pdf")
    assert "Example Post" not in document.text
    assert "Page" not in document.text
    assert "sheet three" in document.text
    assert "lines repeated on each page were left out" in document.warnings


def test_the_publisher_of_a_pdf_file_is_its_outlet():
    record = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about=""><dc:publisher><rdf:Bag><rdf:li>'
        "The Example Post</rdf:li></rdf:Bag></dc:publisher></rdf:Description></rdf:RDF>"
        '</x:xmpmeta><?xpacket end="r"?>'
    )
    writer, target = PdfWriter(clone_from=io.BytesIO(pdf_of(STORY))), io.BytesIO()
    writer.xmp_metadata = record.encode()
    writer.write(target)
    assert read(target.getvalue(), filename="a.pdf").outlet == "The Example Post"


def test_a_broken_record_of_a_pdf_file_states_nothing():
    writer, target = PdfWriter(clone_from=io.BytesIO(pdf_of(STORY))), io.BytesIO()
    writer.xmp_metadata = b"<x:xmpmeta"
    writer.write(target)
    assert read(target.getvalue(), filename="a.pdf").outlet is None


def test_a_drawing_in_a_pdf_file_is_left_out_with_a_warning():
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    canvas.drawString(72, 700, "The mayor said so.")
    canvas.showPage()
    for number in range(70_000):
        canvas.line(number % 500, 0, 500, number % 700)
    canvas.showPage()
    canvas.save()
    document = read(target.getvalue(), filename="a.pdf")
    assert document.text == "The mayor said so."
    assert document.warnings[0] == "page 2 was left out: it is a drawing, not text"


def test_a_scanned_pdf_file_is_refused_with_advice():
    with pytest.raises(UnreadableDocument, match="text recognition"):
        read(pdf_of_lines([]), filename="scan.pdf")


def message(**headers: str) -> EmailMessage:
    """Return a message with the usual headers."""
    letter = EmailMessage()
    letter["From"] = "Jane Roe <jane@example.org>"
    letter["Subject"] = "Mayor leaves office…"
    letter["Date"] = "Mon, 05 Jan 2026 23:10:00 +0100"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    return letter


def test_a_message_gives_its_plain_text_and_headers():
    letter = message(Content_Language="en-GB")
    letter.set_content(f"{STORY}\n")
    letter.add_alternative(f"<p>{SECOND}</p>", subtype="html")
    document = read(letter.as_bytes(), filename="mayor.eml")
    assert document.text == f"{STORY}\n"
    assert document.title == "Mayor leaves office…"
    assert document.byline == "Jane Roe"
    assert document.published_on == date(2026, 1, 5)
    assert document.language == "en"
    assert (document.outlet, document.canonical_url) == (None, None)


def test_a_message_in_html_only_is_read_like_a_page():
    letter = message()
    letter.set_content(f"<html><body><p>{STORY}</p><p>{SECOND}</p></body></html>", subtype="html")
    assert read(letter.as_bytes(), filename="mayor.eml").text == f"{STORY}\n{SECOND}"


def test_attachments_are_left_out_with_a_warning():
    letter = message()
    letter.set_content(STORY)
    letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    document = read(letter.as_bytes(), filename="mayor.eml")
    assert document.warnings == ("attachments were left out: a.pdf",)
    assert "PDF" not in document.text


@pytest.mark.parametrize(
    "sender",
    [b":(,a'=?@", b"\n .[\x80", b"=?x?b?/?=\x80==?x?b?/?=?@[\n ", b".:@=?x?b?/?==?x?b?/?=\x80:'?"],
)
def test_a_malformed_sender_does_not_hide_the_letter(sender):
    letter = b"Subject: Mayor\nDate: x\nFrom: " + sender + b"\nX: y\n\n" + STORY.encode()
    document = read(letter, filename="a.eml")
    assert (document.text, document.byline) == (STORY, None)


def test_a_malformed_type_of_content_is_refused():
    letter = b"Subject: a\nFrom: a\nContent-Type: ;. *\n\n" + STORY.encode()
    with pytest.raises(UnreadableDocument, match="damaged or no e-mail"):
        read(letter, filename="a.eml")


def test_a_letter_from_a_mailbox_is_read():
    letter = message()
    letter.set_content(STORY)
    content = b"From jane@example.org Mon Jan  5 23:10:00 2026\n" + letter.as_bytes()
    assert read(content, filename="a.eml").text.strip() == STORY


def test_of_many_attachments_some_are_named():
    letter = message()
    letter.set_content(STORY)
    for number in range(7):
        letter.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    warning = read(letter.as_bytes(), filename="a.eml").warnings[0]
    assert warning == "attachments were left out: 0.png, 1.png, 2.png, 3.png, 4.png and more"


def test_a_message_of_attachments_only_is_refused():
    letter = message()
    letter.add_attachment(b"\x00\x01", maintype="application", subtype="zip", filename="a.zip")
    with pytest.raises(UnreadableDocument, match="only attachments"):
        read(letter.as_bytes(), filename="a.eml")


@pytest.mark.parametrize(
    ("written", "language"),
    [
        (STORY, "en"),
        (
            (
                "Die Bürgermeisterin sagte am Montag, sie werde im Juni zurücktreten, weil der "
                "Streit mit dem Stadtrat über den Haushalt kein Ende nehme."
            ),
            "de",
        ),
        ("Yes. No.", None),
    ],
)
def test_the_language_is_recognised_where_it_is_not_stated(written, language):
    assert read(written.encode()).language == language

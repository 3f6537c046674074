"""PDF, as two other readers see it: text in order, a structure, links, and pages with ink on."""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from tests.export_records import CONTEXT, PROPOSED, PUBLISHED, RECORDS, RETRACTED, exported
from tracker.exports.paper import scripts


def reader(*records, context=CONTEXT):
    return pypdf.PdfReader(BytesIO(exported("pdf", *records, context=context)[0]))


def elements(document):
    """Return the elements of the structure: the role of each, and its marks."""
    root = document.trailer["/Root"]["/StructTreeRoot"]
    return [kid.get_object() for kid in root["/K"]["/K"]]


def roles(document):
    return [element["/S"] for element in elements(document)]


def test_the_text_can_be_taken_out_in_the_order_of_reading():
    pages = pypdfium2.PdfDocument(exported("pdf", PUBLISHED)[0])
    text = pages[0].get_textpage().get_text_range()
    places = [text.index(words) for words in (PUBLISHED.wording, "“Rents fell", "Who", "Why")]
    assert places == sorted(places)


def test_headings_and_quotations_are_tagged():
    assert roles(reader(PUBLISHED))[:3] == ["/P", "/H1", "/BlockQuote"]
    assert roles(reader(*RECORDS)).count("/H2") == len(RECORDS)


def test_it_says_that_it_is_tagged_its_language_and_its_title():
    root = reader(PUBLISHED).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader(PUBLISHED).metadata.title == PUBLISHED.wording


def test_what_is_told_in_another_language_says_so():
    told = {one["/S"]: one.get("/Lang") for one in elements(reader(PUBLISHED))}
    assert (told["/H1"], told["/BlockQuote"], told["/P"]) == ("en-GB", "en-GB", None)
    unknown = replace(PUBLISHED, article_language="the language of the sea")
    assert not [one for one in elements(reader(unknown)) if "/Lang" in one]


def test_every_mark_on_a_page_belongs_to_the_element_that_names_it():
    document = reader(*RECORDS)
    numbers = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    marks = 0
    for element in elements(document):
        for kid in (one.get_object() for one in element["/K"]):
            if kid.get("/Type") == "/MCR":
                page = owners[kid["/Pg"]["/StructParents"]].get_object()
                assert page[kid["/MCID"]].get_object() == element
                marks += 1
    drawn = [page.get_contents().get_data() for page in document.pages]
    assert marks == sum(content.count(b"/MCID") for content in drawn)
    assert all(
        content.count(b"EMC") == content.count(b" BDC") + content.count(b" BMC")
        for content in drawn
    )


def test_a_link_is_in_the_structure_and_leads_to_its_address():
    document = reader(PUBLISHED)
    links = [link.get_object() for link in document.pages[0]["/Annots"]]
    addresses = [link["/A"]["/URI"] for link in links]
    assert (addresses[0], addresses[-1]) == (PUBLISHED.article_url, PUBLISHED.public_url)
    assert [link["/StructParent"] for link in links] == list(range(1, len(links) + 1))


def test_a_paragraph_that_goes_on_over_a_page_stays_one_element():
    document = reader(replace(PUBLISHED, explanation="The register shows it. " * 400))
    longest = max((element["/K"] for element in elements(document)), key=len)
    pages = [mark.get_object()["/Pg"]["/StructParents"] for mark in longest]
    assert pages == [0, 1, 2]


def test_it_is_dated_by_the_state_and_not_by_the_clock():
    assert reader(PUBLISHED).metadata.creation_date == CONTEXT.generated_at


def test_of_a_retracted_report_no_verdict_is_printed():
    text = reader(RETRACTED).pages[0].extract_text()
    assert "False" not in text
    assert "Retracted on 2026-02-20" in text


def test_text_that_looks_like_markup_stays_text():
    text = reader(replace(PROPOSED, wording="<b>5 < 6 & 7</b>")).pages[0].extract_text()
    assert "<b>5 < 6 & 7</b>" in text


@pytest.mark.parametrize(
    "words", ["Пристанището на Варна", "Ο πρωθυπουργός", "Žluťoučký kůň", "số"]
)
def test_other_alphabets_are_drawn_and_read(words):
    assert words in reader(replace(PUBLISHED, wording=words)).pages[0].extract_text()


def test_a_page_has_ink_and_white_edges():
    page = pypdfium2.PdfDocument(exported("pdf", PUBLISHED)[0])[0].render(scale=0.5).to_pil()
    grey = page.convert("L")
    width, height = grey.size
    assert grey.crop((0, 0, width // 12, height)).getextrema() == (255, 255)
    assert grey.getextrema()[0] < 80


# ── other scripts ───────────────────────────────────────────────────────────────────────────


def words_of(record, page=0):
    """Return what another reader takes out of a page, the forms of letters made plain."""
    found = pypdfium2.PdfDocument(exported("pdf", record)[0])[page]
    return unicodedata.normalize("NFKC", found.get_textpage().get_text_range())


@pytest.mark.parametrize(
    "name",
    [
        "习近平",
        "岸田文雄さん",
        "김정은",
        "Đỗ Mười",
        "Ελένη Παππά",
        "Олена Коваль",
        "ქართული",
        "ทักษิณ",
    ],
)
def test_a_name_in_another_script_can_be_read(name):
    assert name in words_of(replace(PUBLISHED, speaker=name))


@pytest.mark.parametrize("name", ["محمد صالح", "שלום כהן"])
def test_a_name_from_the_right_is_drawn_turned_round_and_the_day_after_it_is_not(name):
    drawn = list(scripts.lines(f"{name}, 2026-01-15", 500, len))
    (line,) = (unicodedata.normalize("NFKC", one) for one in drawn)
    assert line == f"{name[::-1]}, 2026-01-15"


def test_arabic_letters_are_joined():
    (line,) = scripts.lines("محمد", 500, len)
    assert line == "\ufeaa\ufee4\ufea4\ufee3"


def test_lines_from_the_right_follow_one_another_as_they_are_read():
    quote = " ".join(["שכר", "הדירה", "ירד", "בשנת", "2025"] * 4)
    drawn = list(scripts.lines(quote, 24, len))
    assert len(drawn) > 3
    assert all(len(line) <= 24 for line in drawn)
    turned = [word for line in drawn for word in reversed(line.split())]
    assert [word if word.isdecimal() else word[::-1] for word in turned] == quote.split()


def test_chinese_lines_end_between_any_signs_but_not_before_a_full_stop():
    drawn = list(scripts.lines("二〇二五年房租下降了。百分之十二。", 11, len))
    assert "".join(drawn) == "二〇二五年房租下降了。百分之十二。"
    assert not [line for line in drawn if line.startswith("。")]
    assert len(drawn) == 2


def test_what_is_drawn_turned_round_is_read_aloud_as_it_was_written():
    quote = "قال الوزير إن الإيجارات انخفضت"
    (element,) = (
        one
        for one in elements(reader(replace(PUBLISHED, quote=quote)))
        if one["/S"] == "/BlockQuote"
    )
    assert element["/ActualText"] == quote
    assert not [one for one in elements(reader(PUBLISHED)) if "/ActualText" in one]


def test_what_no_face_draws_is_named():
    found = words_of(replace(PUBLISHED, speaker="Հայերեն 🏠"))
    assert "[Armenian] [house building]" in found


def test_no_sign_is_drawn_as_a_box():
    for text in ("محمد صالح", "שלום", "नरेन्द्र मोदी", "ქართული", "Հայերեն 🏠 \u200d", "ไทย"):
        for line in scripts.lines(text, 500, len):
            for face, part in scripts.pieces(line, strong=True):
                drawn = pdfmetrics.getFont(face).face.charToGlyph
                assert not [sign for sign in part if ord(sign) not in drawn], (text, face)


def test_the_bytes_do_not_depend_on_what_was_drawn_before():
    before = exported("pdf", PUBLISHED)[0]
    foreign = exported("pdf", replace(PUBLISHED, speaker="习近平 محمد"))[0]
    assert exported("pdf", PUBLISHED)[0] == before
    assert exported("pdf", replace(PUBLISHED, speaker="习近平 محمد"))[0] == foreign


@pytest.mark.parametrize("words", ["", " ", "\u200f", "\u200d", "\u0301", "\U0010ffff", "12", "…"])
def test_there_is_nothing_that_cannot_be_laid_out(words):
    odd = replace(PUBLISHED, wording=words, quote=words, speaker=words, verdict_label=words)
    assert exported("pdf", odd)[0].startswith(b"%PDF")
    assert len(list(scripts.lines(words, 10, len))) >= 1

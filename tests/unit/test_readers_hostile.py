"""Bombs, traps, forgeries and noise are refused in words, within two seconds."""

import io
import resource
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from contextlib import suppress

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from tracker.readers import Document, Limits, UnreadableDocument, read, sandbox
from tracker.readers.child import answer
from tracker.readers.document import Source
from tracker.readers.registry import KINDS, Kind, kind_called, reader_of
from tracker.readers.sandbox import read_apart
from tracker.readers.sniffing import identify

pytestmark = pytest.mark.slow

SECONDS = 2.0
STORY = b"The mayor said on Monday that she would leave office in June."
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "'
    + "&a;" * 1000
    + '"><!ENTITY c "'
    + "&b;" * 1000
    + '">]>'
)
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


def word_file(**parts: str | bytes) -> bytes:
    """Return a Word document with some of its parts replaced or added."""
    plain, target = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    named = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in named if name not in old.namelist())]:
            new.writestr(name, named.get(name) or old.read(name))
    return target.getvalue()


def spent() -> float:
    """Return the seconds of processor time that this process and its children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def refusal(content: bytes, **signs: str) -> str:
    """Return the reason for which the document is refused, and see that it was cheap."""
    before = spent()
    with pytest.raises(UnreadableDocument) as caught:
        read(content, **signs)
    # Half of it is for loading the parsers on a slow or busy machine.
    assert spent() - before < 2 * SECONDS
    return str(caught.value)


def kind_refusal(name: str, content: bytes) -> str:
    """Return the reason that a child gives, and see that this process gives the same.

    A child that dies is a refusal, too; a reader should not need that.
    """
    kind = kind_called(name)
    reason = refusal(content, filename=f"a{kind.suffixes[0]}")
    with pytest.raises(UnreadableDocument) as caught:
        reader_of(kind)(Source(content))
    assert str(caught.value) == reason
    return reason


def test_the_fixture_makes_a_word_document_that_is_read():
    content = word_file(word__document_xml=BODY.format("Hello there"))
    assert read(content, filename="a.docx").text == "Hello there"


def test_an_empty_file_is_refused():
    assert refusal(b"", filename="a.txt") == "the file is empty"


def test_white_space_is_no_text():
    assert "no text" in refusal(b" \n\t\n", filename="a.txt")


def test_fifty_megabytes_are_refused_before_they_are_looked_at():
    assert "limit is 20,000,000" in refusal(b"a" * 50_000_000, filename="a.txt")


def test_a_text_longer_than_a_million_characters_is_refused():
    assert "limit is 1,000,000" in refusal(b"word " * 250_000, filename="a.txt")


def test_limits_can_be_set():
    with pytest.raises(UnreadableDocument, match="limit is 10"):
        read(STORY, filename="a.txt", limits=Limits(file_bytes=10))
    with pytest.raises(UnreadableDocument, match="limit of 10"):
        read(STORY, filename="a.txt", limits=Limits(text_characters=10))


def test_a_bomb_that_unpacks_to_gigabytes_is_refused():
    bomb = word_file(word__document_xml=b" " * 120_000_000)
    assert len(bomb) < 1_000_000
    assert "would unpack to" in kind_refusal("docx", bomb)


def test_a_bomb_below_the_size_limit_is_known_by_its_ratio():
    bomb = word_file(word__document_xml=b" " * 60_000_000)
    assert "only a bomb" in kind_refusal("docx", bomb)


def test_a_size_that_is_lied_about_does_not_matter():
    bomb = bytearray(word_file(word__document_xml=b" " * 60_000_000))
    place = bomb.rfind(b"word/document.xml") - 46
    bomb[place + 24 : place + 28] = struct.pack("<I", 1000)
    assert kind_refusal("docx", bytes(bomb))


def test_an_archive_of_very_many_files_is_refused():
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(1001):
            archive.writestr(f"word/{number}.xml", b"")
    assert "more than 1,000 files" in kind_refusal("docx", target.getvalue())


@pytest.mark.parametrize("entity", ["file:///etc/passwd", "http://127.0.0.1:9/"])
def test_an_external_entity_is_refused_and_never_read(entity):
    trap = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{entity}">]>' + BODY.format("&e;")
    assert "document type" in kind_refusal("docx", word_file(word__document_xml=trap))


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_billion_laughs_are_refused(charset):
    laughs = (ENTITIES + BODY.format("&c;")).encode(charset)
    assert "document type" in kind_refusal("docx", word_file(word__document_xml=laughs))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("../../evil.xml", "leads out"), ("/etc/evil.xml", "leads out"), ("C:/evil", "leads out")],
)
def test_a_path_that_leads_out_of_the_archive_is_refused(name, reason):
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, b"x")
    assert reason in kind_refusal("docx", target.getvalue())


def test_a_link_in_an_archive_is_refused():
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    assert "is a link" in kind_refusal("docx", target.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused():
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/document.xml", b"x")
    assert "same name" in kind_refusal("docx", target.getvalue())


def test_files_that_overlap_are_refused():
    content = bytearray(word_file())
    entries = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    first = content[entries[0] + 42 : entries[0] + 46]
    content[entries[1] + 42 : entries[1] + 46] = first
    assert kind_refusal("docx", bytes(content))


def test_what_follows_the_end_of_an_archive_is_refused():
    assert "after its end" in kind_refusal("docx", word_file() + b"<script>")


def test_a_document_with_macros_is_refused():
    assert "macros" in kind_refusal("docx", word_file(word__vbaProject_bin=b"x"))


def test_a_protected_word_document_is_refused():
    content = bytearray(word_file())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert "password" in kind_refusal("docx", bytes(content))


def test_a_strange_way_of_packing_is_refused():
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/more.xml", b"x")
    assert "never are" in kind_refusal("docx", target.getvalue())


def test_a_word_document_of_countless_paragraphs_is_refused():
    many = BODY.format("a</w:t></w:r></w:p><w:p><w:r><w:t>" * 30_000)
    assert "20,000 paragraphs" in kind_refusal("docx", word_file(word__document_xml=many))


def test_a_page_of_many_megabytes_is_refused_unparsed():
    page = b"<html><p>" + b"word " * 1_100_000
    assert "longer than 5,000,000" in kind_refusal("html", page)


def test_the_pictures_in_a_saved_page_do_not_count():
    picture = b'<img src="data:image/png;base64,' + b"QUJD" * 2_000_000 + b'">'
    page = b"<html><body>" + picture + b"<p>" + STORY + b"</p></body></html>"
    assert read(page, filename="a.html").text == STORY.decode()


def test_a_damaged_word_document_is_refused():
    content = word_file(word__document_xml="<broken")
    assert "damaged" in kind_refusal("docx", content)
    assert kind_refusal("docx", content[:-200])


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font>"])
def test_a_hundred_thousand_nested_tags_are_refused(opening):
    page = b"<html><body>" + opening.encode() * 100_000 + STORY
    assert "nest more than" in kind_refusal("html", page)


def test_countless_tags_are_refused():
    page = b"<html><body>" + b"<p>Some words. " * 60_000
    assert "more than 50,000 tags" in kind_refusal("html", page)


def test_entities_of_a_page_expand_to_nothing():
    page = f"{ENTITIES}<html><body><p>{STORY.decode()} &c; &amp;</p></body></html>"
    assert refusal(page.encode(), filename="a.html") == (
        "it is an XML file, not a web page; save the page as HTML"
    )


def test_noise_called_pdf_is_refused():
    assert "damaged" in refusal(b"%PDF-1.7\n" + bytes(range(256)) * 400, filename="a.pdf")


def pdf_of(*objects: bytes) -> bytes:
    """Return a PDF file of these objects, with a table of where they are."""
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF" % (len(objects) + 1, table, len(objects) + 1, len(content))
    )


def test_pages_that_are_their_own_children_are_refused():
    loop = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>")
    assert kind_refusal("pdf", loop)


def test_a_length_that_refers_to_itself_is_refused():
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>"
    loop = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page,
        b"<</Length 4 0 R>>stream\nBT ET\nendstream",
    )
    assert kind_refusal("pdf", loop)


def test_a_pdf_file_with_a_password_is_refused():
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(target)
    assert "password" in kind_refusal("pdf", target.getvalue())


def test_a_pdf_file_with_an_unknown_lock_is_refused():
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.encrypt("", "secret", algorithm="RC4-128")
    writer.write(target)
    locked = target.getvalue().replace(b"/Filter /Standard", b"/Filter /Unknownx")
    assert "protected" in kind_refusal("pdf", locked)


def test_a_pdf_file_of_very_many_pages_is_refused():
    kids = b" ".join([b"3 0 R"] * 501)
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 501/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    assert kind_refusal("pdf", content) == "it has 501 pages and the limit is 500; split it"


def pdf_of_page(instructions: bytes) -> bytes:
    """Return a PDF file of one page with these packed instructions."""
    packed = zlib.compress(instructions, 9)
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 900 900]"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    )


def test_a_pdf_page_that_unpacks_to_hundreds_of_megabytes_is_refused():
    bomb = pdf_of_page(bytes(200_000_000))
    assert len(bomb) < 300_000
    assert "unpacks to more" in kind_refusal("pdf", bomb)


def test_a_pdf_page_of_countless_strokes_is_left_out():
    page = pdf_of_page(b"BT /F1 12 Tf (hello) Tj ET\n" * 200_000)
    assert "pictures of text" in kind_refusal("pdf", page)


def test_a_pdf_file_of_countless_objects_is_refused():
    content = b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 200_000
    assert "more than 100,000 objects" in kind_refusal("pdf", content)


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Type: text/plain; " + b"a*0=b;" * 50_000,
        b"Cc: " + b'"a" <' * 200_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000,
        b"To: a" + b"\n a" * 300,
    ],
)
def test_a_message_with_endless_headers_is_refused(line):
    letter = b"From: a@example.org\nDate: x\n" + line + b"\n\n" + STORY
    assert "headers are longer" in kind_refusal("mail", letter)


def test_a_message_of_countless_parts_is_refused():
    letter = b'From: a\nSubject: b\nContent-Type: multipart/mixed; boundary="b"\n\n'
    content = letter + b"--b\n\nx\n" * 50_000
    assert "more than 1,000 parts" in kind_refusal("mail", content)


def test_a_page_that_begins_with_countless_comments_is_recognised_at_once():
    started = time.process_time()
    assert identify(b"<!---->" * 1100 + b"x").name == "text"
    assert identify(b"<!---->" * 1000 + b"<html>").name == "html"
    assert time.process_time() - started < 1


def test_a_text_too_long_in_any_charset_is_refused_unread():
    assert "longer than the limit of 1,000,000" in refusal(b"\xe9a" * 5_000_000, filename="a.txt")


def test_a_message_of_messages_of_messages_is_refused():
    letter = b"From: a@example.org\nSubject: a\n"
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
    )
    assert kind_refusal("mail", letter + nested + b"\n" + STORY)


@pytest.mark.parametrize("pattern", ["[", "*a_ ", "\n"])
def test_a_thicket_of_markdown_is_refused(pattern):
    assert "marks than an article" in kind_refusal("markdown", pattern.encode() * 50_000 + STORY)


@pytest.mark.parametrize("pattern", ["[", "> ", "*a_ ", "`", "![](", "<", "|a|\n|-|\n", "&#"])
def test_markdown_that_is_slow_to_parse_is_read_or_refused_in_time(pattern):
    before = spent()
    with suppress(UnreadableDocument):
        assert read(pattern.encode() * 50_000 + STORY, filename="a.md").text
    assert spent() - before < 2 * SECONDS


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.4\n...", "a.html", "it is called a web page, but its content is a PDF file"),
        (b"%PDF-1.4\n...", "a.txt", "its content is a PDF file"),
        (b"<!doctype html><p>Hi", "a.pdf", "its content is a web page"),
        (b"<html><p>Hi", "a.txt", "its content is a web page"),
        (b"Just words, no tags.", "a.html", "its content is plain text"),
        (b"Just words, no headers.", "a.eml", "its content is plain text"),
        (b"Just words.", "a.docx", "its content is plain text"),
        (b"PK\x03\x04 [Content_Types].xml word/", "a.pdf", "its content is a Word document"),
        (b"PK\x03\x04 xl/workbook.xml", "a.docx", "it is a spreadsheet"),
        (b"PK\x03\x04 something", "a.docx", "it is a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "save it as .docx"),
        (b"{\\rtf1 Hi}", "a.docx", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "a.html", "it is a picture"),
        (b"<?xml version='1.0'?><rss/>", "a.html", "an XML file, not a web page"),
        (b"a\x00b", "a.txt", "zero bytes"),
        (
            b"words",
            "a.exe",
            "files ending in “.exe” are not read; save it as one of .txt",
        ),
        (b"words", "a.pdf.txt", "ends twice"),
        (b"words", "a\u202etxt.md", "hidden characters"),
        (b"words", "a.php\x00.txt", "hidden characters"),
    ],
)
def test_name_and_content_must_agree(content, name, reason):
    assert reason in refusal(content, filename=name)


@pytest.mark.parametrize(
    ("media_type", "reason"),
    [
        ("application/pdf", "its content is plain text"),
        ("image/png", "holds no article text"),
        ("nonsense", "is no media type"),
    ],
)
def test_media_type_and_content_must_agree(media_type, reason):
    assert reason in refusal(STORY, media_type=media_type)


def test_name_and_media_type_must_agree():
    assert "but it was sent as" in refusal(STORY, filename="a.txt", media_type="application/pdf")


@pytest.mark.parametrize(
    "content",
    [
        STORY + word_file(),
        b"<html><p>" + STORY + word_file(),
        b"<html><!-- %PDF-1.4 -->" + STORY + b"%%EOF",
        b"%PDF-1.4\n" + STORY + b"%%EOF\n" + word_file(),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(content):
    assert "at once" in refusal(content.replace(b"\x00", b""))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("Report v1.2.txt", None),
        ("folder\\a.txt", "text/plain"),
        ("a.TXT", "application/octet-stream"),
        ("a.md", "text/plain; charset=utf-8"),
        ("no ending", ""),
        (None, "text/plain"),
    ],
)
def test_honest_names_are_accepted(name, media_type):
    assert read(STORY, filename=name, media_type=media_type).text == STORY.decode()


def test_a_child_that_takes_too_long_is_ended():
    with pytest.raises(UnreadableDocument, match="took longer than 0 seconds"):
        read(b"# a", filename="a.md", limits=Limits(wall_seconds=0.01))


def test_a_child_that_needs_too_much_memory_is_refused():
    page = b"<html><body><p>" + b"word " * 100_000
    with pytest.raises(UnreadableDocument):
        read(page, filename="a.html", limits=Limits(memory_bytes=60_000_000))


def test_a_child_that_uses_too_much_time_is_ended():
    page = b"<html><body>" + b"<p>Some words here.</p>\n" * 40_000
    with pytest.raises(UnreadableDocument, match="too costly"):
        read(page, filename="a.html", limits=Limits(cpu_seconds=1))


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('socket').getaddrinfo('example.org', 80)",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('os').fork()",
        "open('written', 'w')",
        "__import__('os').open('written', 65)",
    ],
)
def test_a_child_has_no_way_out(attempt):
    code = (
        "from tracker.readers import child; from tracker.readers.document import Limits\n"
        f"child._confine(Limits())\n{attempt}"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert b"PermissionError" in ended.stderr


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UnreadableDocument("torn"), "torn"),
        (MemoryError(), "it needs more memory than a document may"),
        (RecursionError(), "its parts nest too deep"),
    ],
)
def test_a_child_answers_with_the_reason(error, reason):
    def read_nothing(source):
        raise error

    assert answer(read_nothing, Source(b"x")) == {"refused": reason}


def test_who_finds_no_seat_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(sandbox, "_SEATS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(sandbox, "_PATIENCE_SECONDS", 0.01)
    with sandbox._SEATS, pytest.raises(UnreadableDocument, match="try again in a minute"):
        read(b"# a", filename="a.md")
    assert read(b"# a", filename="a.md").text == "a"


def test_a_kind_that_nobody_reads_ends_the_child():
    strange = Kind("strange", "a strange thing", "nowhere", (), ("x/x",))
    with pytest.raises(UnreadableDocument, match="could not be read as a strange thing"):
        read_apart(strange, Source(b"x"))
    with pytest.raises(KeyError):
        kind_called("strange")


def test_bombs_leave_the_memory_of_the_caller_alone():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(word_file(word__vbaProject_bin=b" " * 10_000_000), filename="a.docx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


STARTS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!doctype html>", b"<html>", b"From: a\nSubject: b\n",
     b"---\ntitle: a\n---\n", b"\xff\xfe", b"\xef\xbb\xbf", b"<?xml ?>"]
)  # fmt: skip


def only_refusals(content: bytes, kind: Kind) -> None:
    """Read in this process, where any exception but a refusal would show."""
    with suppress(UnreadableDocument):
        document = reader_of(kind)(Source(content))
        assert isinstance(document, Document)
        assert document.text.strip()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=STARTS, rest=st.binary(max_size=400))
def test_no_reader_raises_anything_but_a_refusal(kind, start, rest):
    only_refusals(start + rest, kind)


@settings(max_examples=60, deadline=None)
@given(start=STARTS, rest=st.binary(max_size=400), name=st.sampled_from(["a.txt", "", None, "x"]))
def test_any_bytes_are_read_or_refused(start, rest, name):
    if start.startswith((b"%PDF", b"PK", b"<", b"From")):
        start = b""  # these are read in a child; the test above reads them here
    with suppress(UnreadableDocument):
        assert read(start + rest, filename=name).text.strip()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_documents_are_read_or_refused(data):
    name, content = data.draw(st.sampled_from(list(sound_documents().items())))
    at = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.binary(max_size=8))
    only_refusals(content[:at] + damage + content[at + len(damage) :], kind_called(name))


def sound_documents() -> dict[str, bytes]:
    """Return a sound document of each kind that is more than text."""
    page = b"<html><head><title>a</title></head><body><p>" + STORY + b"</p></body></html>"
    letter = b"From: a@example.org\nSubject: a\nContent-Type: text/plain; charset=utf-8\n\n" + STORY
    text = b"BT /F1 12 Tf (" + STORY + b") Tj ET"
    pdf = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 900 900]"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    )
    word = word_file(word__document_xml=BODY.format(STORY.decode()))
    return {"html": page, "mail": letter, "pdf": pdf, "docx": word}


@pytest.mark.parametrize("name", ["html", "mail", "pdf", "docx", "markdown"])
def test_a_document_comes_back_from_the_child_as_it_was_read_there(name):
    content = {**sound_documents(), "markdown": b"---\ndate: 2026-01-05\n---\n" + STORY}[name]
    kind, source = kind_called(name), Source(content, url="https://example.org/a")
    assert read_apart(kind, source) == reader_of(kind)(source)


@pytest.mark.parametrize("name", ["html", "mail", "pdf", "docx"])
def test_the_sound_documents_are_read_before_they_are_damaged(name):
    assert reader_of(kind_called(name))(Source(sound_documents()[name])).text == STORY.decode()

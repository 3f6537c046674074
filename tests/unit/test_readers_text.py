"""Charsets, dates, addresses and the clean form of text."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers import BadAddress, UnreadableDocument, canonical_url, clean_text, read
from tracker.readers.dates import stated_date
from tracker.readers.decoding import codec_of, decode
from tracker.readers.language import stated_language
from tracker.readers.links import host_of
from tracker.readers.reflow import paragraphs

QUOTED = "The minister said: “Nothing of it is true – ask the café.” Then she left the room.\n"
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffa\ufeffb", "a\ufeffb"),
        ("a\x00b", "ab"),
        ("a\ud800b\udc00", "ab"),
        ("\ud83d\ude00", "😀"),
        ("tab\tand \u200fmark\u00a0stay ", "tab\tand \u200fmark\u00a0stay "),
        ("", ""),
    ],
)
def test_clean_text_mends_line_ends_and_drops_what_databases_refuse(dirty, clean):
    assert clean_text(dirty) == clean


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_cleaned_again_without_change(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert "\x00" not in clean
    assert "\r" not in clean
    assert clean.encode().decode() == clean


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1252", "windows-1252"),
    ],
)
def test_charsets_are_recognised_without_being_stated(codec, encoding):
    document = read(QUOTED.encode(codec), filename="a.txt")
    assert (document.text, document.encoding) == (QUOTED, encoding)


def test_a_guessed_charset_draws_a_warning():
    decoded = decode(QUOTED.encode("cp1252"))
    assert decoded.warnings == ("the charset was guessed as windows-1252; check the accents",)


def test_big_endian_text_with_a_mark_is_read():
    assert read(b"\xfe\xff" + QUOTED.encode("utf-16-be")).text == QUOTED


def test_a_stated_charset_is_believed_where_it_fits():
    russian = "Министр сказал, что это неправда."
    decoded = decode(russian.encode("koi8-r"), charset="KOI8-R")
    assert (decoded.text, decoded.encoding) == (russian, "koi8-r")


def test_utf_8_that_is_called_latin_1_is_read_as_utf_8():
    decoded = decode(QUOTED.encode(), charset="iso-8859-1")
    assert (decoded.text, decoded.encoding) == (QUOTED, "utf-8")


def test_a_stated_charset_that_does_not_fit_gives_way():
    decoded = decode(QUOTED.encode("cp1252"), charset="utf-8")
    assert (decoded.text, decoded.encoding) == (QUOTED, "windows-1252")


def test_a_mark_that_lies_gives_way():
    assert decode(b"\xff\xfea" + b"b" * 40).encoding != "utf-16"


@pytest.mark.parametrize(
    "name", ["unicode_escape", "punycode", "idna", "utf-7", "zlib", "rot13", "nonsense", "a\x00b"]
)
def test_codecs_that_are_no_charsets_are_not_used(name):
    assert codec_of(name) is None


def test_an_unknown_charset_draws_a_warning():
    assert "nonsense" in decode(b"plain", charset="nonsense").warnings[0]


def test_control_characters_are_no_text():
    with pytest.raises(UnreadableDocument, match="control characters"):
        decode(bytes(range(1, 9)) * 20)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-01-05T23:30:00-05:00", date(2026, 1, 5)),
        ("D:20260105233000+01'00'", date(2026, 1, 5)),
        ("Mon, 05 Jan 2026 23:30:00 +0100", date(2026, 1, 5)),
        ("January 5, 2026", date(2026, 1, 5)),
        ("5 Jan 2026", date(2026, 1, 5)),
        ("2026-13-45", None),
        ("05/01/2026", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_written_and_never_guessed(written, day):
    assert stated_date(written) == day


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("DE", "de"), ("pt_BR", "pt"), ("x", None), (None, None)]
)
def test_language_tags_are_shortened_to_the_language(tag, code):
    assert stated_language(tag) == code


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/a/?b=1", "https://example.org/a/?b=1"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:443/a", "http://example.org:443/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?z=2&fbclid=x&a=1&GCLID=y", "https://example.org/a?z=2&a=1"),
        ("https://example.org/a?id=1&id=1", "https://example.org/a?id=1&id=1"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_addresses_of_the_same_article_are_written_alike(written, canonical):
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org/a",
        "ftp://example.org/",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://exa mple.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/\x00",
        "https://[::1/",
        "https://%65xample.org/",
        "https://" + "a" * 70 + ".example/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(written):
    with pytest.raises(BadAddress):
        canonical_url(written)


@given(st.text(max_size=80))
def test_an_address_is_canonical_after_one_round_or_refused(rest):
    try:
        once = canonical_url("https://example.org/" + rest)
    except BadAddress:
        return
    assert canonical_url(once) == once


def test_the_host_is_named_without_www():
    assert host_of("https://www.example.org/a") == "example.org"
    assert host_of("https://[") is None


def test_a_blank_line_and_a_short_line_end_a_paragraph():
    page = "Headline\nThis line fills the whole column of the page\nand ends here.\n\nNext."
    blocks, warnings = paragraphs([page])
    assert blocks == [
        "Headline",
        "This line fills the whole column of the page and ends here.",
        "Next.",
    ]
    assert warnings == ()


@given(st.lists(st.text(alphabet="ab-. \n", max_size=60), max_size=5))
def test_joining_lines_loses_no_letters(pages):
    blocks, warnings = paragraphs(pages)
    if not warnings:
        assert "".join(blocks).replace("-", "").replace(" ", "") == "".join(pages).replace(
            "-", ""
        ).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("page", ["a" * 1_000_000, "ab-\n" * 40_000, '."' * 500_000])
def test_joining_lines_of_any_length_takes_no_time(page):
    started = time.process_time()
    assert paragraphs([page])[0]
    assert time.process_time() - started < 5

"""DOCX, as python-docx reads it: styles, links, and its own dates."""

import zipfile
from dataclasses import replace
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from tests.export_records import CONTEXT, PROPOSED, PUBLISHED, RECORDS, RETRACTED, exported


def document(*records):
    return docx.Document(BytesIO(exported("docx", *records)[0]))


def paragraphs(opened, style):
    return [one.text for one in opened.paragraphs if one.style.name == style]


def test_one_claim_is_the_title_and_several_have_headings_of_their_own():
    assert paragraphs(document(PUBLISHED), "Heading 1") == [PUBLISHED.wording]
    several = document(*RECORDS)
    assert paragraphs(several, "Heading 1") == ["Claims"]
    assert paragraphs(several, "Heading 2") == [record.wording for record in RECORDS]


def test_the_words_of_the_article_are_a_quotation():
    assert paragraphs(document(PUBLISHED), "Quote") == [PUBLISHED.quote]


def test_a_claim_is_read_aloud_in_its_language():
    said = {
        one.style.name: [tag.get(f"{{{tag.nsmap['w']}}}val") for tag in one._p.iter("{*}lang")]
        for one in document(replace(PUBLISHED, article_language="es")).paragraphs
    }
    assert said["Heading 1"] == said["Quote"] == ["es"]
    assert said["Fact"] == []


def test_every_fact_stands_behind_its_name():
    lines = paragraphs(document(PUBLISHED), "Fact")
    assert "Who\tAda Okafor, housing minister" in lines
    assert "Why\tThe register shows that they rose by 3 percent." in lines


def test_links_lead_to_the_article_and_the_report():
    relations = document(PUBLISHED).part.rels.values()
    links = {one.target_ref for one in relations if one.reltype == RELATIONSHIP_TYPE.HYPERLINK}
    assert {PUBLISHED.article_url, PUBLISHED.public_url} <= links


def test_it_is_dated_by_the_state_and_not_by_the_clock():
    about = document(PUBLISHED).core_properties
    assert about.created == about.modified == CONTEXT.generated_at
    assert about.author == "The Example Checker"
    with zipfile.ZipFile(BytesIO(exported("docx", PUBLISHED)[0])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_of_a_retracted_report_no_verdict_is_written():
    assert "False" not in {one.text for one in document(RETRACTED).paragraphs}


def test_signs_that_xml_cannot_hold_are_left_out():
    wording = "Rents\x00 fell\x0b by\ufffe 12"
    assert paragraphs(document(replace(PROPOSED, wording=wording)), "Heading 1") == [
        "Rents fell by 12"
    ]

"""Files that were made to hurt, or cut off on their way: refused in words, at once."""

import io
import zipfile

import openpyxl
import pytest

from tracker import imports
from tracker.imports import UnreadableFile

SHEET = "xl/worksheets/sheet1.xml"
CELL = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
)
#: Ten to the tenth letters, if anybody wrote them out.
LAUGHS = "".join(
    f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9)
)
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>{CELL.format("&j;")}',
    "a file of the server": (
        f'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>{CELL.format("&a;")}'
    ),
    "markup that never ends": CELL.format("x")[:-40],
}


def workbook(sheet: str) -> bytes:
    """Return a workbook whose one sheet is the markup."""
    book = openpyxl.Workbook()
    book.active.append(["claim_id", "wording"])
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w") as hostile:
        for name in parts.namelist():
            hostile.writestr(name, sheet if name == SHEET else parts.read(name))
    return out.getvalue()


@pytest.mark.parametrize("sheet", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused(sheet: str) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        imports.read("xlsx", workbook(sheet))


def test_a_table_that_was_cut_off_within_a_cell_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        imports.read("csv", b'claim_id,wording\n1,"The port grew\n2,x\n')


def test_a_table_of_a_european_excel_is_read() -> None:
    content = "claim_id;wording\r\n1;Caf\xe9 \x80 5 \x93so\x94\r\n"
    (row,) = imports.read("csv", content.encode("latin-1")).drafts
    assert row.values == {"claim_id": 1, "wording": "Café € 5 “so”"}


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="no text file"):
        imports.read("csv", bytes(range(256)) * 50)

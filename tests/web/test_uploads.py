"""Whatever somebody uploads is known by its content, and no browser runs it when it comes back."""

import zipfile
from io import BytesIO
from urllib.parse import unquote

import pytest

from tests.builders import make_claim
from tests.unit.test_captures import png
from tests.web.test_evidence import SOURCE
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Evidence

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = b"<!doctype html><title>x</title><p>The port grew, said Ana Silva on Monday.</p>"
TEXT = b"The port grew, said Ana Silva on Monday."


def zipped(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def claim(session):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    return claim


@pytest.fixture
def send(client, sign_in, claim):
    sign_in(Role.FACT_CHECKER)

    def sent(content: bytes, name: str):
        fields = SOURCE | {"upload": (BytesIO(content), name)}
        return client.submit(f"/claims/{claim.id}/evidence/new", fields)

    return sent


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(SVG, "chart.svg", id="svg with a script"),
        pytest.param(SVG, "chart.png", id="svg called png"),
        pytest.param(PAGE, "table.png", id="page called png"),
        pytest.param(png(), "table.pdf", id="png called pdf"),
        pytest.param(png(), "table.exe", id="png called program"),
        pytest.param(png()[:20], "table.png", id="png cut short"),
        pytest.param(png() + zipped("a.html", PAGE), "table.png", id="png and archive"),
        pytest.param(
            png()[:60] + b"<script>alert(1)</script>" + png()[60:], "a.png", id="png, page"
        ),
        pytest.param(TEXT, "table\u202etxt.exe.txt", id="name that is turned round"),
        pytest.param(b"", "table.png", id="nothing"),
        pytest.param(b"   \n ", "table.txt", id="white space"),
        pytest.param(b"MZ\x90\x00 a program", "table.txt", id="program"),
        pytest.param(zipped("a.txt", b"a"), "table.zip", id="archive"),
        pytest.param(zipped("word/document.xml", b"0" * 30_000_000), "a.docx", id="bomb"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_typed_is_lost(send, session, content, name):
    answer = send(content, name)
    assert answer.status_code == 422
    assert "something went wrong" not in answer.text.lower()
    assert "field-error" in answer.text
    assert 'value="Annual volume"' in answer.text
    assert session.query(Evidence).count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/passwd.txt", TEXT),
        ("C:\\\\Windows\\\\table.txt", TEXT),
        ('ta"b;le.txt', TEXT),
        ("t" * 500 + ".txt", TEXT),
        (".txt", TEXT),
        ("table.html", PAGE),
    ],
)
def test_what_is_kept_comes_back_as_a_file_with_a_plain_name(
    send, client, session, claim, name, content
):
    assert send(content, name).status_code == 303
    held = session.query(Evidence).one()
    address = f"/claims/{claim.id}/evidence/{held.id}/snapshots/{held.snapshot.id}"
    with client.get(address) as kept:
        assert (kept.mimetype, kept.data) == ("application/octet-stream", content)
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    told = unquote(kept.headers["Content-Disposition"])
    assert told.startswith("attachment")
    assert not set("/\\\r\n") & set(told.replace("UTF-8''", ""))
    assert client.get(f"{address}/picture").status_code == 404

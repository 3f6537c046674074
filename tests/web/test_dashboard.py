"""The dashboard and its figures as files."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import lxml.etree
import pytest
import time_machine
from PIL import Image
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.services.reviewing import review
from tracker.web.pages.dashboard_page import FIGURES

LATER = NOON + timedelta(days=3)
#: A name that is dangerous in a page, in a picture and in a spreadsheet.
NASTY = '=HYPERLINK("x")<script>&\x08\''


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def newsroom(session: Session) -> None:
    """Fill every figure with something."""
    editor = make_actor(session)
    article = make_article(session, outlet=NASTY)
    speaker = make_speaker(session, name=NASTY)
    for _number in range(2):
        claim = make_claim(session, article=article, speaker=speaker, wording=NASTY)
        review.advance(session, claim, Stage.NEW, actor=editor, at=NOON + timedelta(days=1))
        claim.content_verdict = ContentVerdict.MOSTLY_FALSE
    session.commit()


def test_an_empty_newsroom_is_told_what_will_be_here(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    page = client.get("/dashboard").text
    assert "Nothing to count yet" in page
    assert "<svg" not in page


@pytest.mark.usefixtures("newsroom")
def test_every_figure_has_a_picture_read_aloud_and_a_table_and_its_files(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    page = client.get("/dashboard").text
    for mark in FIGURES:
        section = page.split(f'aria-labelledby="figure-{mark}"', 1)[1].split("</section>")[0]
        assert 'role="img"' in section
        assert f'<title id="chart-{mark}-title">' in section
        assert f'<desc id="chart-{mark}-told">' in section
        assert "<table" in section
        for kind in ("svg", "png", "csv"):
            assert f"/dashboard/{mark}.{kind}" in section


@pytest.mark.usefixtures("newsroom")
def test_names_cannot_write_into_the_page_and_nothing_is_styled_inline(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    main = client.get("/dashboard").text.split("<main", 1)[1].split("</main>")[0]
    assert "<script" not in main
    assert "style=" not in main
    assert "ranks our choices, not people" in main


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("mark", FIGURES)
def test_the_files_of_a_figure_open(
    client: Browser, sign_in: Callable[..., object], mark: str
) -> None:
    sign_in(Role.VIEWER)
    vector = client.get(f"/dashboard/{mark}.svg")
    tree = lxml.etree.fromstring(vector.data)
    assert vector.mimetype == "image/svg+xml"
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert [child.tag.partition("}")[2] for child in tree[:2]] == ["title", "desc"]
    dots = Image.open(io.BytesIO(client.get(f"/dashboard/{mark}.png").data))
    dots.load()
    assert dots.format == "PNG"
    assert len(dots.getcolors(maxcolors=1 << 24) or ()) > 2
    rows = list(csv.reader(io.StringIO(client.get(f"/dashboard/{mark}.csv").text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.usefixtures("newsroom")
def test_a_name_that_is_a_formula_is_guarded(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    answer = client.get("/dashboard/speakers.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=speakers.csv"
    head, row = csv.reader(io.StringIO(answer.text, newline=""))
    assert head == ["Speaker", "Claims", "Rated", "Published"]
    assert row == [f"'{NASTY}", "2", "2", "0"]


@pytest.mark.usefixtures("newsroom")
def test_the_days_of_the_address_are_counted_in_the_files_too(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    page = client.get("/dashboard?from=2026-03-01&to=2026-03-02").text
    assert "/dashboard/throughput.csv?period=own&amp;from=2026-03-01&amp;to=2026-03-02" in page
    text = client.get("/dashboard/throughput.csv?from=2026-03-01&to=2026-03-02").text
    assert [line.split(",")[:2] for line in text.split()[-2:]] == [
        ["2026-03-01", "0"],
        ["2026-03-02", "2"],
    ]


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize(
    ("until", "unit"), [("2026-03-30", "day"), ("2026-05-30", "week"), ("2028-01-01", "month")]
)
def test_a_course_says_what_its_columns_are(
    client: Browser, sign_in: Callable[..., object], until: str, unit: str
) -> None:
    sign_in(Role.VIEWER)
    page = client.get(f"/dashboard?from=2026-03-01&to={until}").text
    # In the words above the picture of both courses, and read aloud with it.
    assert page.count(f"Each column is a {unit}.") == 4


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=2026-03-05&to=2026-03-01", "This day is before the first one."),
        ("from=1000-01-01&to=2026-03-01", "Choose at most ten years"),
        ("from=2026-03-01&to=9999-12-31", "Choose at most ten years"),
        ("from=yesterday&to=2026-03-01", "Not a valid date value"),
        ("period=ever", "Not a valid choice"),
        ("desk=none", "Not a valid choice"),
    ],
)
def test_days_that_do_not_fit_are_told_and_the_usual_ones_shown(
    client: Browser, sign_in: Callable[..., object], query: str, message: str
) -> None:
    sign_in(Role.VIEWER)
    page = client.get(f"/dashboard?{query}")
    assert page.status_code == 200
    assert message in page.text or query.startswith("desk")
    assert "<svg" in page.text
    assert client.get(f"/dashboard/verdicts.csv?{query}").status_code == 200


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("query", ["from=0001-01-01", "to=0001-01-01", "from=9999-12-31"])
def test_days_at_the_ends_of_the_calendar_break_nothing(
    client: Browser, sign_in: Callable[..., object], query: str
) -> None:
    sign_in(Role.VIEWER)
    assert client.get(f"/dashboard?{query}").status_code == 200


@pytest.mark.parametrize("path", ["nothing.csv", "verdicts.exe"])
def test_there_is_no_other_file(client: Browser, sign_in: Callable[..., object], path: str) -> None:
    sign_in(Role.VIEWER)
    assert client.get(f"/dashboard/{path}").status_code == 404


def test_strangers_are_asked_to_sign_in(client: Browser) -> None:
    for path in ("/dashboard", "/dashboard/verdicts.csv"):
        assert client.get(path).status_code == 302


def test_the_demonstration_is_shown_as_such(
    client: Browser, session: Session, sign_in: Callable[..., object]
) -> None:
    make_claim(session, article=make_article(session, is_demonstration=True))
    session.commit()
    sign_in(Role.VIEWER)
    assert "These figures come from the demonstration." in client.get("/dashboard").text

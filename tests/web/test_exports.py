"""Every format over HTTP: the page offers it, and the file is what it says it is."""

import pytest

from tests.builders import make_article, make_claim
from tests.web.conftest import Browser
from tracker.domain.vocabulary import Role, Stage
from tracker.exports import ExportFormat, all_formats


@pytest.fixture
def _newsroom(session, sign_in) -> None:
    sign_in(Role.VIEWER)
    article = make_article(session, title="The port grows", outlet="The Harbour Post")
    make_claim(session, article=article, wording="The port grew", stage=Stage.NEW)
    session.commit()


@pytest.mark.usefixtures("_newsroom")
def test_the_page_offers_every_format(client: Browser) -> None:
    page = client.get("/exports").text
    for export in all_formats():
        assert f">{export.label}</h2>" in page
        assert f"/exports/{export.name}" in page


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize("export", all_formats(), ids=lambda export: export.name)
def test_a_file_says_what_it_is(client: Browser, export: ExportFormat) -> None:
    with client.get(f"/exports/{export.name}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == export.media_type
        assert f"filename=claims.{export.extension}" in answer.headers["Content-Disposition"]
        assert answer.get_data()

"""What the program is held against: the bare query, and Flask with nothing around it."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.services.listing import finding

_LIST = text(
    "SELECT claim.id, claim.wording, claim.kind, claim.stage, speaker.name AS speaker,"
    " article.title, outlet.name AS outlet"
    " FROM claim JOIN article_version v ON v.id = claim.article_version_id"
    " JOIN article ON article.id = v.article_id LEFT JOIN outlet ON outlet.id = article.outlet_id"
    " LEFT JOIN speaker ON speaker.id = claim.speaker_id"
    " WHERE claim.is_statement ORDER BY claim.id DESC LIMIT 51"
)
_PAGE = """<!doctype html><title>Claims</title><ul>{% for row in rows %}
<li><p><a href="/speakers/{{ row.id }}">{{ row.speaker }}</a> <a href="/claims/{{ row.id }}">
{{ row.wording }}</a></p><p>{{ row.kind }} · {{ row.outlet }} · <a href="/articles/{{ row.id }}">
{{ row.title }}</a> {{ row.stage }}</p></li>{% endfor %}</ul>"""

Ratio = Callable[[Callable[[], Any], Callable[[], Any]], float]


def ratios(app: Flask, client: FlaskClient, engine: Engine, ratio: Ratio) -> Iterator[str]:
    """Yield a line for each comparison: ours over bare, in CPU."""
    page = Flask("bare")

    @page.get("/")
    def show() -> str:
        with engine.connect() as connection:
            rows = connection.execute(_LIST).all()
        return render_template_string(_PAGE, rows=rows)

    browser = page.test_client()
    found = ratio(lambda: client.get("/claims"), lambda: browser.get("/"))
    yield f"the list costs {found:.1f} times bare Flask with a bare query and a bare template"

    def bare() -> None:
        with engine.connect() as connection:
            connection.execute(_LIST).all()

    def ours() -> None:
        with Session(engine) as session:
            finding.find(session, Selection())

    yield f"finding a page costs {ratio(ours, bare):.1f} times the bare query"

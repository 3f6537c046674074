"""The dashboard that people look at each morning, and its figures as files."""

from flask import Blueprint, Response, render_template, request

from tracker.domain.clock import now
from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import Role
from tracker.services.members import desks
from tracker.web.charts.figure import FILES
from tracker.web.database import db
from tracker.web.forms.dashboard import DashboardForm
from tracker.web.gates.security import allow
from tracker.web.pages import dashboard_page
from tracker.web.pages.dashboard_page import DashboardPage

bp = Blueprint("dashboard", __name__)


@bp.get("/dashboard")
@allow(Role.VIEWER)
def index() -> str:
    """Show all figures for the days and the desk of the address."""
    page = DashboardPage.of(db.session, _form(), at=now())
    return render_template("dashboard/index.html", page=page)


@bp.get("/dashboard/<mark>.<extension>")
@allow(Role.VIEWER)
def download(mark: str, extension: str) -> Response:
    """Hand out one figure as a picture or a table."""
    if extension not in FILES:
        raise NotFound("figures come as svg, png and csv")
    media_type, write = FILES[extension]
    figure = dashboard_page.figure(db.session, mark, _form(), at=now())
    answer = Response(write(figure), content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{mark}.{extension}")
    return answer


def _form() -> DashboardForm:
    return DashboardForm.of(request.args, desks.every(db.session))

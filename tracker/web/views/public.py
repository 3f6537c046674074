"""The public site: what is published, for everybody alike, without signing in."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template, request, url_for

from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.errors import NotFound
from tracker.services.reporting import reports
from tracker.services.reporting.reports import Tombstone
from tracker.web.database import db
from tracker.web.forms.reports import ReportFilterForm
from tracker.web.gates.security import public_and_kept
from tracker.web.pages import public_pages
from tracker.web.pages.public_pages import ReportListPage, ReportPage

bp = Blueprint("public", __name__)

#: Short, since a retraction has to reach everybody soon.
KEPT_SECONDS = 60


@bp.get("/reports")
@public_and_kept
def index() -> str:
    """List the reports, the newest first."""
    page = ReportListPage.of(db.session, ReportFilterForm(request.args), site=_site(), at=now())
    return render_template("public/index.html", page=page)


@bp.get("/reports/<int:claim_id>")
@public_and_kept
def show(claim_id: int) -> str:
    """Show one report, or what is left of it where it was retracted."""
    found = reports.find(db.session, claim_id, site=_site(), at=now())
    if isinstance(found, Tombstone):
        return render_template("public/retracted.html", tombstone=found)
    page = ReportPage.of(db.session, found, _settings(), at=now())
    return render_template("public/report.html", page=page)


@bp.get("/reports/articles/<int:article_id>")
@public_and_kept
def article(article_id: int) -> str:
    """List the reports on one article, which itself stays where it was published."""
    found = reports.of_article(db.session, article_id, site=_site(), at=now())
    return render_template("public/article.html", reports=found, record=found[0].record)


@bp.get("/reports/corrections")
@public_and_kept
def corrections() -> str:
    """List what was corrected and what was retracted."""
    chosen = ReportFilterForm(request.args).chosen()
    found = reports.corrections(db.session, site=_site(), at=now(), after=chosen["after"])
    return render_template("public/corrections.html", found=found, after=chosen["after"])


@bp.get("/reports/method")
@public_and_kept
def method() -> str:
    """Say how the newsroom checks."""
    return render_template(
        "public/method.html",
        meanings=public_pages.MEANINGS,
        said_meanings=public_pages.SAID_MEANINGS,
    )


@bp.get("/sitemap.xml")
@public_and_kept
def sitemap() -> Response:
    """Name every page to search engines."""
    pages = [_site() + url_for(f"public.{name}") for name in ("index", "corrections", "method")]
    found = reports.addresses(db.session, site=_site(), at=now())
    xml = render_template("public/sitemap.xml", pages=pages, reports=found)
    return Response(xml, mimetype="application/xml")


@bp.get("/robots.txt")
@public_and_kept
def robots() -> Response:
    """Tell search engines to read the reports and to leave the newsroom's own pages alone."""
    allowed = (url_for("public.index"), url_for("static", filename=""), url_for("public.sitemap"))
    lines = ["User-agent: *", *(f"Allow: {path}" for path in allowed), "Disallow: /"]
    lines += ["", f"Sitemap: {_site()}{url_for('public.sitemap')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@bp.errorhandler(NotFound)
def explain_absence(_error: NotFound) -> tuple[str, int]:
    """Say the same of a report that there is not, one that is not out yet, and a wrong address."""
    return render_template("public/missing.html"), 404


@bp.context_processor
def address_pages() -> dict[str, object]:
    """Tell the templates on which site the pages stand, and of whom a claim is only said."""
    return {"site": _site(), "never_said": public_pages.never_said}


@bp.after_request
def keep(response: Response) -> Response:
    """Let caches keep the answer for a while, and ask with its tag whether it still holds."""
    if response.status_code == HTTPStatus.OK:
        response.cache_control.public = True
        response.cache_control.max_age = KEPT_SECONDS
        response.add_etag()
        response.make_conditional(request)
    return response


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _site() -> str:
    return _settings().base_url

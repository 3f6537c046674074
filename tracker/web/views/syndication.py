"""What other sites take from the reports: feeds, pictures for links, and frames (oEmbed)."""

import re
from collections.abc import Sequence
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, current_app, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import NotImplemented as FormatNotThere

from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.errors import NotFound
from tracker.domain.records import ClaimRecord
from tracker.exports.formats.atom_feed import FeedHead, write_feed
from tracker.exports.formats.share_card import HEIGHT, WIDTH, share_card
from tracker.models import SavedFilter
from tracker.services.lookup import find
from tracker.services.reporting import feeds_out, publishing, reports
from tracker.services.reporting.reports import Report
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm
from tracker.web.gates.security import public_and_kept
from tracker.web.site import feed_addresses, oembed_answers
from tracker.web.views import public

bp = Blueprint("syndication", __name__)
bp.after_request(public.keep)
bp.context_processor(public.address_pages)
bp.register_error_handler(NotFound, public.explain_absence)

#: Room for the claim, the speaker and the verdict, in pixels.
FRAME_WIDTH, FRAME_HEIGHT = 600, 260


@bp.get("/reports/feed.atom")
@public_and_kept
def checks() -> Response:
    """Feed the newest reports."""
    records = feeds_out.newest(db.session, site=_site(), at=now())
    title = f"Fact checks by {_settings().newsroom}"
    return _feed(records, FeedHead(title, _here(), f"{_site()}{url_for('public.index')}"))


@bp.get("/reports/corrections.atom")
@public_and_kept
def corrections() -> Response:
    """Feed what was corrected and retracted."""
    records = feeds_out.corrections(db.session, site=_site(), at=now())
    title = f"Corrections by {_settings().newsroom}"
    return _feed(records, FeedHead(title, _here(), f"{_site()}{url_for('public.corrections')}"))


@bp.get("/reports/lists/<token>.atom")
@public_and_kept
def list_feed(token: str) -> Response:
    """Feed the reports on the claims of a saved list to whoever was given its address."""
    saved = find(db.session, SavedFilter, feed_addresses.list_of(token))
    if saved is None:
        raise NotFound("there is no such feed")
    selection = SelectionForm(MultiDict(parse_qsl(saved.query))).to_selection()
    records = feeds_out.of_list(db.session, selection, site=_site(), at=now())
    return _feed(records, FeedHead(f"{saved.name}, {_settings().newsroom}", _here()))


@bp.get("/reports/<int:claim_id>/card.png")
@public_and_kept
def card(claim_id: int) -> Response:
    """Draw the picture that stands beside links to a report."""
    picture = share_card(_report(claim_id).record, _settings().newsroom)
    answer = Response(picture, mimetype="image/png")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@bp.get("/reports/<int:claim_id>/frame")
@public_and_kept
def frame(claim_id: int) -> Response:
    """Show a report small, to stand in a page of another site."""
    answer = Response(render_template("public/frame.html", report=_report(claim_id)))
    # The one page that others may frame: it has no form, no session and nothing to click but links.
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    )
    answer.headers["X-Frame-Options"] = "ALLOWALL"
    # Browsers refuse a page that is alone with its kind in a frame that is shut in.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@bp.get("/oembed")
@public_and_kept
def oembed() -> Response:
    """Tell how a report can be shown in another site's page (oEmbed 1.0), in JSON or XML."""
    if request.args.get("format", "json") not in oembed_answers.WRITERS:
        raise FormatNotThere
    if not request.args.get("url"):
        raise BadRequest
    report = _report(_number_in(request.args["url"]))
    write = oembed_answers.WRITERS[request.args.get("format", "json")]
    return write(_embedding(report))


def _embedding(report: Report) -> dict[str, str | int]:
    """Return what oEmbed tells of a report, in the order in which its specification names it."""
    width, height = _fitting("maxwidth", FRAME_WIDTH), _fitting("maxheight", FRAME_HEIGHT)
    address = f"{_site()}{url_for('syndication.frame', claim_id=report.record.claim_id)}"
    html = render_template(
        "public/_embed.html", report=report, address=address, width=width, height=height
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": report.claim,
        "provider_name": _settings().newsroom,
        "provider_url": _site(),
        "cache_age": public.KEPT_SECONDS,
        "thumbnail_url": f"{_site()}{url_for('syndication.card', claim_id=report.record.claim_id)}",
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
        "width": width,
        "height": height,
        "html": html.strip(),
    }


def _feed(records: Sequence[ClaimRecord], head: FeedHead) -> Response:
    """Write a feed that is dated by its newest entry, so that it only changes where they do."""
    at = feeds_out.changed_at(records) or publishing.as_of(db.session)
    out = BytesIO()
    write_feed(records, out, head=head, context=publishing.context(_settings(), at=at))
    return Response(out.getvalue(), content_type="application/atom+xml; charset=utf-8")


def _report(claim_id: int) -> Report:
    found = reports.find(db.session, claim_id, site=_site(), at=now())
    if not isinstance(found, Report):
        raise NotFound("the report was retracted")
    return found


def _number_in(address: str) -> int:
    """Return the number of the report at an address of this site, whatever scheme it names."""
    here = urlsplit(_site())
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NotFound("this is no address") from None
    path = re.fullmatch(re.escape(here.path) + r"/reports/([0-9]{1,9})/?", parts.path)
    if parts.netloc != here.netloc or path is None:
        raise NotFound("no report has this address")
    return int(path[1])


def _fitting(name: str, size: int) -> int:
    wanted = request.args.get(name, "")
    return min(size, int(wanted)) if re.fullmatch("[1-9][0-9]{0,4}", wanted) else size


def _here() -> str:
    return f"{_site()}{request.path}"


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _site() -> str:
    return _settings().base_url

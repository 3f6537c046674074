"""Long exports: asked for here, written in the background, fetched by whoever asked."""

from flask import Blueprint, current_app, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.services.reporting import jobs
from tracker.services.reporting.jobs import Wish
from tracker.web.background import worker
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm, query_of
from tracker.web.gates.security import allow

bp = Blueprint("export_jobs", __name__, url_prefix="/exports/jobs")


@bp.post("/<name>")
@allow(Role.VIEWER)
def ask(name: str) -> Response:
    """Put an export of the claims that the filters hold in the queue."""
    wish = Wish(name, query_of(SelectionForm(request.args)), internal="internal" in request.args)
    job = jobs.ask(db.session, wish, actor=g.actor, at=now())
    db.session.commit()
    _wake()
    return redirect(url_for("export_jobs.show", job_id=job.id), 303)


@bp.get("/<int:job_id>")
@allow(Role.VIEWER)
def show(job_id: int) -> str:
    """Show how far an export has come; a worker that died is replaced by looking."""
    job = jobs.get(db.session, job_id, actor=g.actor)
    if jobs.is_any_open(db.session, at=now()):
        _wake()
    template = "exports/_job.html" if "HX-Request" in request.headers else "exports/job.html"
    return render_template(
        template,
        job=job,
        format=registry.get(job.format_name),
        is_kept=jobs.is_kept(job, at=now()),
    )


@bp.get("/<int:job_id>/file")
@allow(Role.VIEWER)
def fetch(job_id: int) -> Response:
    """Send the file to whoever asked for it, as long as it is kept."""
    job = jobs.get(db.session, job_id, actor=g.actor)
    path = jobs.path_of(job, worker.exports_dir(current_app.config["SETTINGS"]))
    if not jobs.is_kept(job, at=now()) or not path.is_file():
        raise NotFound(
            "the file of export %(number)d is not kept any more; ask for it again", number=job_id
        )
    format_ = registry.get(job.format_name)
    name = f"claims.{format_.extension}"
    answer = send_file(path, as_attachment=True, download_name=name)
    # Said here, because what is handed to send_file gets a second charset.
    answer.content_type = format_.media_type
    return answer


def _wake() -> None:
    # The application itself: its stand-in for this request means nothing in another thread.
    worker.wake(current_app.app_context().app)

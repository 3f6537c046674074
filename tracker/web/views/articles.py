"""Articles: listed, brought in, worked on at the desk, corrected, read again, handed out."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.models import Desk as NewsroomDesk
from tracker.readers import Document
from tracker.services import originals, queries
from tracker.services.articles import intake
from tracker.services.members import desks
from tracker.web.converters import whole_number
from tracker.web.database import db
from tracker.web.forms.articles import ArticleForm, ArticleListForm, FactsForm, SourceForm
from tracker.web.forms.base import ConfirmForm
from tracker.web.gates import sealing
from tracker.web.gates.security import allow
from tracker.web.pages.article_pages import ArticleList
from tracker.web.pages.desk import Desk, Order
from tracker.web.saving import arrivals

bp = Blueprint("articles", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/articles")
@allow(Role.VIEWER)
def index() -> str:
    """List the articles that the filters in the address ask for, the newest first."""
    page = ArticleList.of(db.session, ArticleListForm(request.args))
    return render_template("articles/index.html", page=page)


@bp.get("/articles/new")
@allow(Role.CONTRIBUTOR, anywhere=True)
def new() -> str:
    """Offer the three ways in."""
    form = SourceForm(formdata=None, data={"url": request.args.get("url")})
    return render_template("articles/new.html", form=form)


@bp.post("/articles/preview")
@allow(Role.CONTRIBUTOR, anywhere=True)
def preview() -> Page:
    """Read what came in, and show it as a form to correct before it is saved."""
    source = SourceForm()
    received = arrivals.receive(source) if source.validate_on_submit() else None
    if received is None:
        return render_template("articles/new.html", form=source), 422
    return _preview(*received)


@bp.post("/articles")
@allow(Role.CONTRIBUTOR, anywhere=True)
def create() -> Page:
    """Save the article, and find the claims in it."""
    form = ArticleForm()
    if not form.validate_on_submit():
        return _preview(form), 422
    article = arrivals.save(db.session, form, actor=g.actor)
    if article is None:
        return _preview(form), 422
    db.session.commit()
    flash(_("The article is saved. Look at what was found in it."), "success")
    return redirect(url_for("articles.show", article_id=article.id), 303)


@bp.get("/articles/<int:article_id>")
@allow(Role.VIEWER)
def show(article_id: int) -> str:
    """Show the article with its claims marked in the text and beside it."""
    current, asked = request.args.get("claim", type=whole_number), request.args.get("order")
    order = Order.LEAST_SURE if asked == Order.LEAST_SURE else Order.READING
    desk = Desk.of(db.session, article_id, actor=g.actor, current=current, order=order)
    return render_template("articles/show.html", desk=desk)


@bp.route("/articles/<int:article_id>/edit", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def edit(article_id: int) -> Page:
    """Correct what is known about the article."""
    article = queries.article(db.session, article_id)
    form = FactsForm.for_article(article)
    if form.validate_on_submit() and _revised(article_id, form):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("articles.show", article_id=article_id), 303)
    page = render_template(
        "articles/edit.html", article=article, form=form, outlets=_outlets(), rooms=_desks()
    )
    return (page, 422) if form.is_submitted() else page


@bp.post("/articles/<int:article_id>/desk")
@allow(Role.EDITOR)
def change_desk(article_id: int) -> Page:
    """Give the article to another desk; that needs an editor of both."""
    desk_id = request.form.get("desk", 0, type=whole_number)
    desks.take_article(db.session, article_id, desk_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The article has another desk now."), "success")
    return redirect(url_for("articles.show", article_id=article_id), 303)


@bp.route("/articles/<int:article_id>/extract", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def extract(article_id: int) -> Page:
    """Say what reading the text again will do, and do it."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        desk = Desk.of(db.session, article_id, actor=g.actor, current=None)
        return render_template("articles/extract.html", desk=desk, form=form)
    found = arrivals.read_again(article_id)
    outcome = intake.reextract(db.session, article_id, found=found, actor=g.actor, at=now())
    db.session.commit()
    flash(arrivals.told(outcome), "success")
    return redirect(url_for("articles.show", article_id=article_id), 303)


@bp.get("/articles/<int:article_id>/original")
@allow(Role.VIEWER)
def original(article_id: int) -> Response:
    """Hand out the bytes that came in, as a file to save and nothing that a browser would run."""
    kept = queries.article(db.session, article_id).current.original
    if kept is None:
        raise NotFound("the original of this article was not kept")
    content = originals.load(arrivals.settings().originals_dir, kept.sha256)
    return sealing.as_file(content, kept.filename or f"article-{article_id}")


def _preview(form: ArticleForm, document: Document | None = None) -> str:
    return render_template(
        "articles/preview.html",
        form=form,
        duplicate=arrivals.duplicate_of(form),
        warnings=document.warnings if document else (),
        outlets=_outlets(),
    )


def _outlets() -> list[str]:
    with db.reading() as session:
        return [outlet.name for outlet, _number in queries.outlets(session)]


def _desks() -> Sequence[NewsroomDesk]:
    """Return the desks to choose from, none where there is only one."""
    with db.reading() as session:
        return desks.every(session) if desks.are_several(session) else ()


def _revised(article_id: int, form: FactsForm) -> bool:
    try:
        intake.revise_article(db.session, article_id, form.to_edit(), actor=g.actor, at=now())
    except InvalidEdit as error:
        form.refuse(error)
        return False
    return True

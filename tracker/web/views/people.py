"""Members of the newsroom, as administrators look after them; whoever has a link joins."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services.erasing import erasure
from tracker.services.members import accounts, desks, invitations, second_factors
from tracker.web.database import db
from tracker.web.forms.accounts import (
    DeskForm,
    DeskRoleForm,
    ErasureForm,
    InviteForm,
    JoinForm,
    RoleForm,
)
from tracker.web.forms.base import Form
from tracker.web.gates.security import allow, public
from tracker.web.pages.member_pages import MemberList, MemberPage
from tracker.web.saving.arrivals import settings

bp = Blueprint("people", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/members")
@allow(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """List the members, the open links and the desks."""
    return _list(InviteForm(formdata=None))


@bp.post("/members/invitations")
@allow(Role.ADMIN)
def invite() -> Page:
    """Make a link with which somebody becomes a member, and show it once."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _list(form), 422
    try:
        token = invitations.invite(
            db.session, form.email.data or "", form.role.data, actor=g.actor, at=now()
        )
    except InvalidEdit as error:
        form.refuse(error)
        return _list(form), 422
    db.session.commit()
    return _show_link(token, form.email.data or "")


@bp.post("/members/invitations/<int:invitation_id>/withdraw")
@allow(Role.ADMIN)
def withdraw(invitation_id: int) -> Response:
    """Make a link open nothing any more."""
    invitations.withdraw(db.session, invitation_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("That link opens nothing any more."), "success")
    return redirect(url_for("people.index"))


@bp.get("/members/<int:account_id>")
@allow(Role.ADMIN, Role.AUDITOR)
def show(account_id: int) -> str:
    """Show one member, with what an administrator may change."""
    return _member(account_id)


@bp.post("/members/<int:account_id>/role")
@allow(Role.ADMIN)
def change_role(account_id: int) -> Page:
    """Give a member another role in the house."""
    form = RoleForm()
    if not form.validate_on_submit():
        return _member(account_id, role=form), 422
    account = accounts.get(db.session, account_id)
    try:
        accounts.change_role(db.session, account, form.role.data, actor=g.actor, at=now())
    except InvalidEdit as error:
        form.refuse(error)
        return _member(account_id, role=form), 422
    return _done(account_id, _("The role is changed; it holds from the next sign-in."))


@bp.post("/members/<int:account_id>/desks/<int:desk_id>")
@allow(Role.ADMIN)
def give_desk_role(account_id: int, desk_id: int) -> Page:
    """Say what a member may do on one desk."""
    form, account = DeskRoleForm(), accounts.get(db.session, account_id)
    if not form.validate_on_submit():
        return _member(account_id), 422
    role = form.to_role()
    desks.give_role(db.session, account, desk_id, role, actor=g.actor, at=now())
    accounts.end_sign_ins(db.session, account_id, at=now(), but=g.sign_in_id)
    return _done(account_id, _("The role on this desk is changed."))


@bp.post("/members/<int:account_id>/deactivate")
@allow(Role.ADMIN)
def deactivate(account_id: int) -> Response:
    """Keep a member from signing in, at once."""
    account = accounts.get(db.session, account_id)
    accounts.deactivate(db.session, account, actor=g.actor, at=now())
    return _done(account_id, _("%(name)s can no longer sign in.", name=account.name))


@bp.post("/members/<int:account_id>/activate")
@allow(Role.ADMIN)
def activate(account_id: int) -> Response:
    """Let a member sign in again."""
    account = accounts.get(db.session, account_id)
    accounts.activate(db.session, account, actor=g.actor, at=now())
    return _done(account_id, _("%(name)s may sign in again.", name=account.name))


@bp.post("/members/<int:account_id>/password-link")
@allow(Role.ADMIN)
def offer_password(account_id: int) -> Page:
    """Make a link with which a member chooses a new password, and show it once."""
    account = accounts.get(db.session, account_id)
    token = invitations.offer_password(db.session, account, actor=g.actor, at=now())
    db.session.commit()
    return _show_link(token, account.name)


@bp.post("/members/<int:account_id>/second-factor/remove")
@allow(Role.ADMIN)
def remove_second_factor(account_id: int) -> Response:
    """Take away the second factor of a member whose phone is lost."""
    account = accounts.get(db.session, account_id)
    second_factors.remove(db.session, account, actor=g.actor, at=now())
    accounts.end_sign_ins(db.session, account_id, at=now())
    return _done(account_id, _("The second factor is gone; they can set up another."))


@bp.post("/members/<int:account_id>/erasure")
@allow(Role.ADMIN)
def ask_erasure(account_id: int) -> Page:
    """Ask for a member's personal data to be erased."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return _member(account_id, erase=form), 422
    account = accounts.get(db.session, account_id)
    try:
        erasure.request(db.session, account, form.reason.data or "", actor=g.actor, at=now())
    except InvalidEdit as error:
        form.refuse(error)
        return _member(account_id, erase=form), 422
    return _done(account_id, _("Another administrator must agree before anything is erased."))


@bp.post("/members/<int:account_id>/erasure/<int:erasure_id>/agree")
@allow(Role.ADMIN)
def agree_erasure(account_id: int, erasure_id: int) -> Response:
    """Carry out the erasure that another administrator asked for."""
    erasure.agree(db.session, erasure_id, actor=g.actor, at=now())
    return _done(account_id, _("Name and address are erased, here and in the history."))


@bp.post("/members/<int:account_id>/erasure/<int:erasure_id>/withdraw")
@allow(Role.ADMIN)
def withdraw_erasure(account_id: int, erasure_id: int) -> Response:
    """Take back or refuse the wish for an erasure."""
    erasure.withdraw(db.session, erasure_id, actor=g.actor, at=now())
    return _done(account_id, _("Nothing is erased."))


@bp.post("/members/desks")
@allow(Role.ADMIN)
def add_desk() -> Page:
    """Make a desk."""
    form = DeskForm()
    if not form.validate_on_submit():
        return _list(InviteForm(formdata=None), form), 422
    try:
        desk = desks.create(db.session, form.name.data or "", actor=g.actor, at=now())
    except InvalidEdit as error:
        form.refuse(error)
        return _list(InviteForm(formdata=None), form), 422
    db.session.commit()
    flash(_("The desk %(name)s is here.", name=desk.name), "success")
    return redirect(url_for("people.index"))


@bp.post("/members/desks/<int:desk_id>")
@allow(Role.ADMIN)
def rename_desk(desk_id: int) -> Page:
    """Give a desk another name."""
    form = DeskForm()
    if not form.validate_on_submit():
        return _list(InviteForm(formdata=None), form), 422
    desks.rename(db.session, desk_id, form.name.data or "", actor=g.actor, at=now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("people.index"))


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def join(token: str) -> Page:
    """Let whoever has the link choose a name and a password, or a new password."""
    with db.reading() as reading:
        link = invitations.find(reading, token, at=now())
    form = JoinForm()
    if link.account_id is not None:
        del form.name
    if not form.validate_on_submit() or not _joined(token, form):
        page = render_template("accounts/join.html", link=link, form=form)
        return (page, 422) if form.is_submitted() else page
    flash(_("Your password is set. Sign in with it."), "success")
    return redirect(url_for("accounts.sign_in"))


def _joined(token: str, form: JoinForm) -> bool:
    name = form.name.data if "name" in form else ""
    try:
        invitations.accept(
            db.session, token, name=name or "", password=form.password.data or "", at=now()
        )
    except InvalidEdit as error:
        db.session.rollback()
        form.refuse(error)
        return False
    db.session.commit()
    return True


def _done(account_id: int, message: str) -> Response:
    db.session.commit()
    if account_id == g.actor.account_id and not request.path.endswith("/activate"):
        # Whoever changed their own role is signed out by it.
        return redirect(url_for("accounts.sign_in"))
    flash(message, "success")
    return redirect(url_for("people.show", account_id=account_id))


def _show_link(token: str, name: str) -> str:
    link = settings().base_url + url_for("people.join", token=token)
    hours = int(invitations.LIFETIME.total_seconds()) // 3600
    return render_template("people/link.html", link=link, name=name, hours=hours)


def _list(invitation: InviteForm, desk: DeskForm | None = None) -> str:
    with db.reading() as reading:
        page = MemberList.of(reading, at=now())
    desk = desk or DeskForm(formdata=None)
    return render_template("people/index.html", page=page, form=invitation, desk_form=desk)


def _member(
    account_id: int, *, role: RoleForm | None = None, erase: ErasureForm | None = None
) -> str:
    with db.reading() as reading:
        page = MemberPage.of(reading, account_id, actor=g.actor)
    forms: dict[str, Form] = {
        "role_form": role or RoleForm(formdata=None, data={"role": page.account.role}),
        "erase_form": erase or ErasureForm(formdata=None),
    }
    return render_template("people/show.html", page=page, **forms)

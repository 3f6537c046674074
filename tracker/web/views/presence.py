"""Who else has a page open: told in a sentence, every twenty seconds, to whoever looks."""

from flask import Blueprint, g
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.editing import presence
from tracker.web.database import db
from tracker.web.gates.security import allow

bp = Blueprint("presence", __name__, url_prefix="/presence")

#: More names than this make no sentence.
_NAMED = 2


@bp.post("/<name>/<int:number>")
@allow(Role.VIEWER)
def note(name: str, number: int) -> dict[str, str]:
    """Note that the member is looking, and say who else is."""
    if name not in presence.SUBJECTS:
        raise NotFound
    at = now()
    presence.note(db.session, name, number, actor=g.actor, at=at)
    names = presence.others(db.session, name, number, actor=g.actor, at=at)
    db.session.commit()
    return {"sentence": sentence(names)}


@bp.app_template_global()
def who_looks(name: str, number: int) -> str:
    """Say who else is looking when the page is made; without a script that is all."""
    with db.reading() as reading:
        return sentence(presence.others(reading, name, number, actor=g.actor, at=now()))


def sentence(names: list[str]) -> str:
    """Say in one sentence who is looking, or nothing where nobody is."""
    if not names:
        return ""
    if len(names) > _NAMED:
        told: str = ngettext(
            "%(names)s and %(num)s other are looking at this",
            "%(names)s and %(num)s others are looking at this",
            len(names) - 1,
            names=names[0],
        )
        return told
    if len(names) == 1:
        return str(_("%(name)s is looking at this", name=names[0]))
    return str(_("%(one)s and %(other)s are looking at this", one=names[0], other=names[1]))

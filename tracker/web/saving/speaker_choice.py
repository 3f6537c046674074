"""From a typed name to a speaker's record: the one that was meant, one of several, or a new one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import SpeakerEdit
from tracker.domain.folding import fold
from tracker.models import Speaker
from tracker.services.lookup import find
from tracker.services.speaking import speakers
from tracker.web.forms.speaker_fields import SpeakerFields

#: As many speakers of one name as can be told apart in a form.
MOST_NAMESAKES = 20


class SpeakerUnclear(Exception):
    """The name alone does not say who is meant; the form asks."""


def choose(session: Session, form: SpeakerFields, *, actor: Actor, at: datetime) -> int | None:
    """Return the number of the speaker that the form names, or None where it names none.

    Raises SpeakerUnclear where the form has to ask which one, or whether to add the speaker.
    """
    if "speaker" not in form or not form.speaker.data:
        return None
    name = form.speaker.data
    before = find(session, Speaker, form.speaker_id.data)
    if before is not None and before.name == name:
        return before.id
    known = called(session, name)
    chosen = next((one for one in known if one.id == form.namesake.data), None)
    if chosen is not None or len(known) == 1:
        return (chosen or known[0]).id
    if known:
        form.ask_which(known)
        raise SpeakerUnclear
    if form.new_speaker_kind.data is None:
        form.offer_new()
        raise SpeakerUnclear
    edit = SpeakerEdit(name=name, kind=form.new_speaker_kind.data)
    return speakers.create(session, edit, actor=actor, at=at).id


def called(session: Session, name: str) -> Sequence[Speaker]:
    """Return the speakers who have exactly this name or other name, each person once."""
    wanted = fold(name)
    found = speakers.search(session, name, limit=MOST_NAMESAKES)
    same = [
        one
        for one in found
        if wanted in {fold(one.name), *(fold(alias.name) for alias in one.aliases)}
    ]
    return list({(one.canonical_id or one.id): one.canonical or one for one in same}.values())

"""Erasing a claim, or what is kept of a speaker, where the law asks for it.

The number stays, and the history that names it; the words go from every table, every report and
every file of ours, and the seals still hold. Two administrators agree; a newsroom with one does
it on the command line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, Text, cast, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.job_words import JobState
from tracker.domain.redaction import Redactor
from tracker.domain.vocabulary import Role, SpanPart, SpeakerKind
from tracker.models import Article, Claim, Event, Job, Redaction, Speaker, search_index
from tracker.models.engine import checkpoint
from tracker.services.covering import coverage
from tracker.services.editing import search_text
from tracker.services.erasing import redacting
from tracker.services.erasing.redacting import Traces
from tracker.services.erasing.redacting_claims import erase_claim
from tracker.services.erasing.redacting_speakers import erase_speaker, records_of
from tracker.services.lookup import fetch
from tracker.services.trail import history

#: Fewer words than these stand in texts that have nothing to do with the claim.
_FEWEST_WORDS = 4
_FEWEST_LETTERS = 2
MOST_WORDS, LONGEST_WORDS = 100, 4_000
_PART = 200


@dataclass(frozen=True, slots=True)
class RedactionDraft:
    """What an administrator asks for."""

    reason: str
    #: What is blacked out wherever it stands.
    words: Sequence[str] = ()
    #: What readers are told where a report goes with it.
    public_note: str = ""


def suggest(session: Session, record: Claim | Speaker) -> list[str]:
    """Return the words that are to go wherever they stand, as far as the record tells them."""
    if isinstance(record, Claim):
        quotes = [span.quote for span in record.spans if span.part is SpanPart.CONTENT]
        found = [one for one in (*quotes, record.wording) if len(one.split()) >= _FEWEST_WORDS]
    else:
        found = []
        for one in records_of(session, record):
            names = [one.name, *(alias.name for alias in one.aliases)]
            if one.kind is SpeakerKind.PERSON:
                # Articles give the whole name once, and the last part of it from then on.
                names += [name.split()[-1] for name in names if len(name.split()) > 1]
            found += names
    return list(dict.fromkeys(" ".join(one.split()) for one in found))


def request(
    session: Session, record: Claim | Speaker, draft: RedactionDraft, *, actor: Actor, at: datetime
) -> Redaction:
    """Ask for the erasure of a claim or a speaker; another administrator must agree to it."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    wish = _wish(session, record, draft, at=at)
    wish.requested_by_id = actor.account_id
    _tell(session, wish, "erasure_requested", actor=actor, at=at, note=wish.reason)
    return wish


def agree(
    session: Session, redaction_id: int, *, folder: Path, actor: Actor, at: datetime
) -> Traces:
    """Carry out the erasure that another administrator asked for."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    wish = _open(session, redaction_id)
    if wish.requested_by_id == actor.account_id:
        raise PermissionRefused("another administrator must agree to this erasure")
    wish.confirmed_by_id = actor.account_id
    return _carry_out(session, wish, folder=folder, actor=actor, at=at)


def withdraw(session: Session, redaction_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back or refuse the wish for an erasure."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    wish = _open(session, redaction_id)
    wish.withdrawn_at, wish.words = at, ""
    _tell(session, wish, "erasure_withdrawn", actor=actor, at=at)


def erase_at_once(
    session: Session,
    record: Claim | Speaker,
    draft: RedactionDraft,
    *,
    folder: Path,
    actor: Actor,
    at: datetime,
) -> Traces:
    """Erase without a second administrator: only from the command line."""
    if not actor.is_machine:
        raise PermissionRefused("another administrator must agree to this erasure")
    history.take_turn(session)
    wish = _wish(session, record, draft, at=at)
    return _carry_out(session, wish, folder=folder, actor=actor, at=at)


def clear_away(session: Session, traces: Traces, *, originals_dir: Path, exports_dir: Path) -> None:
    """Delete the files that held the words, once the erasure is committed.

    Exports that were prepared before go as well; whoever wants one asks again. On SQLite the log
    of changes that were written lately is emptied: it holds the pages as they were.
    """
    redacting.remove_files(session, traces.files, folder=originals_dir)
    for path in exports_dir.glob("*"):
        if path.suffix != ".part":
            path.unlink(missing_ok=True)
    session.rollback()
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    if engine.dialect.name == "sqlite":
        checkpoint(engine)


def pending_for(session: Session, record: Claim | Speaker) -> Redaction | None:
    """Return the wish that waits for a second administrator, if there is one."""
    column = Redaction.claim_id if isinstance(record, Claim) else Redaction.speaker_id
    return session.scalar(
        select(Redaction).where(
            column == record.id, Redaction.done_at.is_(None), Redaction.withdrawn_at.is_(None)
        )
    )


def every(session: Session) -> Sequence[Redaction]:
    """Return all that was ever asked for, the open ones first."""
    is_over = Redaction.done_at.is_not(None) | Redaction.withdrawn_at.is_not(None)
    return session.scalars(select(Redaction).order_by(is_over, Redaction.id.desc())).all()


def _wish(
    session: Session, record: Claim | Speaker, draft: RedactionDraft, *, at: datetime
) -> Redaction:
    if record.erased_at is not None:
        raise InvalidEdit("reason", "this was erased already")
    if pending_for(session, record) is not None:
        raise InvalidEdit("reason", "its erasure was asked for already")
    reason = " ".join(draft.reason.split())
    if not reason:
        raise InvalidEdit("reason", "say why, without naming the person")
    words = list(dict.fromkeys(" ".join(one.split()) for one in draft.words if one.strip()))
    _check_words(words)
    if Redactor(tuple(words)).holds(f"{reason} {draft.public_note}"):
        raise InvalidEdit("reason", "say why without the words that are to go")
    if isinstance(record, Speaker) and not words:
        raise InvalidEdit("words", "name what is to go")
    is_claim = isinstance(record, Claim)
    wish = Redaction(
        claim_id=record.id if is_claim else None,
        speaker_id=None if is_claim else record.id,
        words="\n".join(words),
        public_note=draft.public_note.strip(),
        requested_at=at,
        reason=reason,
    )
    session.add(wish)
    session.flush()
    return wish


def _check_words(words: Sequence[str]) -> None:
    if len(words) > MOST_WORDS or sum(map(len, words)) > LONGEST_WORDS:
        raise InvalidEdit("words", "name at most %(most)s words and phrases", most=MOST_WORDS)
    for one in words:
        if sum(letter.isalnum() for letter in one) < _FEWEST_LETTERS:
            raise InvalidEdit("words", "“%(word)s” stands in too many places to go", word=one)


def _carry_out(
    session: Session, wish: Redaction, *, folder: Path, actor: Actor, at: datetime
) -> Traces:
    """Take the words out of everything; the record's own first, then wherever they stand."""
    if session.get_bind().dialect.name == "sqlite":
        # Otherwise the old words stay in the file until their pages are used again.
        session.execute(text("PRAGMA secure_delete = ON"))
    words = tuple(wish.words.splitlines())
    reason, subject = wish.reason, wish.subject
    traces, redactor = Traces(), Redactor(words)
    if wish.claim_id is not None:
        claim = fetch(session, Claim, wish.claim_id)
        erase_claim(session, claim, traces, public_note=wish.public_note, actor=actor, at=at)
        subjects = [subject]
    else:
        speaker = fetch(session, Speaker, wish.speaker_id or 0)
        subjects = erase_speaker(session, speaker, traces, at=at)
    _clean(session, redactor, traces, folder=folder, actor=actor, at=at)
    wish = fetch(session, Redaction, wish.id)
    wish.done_at, wish.words = at, ""
    session.flush()
    events = _erase_events(session, subjects, redactor, traces)
    _end_exports(session, at)
    changes = {"events": (None, events)}
    history.record(
        session, f"{subject[0]}.erased", subject, changes, actor=actor, at=at, note=reason
    )
    return traces


def _clean(
    session: Session,
    redactor: Redactor,
    traces: Traces,
    *,
    folder: Path,
    actor: Actor,
    at: datetime,
) -> None:
    """Take the words out of all other tables, and let follow what hangs on them."""
    redacting.black_out(session, redactor, traces, folder=folder, at=at)
    redacting.forget_originals(session, traces)
    redacting.follow_digests(session, traces, at=at)
    for number in sorted(traces.articles):
        coverage.settle(session, fetch(session, Article, number), actor=actor, at=at)
    search_text.renew(session, traces.claims)
    search_index.rebuild(session.connection())


def _end_exports(session: Session, at: datetime) -> None:
    """Hand out none of the files that were prepared before; what is being written begins anew."""
    again = {"state": JobState.WAITING, "leased_until": None}
    session.execute(update(Job).where(Job.state == JobState.RUNNING).values(**again))
    is_kept = Job.kept_until > at
    session.execute(update(Job).where(is_kept).values(kept_until=at))


def _erase_events(
    session: Session, subjects: Sequence[tuple[str, int]], redactor: Redactor, traces: Traces
) -> list[int]:
    """Blank what the history says of the record, and all else that holds the words."""
    numbers = sorted(
        {
            *_events_of(session, subjects),
            *_events_with(session, redactor, redactor.plain_runs()),
            *_events_with(session, Redactor(tuple(traces.digests)), list(traces.digests)),
        }
    )
    for start in range(0, len(numbers), _PART):
        session.execute(
            update(Event)
            .where(Event.id.in_(numbers[start : start + _PART]))
            .values(changes={}, note="", words_salt=None, is_words_erased=True)
        )
    session.expire_all()
    return numbers


def _events_of(session: Session, subjects: Sequence[tuple[str, int]]) -> set[int]:
    found: set[int] = set()
    for subject, number in subjects:
        rows = session.execute(
            select(Event.id, Event.changes, Event.note).where(
                Event.subject == subject,
                Event.subject_id == number,
                Event.is_words_erased.is_(False),
                Event.action.not_in([f"{subject}.erasure_requested"]),
            )
        )
        found |= {row.id for row in rows if row.changes or row.note}
    return found


def _events_with(session: Session, redactor: Redactor, runs: list[str] | None) -> set[int]:
    """Return the events that hold one of the words; ``runs`` is what the database looks for."""
    found: set[int] = set()
    parts = [None] if runs is None else [runs[at : at + _PART] for at in range(0, len(runs), _PART)]
    for part in parts:
        wanted = select(Event.id, Event.changes, Event.note).where(Event.is_words_erased.is_(False))
        if part is not None:
            texts = (cast(Event.changes, Text), Event.note)
            wanted = wanted.where(
                or_(*(one.icontains(run, autoescape=True) for one in texts for run in part))
            )
        for row in session.execute(wanted.execution_options(yield_per=1_000)):
            if redactor.holds(row.changes) or redactor.holds(row.note):
                found.add(row.id)
    return found


def _open(session: Session, redaction_id: int) -> Redaction:
    wish = fetch(session, Redaction, redaction_id)
    if not wish.is_open:
        raise InvalidEdit("reason", "this erasure was decided already")
    return wish


def _tell(
    session: Session, wish: Redaction, verb: str, *, actor: Actor, at: datetime, note: str = ""
) -> None:
    session.flush()
    kind, number = wish.subject
    action = f"{kind}.{verb}"
    history.record(session, action, (kind, number), {}, actor=actor, at=at, note=note)

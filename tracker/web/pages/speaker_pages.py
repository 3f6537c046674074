"""What the pages about speakers show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Event, Speaker
from tracker.services import queries
from tracker.services.listing import finding
from tracker.services.speaking import speaker_list
from tracker.services.trail import history
from tracker.web.forms.speakers import ConfirmForm, RoleForm


@dataclass(frozen=True, slots=True)
class SpeakerListPage:
    """The list of speakers, and what was asked for."""

    found: speaker_list.SpeakerPage
    text: str
    kind: SpeakerKind | None

    @classmethod
    def of(cls, session: Session, args: Mapping[str, str]) -> "SpeakerListPage":
        """Find the speakers that the arguments of the address ask for."""
        text, word = args.get("q", "").strip(), args.get("kind", "")
        kind = SpeakerKind(word) if word in set(SpeakerKind) else None
        found = speaker_list.speakers(session, text=text, kind=kind, after=args.get("after", ""))
        return cls(found=found, text=text, kind=kind)

    @property
    def kinds(self) -> list[SpeakerKind]:
        """Return the kinds to choose from."""
        return list(SpeakerKind)

    @property
    def next_url(self) -> str | None:
        """Return the address of the page behind, if there is one."""
        if self.found.next is None:
            return None
        kind = self.kind.value if self.kind else None
        return url_for("speakers.index", q=self.text or None, kind=kind, after=self.found.next)


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """One speaker with all their claims; a merged record shows where it went."""

    speaker: Speaker
    merged: Sequence[Speaker]
    found: finding.Page
    events: Sequence[Event]
    role_form: RoleForm
    confirm: ConfirmForm

    @classmethod
    def of(
        cls,
        session: Session,
        speaker_id: int,
        args: Mapping[str, str],
        *,
        role_form: RoleForm | None = None,
    ) -> "SpeakerPage":
        """Gather the page; raise NotFound where there is no such speaker."""
        speaker = queries.speaker(session, speaker_id)
        selection = Selection(speaker_id=speaker.canonical_id or speaker.id)
        return cls(
            speaker=speaker,
            merged=queries.merged_into(session, speaker_id),
            found=finding.find(
                session, selection, after=args.get("after"), before=args.get("before")
            ),
            events=history.of(session, "speaker", speaker_id),
            role_form=role_form or RoleForm(),
            confirm=ConfirmForm(),
        )

    @property
    def previous_url(self) -> str | None:
        """Return the address of the claims before, if there are any."""
        mark = self.found.previous
        return self._url(before=mark) if mark else None

    @property
    def next_url(self) -> str | None:
        """Return the address of the claims behind, if there are any."""
        mark = self.found.next
        return self._url(after=mark) if mark else None

    def _url(self, **mark: Any) -> str:
        return url_for("speakers.show", speaker_id=self.speaker.id, **mark)

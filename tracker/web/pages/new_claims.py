"""The page that adds a claim by hand: its words are found in the article, or asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import Spans, Stretch
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import SpanPart
from tracker.models import Article, Claim
from tracker.services.editing import claims
from tracker.web.converters import whole_number
from tracker.web.forms.claims import NewClaimForm
from tracker.web.saving.speaker_choice import SpeakerUnclear, choose
from tracker.web.texts.passages import Found, find, nearest, show, snap


@dataclass(frozen=True, slots=True)
class NewClaimPage:
    """The form, and the places in the article to choose between."""

    article: Article
    form: NewClaimForm
    places: Sequence[Found] = ()

    @classmethod
    def opened(cls, article: Article, args: Mapping[str, str]) -> "NewClaimPage":
        """Open the page on the words that were selected, or empty.

        ``start`` and ``end`` count code points of the article's text, half open.
        """
        form, text = NewClaimForm(formdata=None), article.current.text
        start, end = (_offset(args.get(name, ""), len(text)) for name in ("start", "end"))
        if start < end:
            start, end = snap(text, (start, end))
            form.passage.data = text[start:end]
            form.place.data = f"{start}-{end}"
        return cls(article, form)

    @classmethod
    def posted(cls, article: Article, form: NewClaimForm) -> "NewClaimPage":
        """Look for the passage that was posted."""
        return cls(article, form, find(article.current.text, form.passage.data or ""))

    def added(self, session: Session, *, actor: Actor, at: datetime) -> Claim | None:
        """Add the claim; return None where the form now says what is missing."""
        form = self.form
        place = self._place() if form.validate_on_submit() else None
        if place is None:
            return None
        try:
            speaker_id = choose(session, form, actor=actor, at=at)
            draft = form.to_draft(self.article.current.id, self._spans(place), speaker_id)
            return claims.add(session, draft, actor=actor, at=at)
        except SpeakerUnclear:
            return None
        except InvalidEdit as error:
            form.refuse(InvalidEdit(_FIELDS.get(error.field, error.field), error.message))
            return None

    def _place(self) -> Stretch | None:
        """Return where the passage stands; the form asks where that is not clear."""
        known = [(one.start, one.end) for one in self.places]
        chosen = self.form.chosen
        if chosen in known:
            return chosen
        if len(known) == 1:
            return known[0]
        self.form.passage.errors = [
            _("These words stand in the article more than once. Choose the place below.")
            if known
            else _("These words do not stand in the article. Copy them from it, without changes.")
        ]
        return None

    def _spans(self, place: Stretch) -> Spans:
        spans: dict[SpanPart, tuple[Stretch, ...]] = {SpanPart.CONTENT: (place,)}
        for part, field in (
            (SpanPart.CUE, self.form.cue_words),
            (SpanPart.SOURCE, self.form.source_words),
        ):
            if field.data:
                spans[part] = (self._near(part, field.data, place),)
        return spans

    def _near(self, part: SpanPart, words: str, place: Stretch) -> Stretch:
        found = nearest(self.article.current.text, words, place)
        if found is None:
            raise InvalidEdit(part.value, "these words do not stand in the article")
        return found

    @property
    def selected(self) -> Found | None:
        """Return the place that was selected in the text, with the words around it."""
        place, text = self.form.chosen, self.article.current.text
        if self.places or place is None or place[1] > len(text):
            return None
        return show(text, place)


_FIELDS = {
    SpanPart.CONTENT.value: "passage",
    SpanPart.CUE.value: "cue_words",
    SpanPart.SOURCE.value: "source_words",
}


def _offset(written: str, longest: int) -> int:
    try:
        return min(whole_number(written), longest)
    except ValueError:
        return 0

"""The form with which an administrator asks that a claim or a speaker be erased."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.erasing.redactions import LONGEST_WORDS, RedactionDraft
from tracker.web.forms.base import Form, lines, trimmed


class RedactionForm(Form):
    """Why, which words, and what readers are told."""

    reason = TextAreaField(
        _("Why, without naming the person or repeating the words"),
        [InputRequired(_("Say why.")), Length(max=1000)],
        filters=[trimmed],
    )
    words = TextAreaField(
        _("Words that go wherever they stand"),
        [Length(max=2 * LONGEST_WORDS)],
        description=_(
            "One name or phrase a line. They are blacked out in every article, claim, copy and"
            " comment, whatever else is said there; other spellings need lines of their own."
        ),
    )
    public_note = TextAreaField(
        _("What readers are told in the place of the report"),
        [Length(max=1000)],
        filters=[trimmed],
    )

    def to_draft(self) -> RedactionDraft:
        """Return what the services take."""
        return RedactionDraft(
            reason=self.reason.data or "",
            words=lines(self.words.data),
            public_note=self.public_note.data or "" if "public_note" in self else "",
        )

"""What the claim page shows of the conversation about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Comment
from tracker.services.reviewing import comments
from tracker.services.reviewing.comments import Thread
from tracker.web.forms.comments import CommentForm


@dataclass(frozen=True, slots=True)
class Conversation:
    """The threads of one claim, for whoever looks at them."""

    threads: Sequence[Thread]
    form: CommentForm
    actor: Actor

    @classmethod
    def of(cls, session: Session, claim: Claim, *, actor: Actor) -> "Conversation":
        """Gather the threads; the form is empty, whatever another form has posted."""
        return cls(comments.threads(session, claim.id), CommentForm(formdata=None), actor)

    @property
    def open(self) -> Sequence[Thread]:
        """Return the threads that wait for an answer."""
        return [thread for thread in self.threads if thread.is_open]

    @property
    def settled(self) -> Sequence[Thread]:
        """Return the threads that somebody resolved."""
        return [thread for thread in self.threads if not thread.is_open]

    @property
    def may_write(self) -> bool:
        """Tell whether the reader may write comments."""
        return self.actor.may(Role.CONTRIBUTOR)

    def is_own(self, comment: Comment) -> bool:
        """Tell whether the reader wrote this, and so may change it."""
        return self.may_write and comment.created_by_id == self.actor.account_id

    def may_resolve(self, thread: Thread) -> bool:
        """Tell whether the reader may settle the thread or open it again."""
        return self.may_write and comments.may_resolve(thread.first, self.actor)

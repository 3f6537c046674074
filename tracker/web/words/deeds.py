"""What events did, as the history and the news say it: the verb of a sentence."""

import textwrap
from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext

from tracker.models import Event
from tracker.web.words.filters import spoken, stored

#: How much is said of what a record is called.
LONGEST = 70
#: What records are called, by their kind and number.
Names = Mapping[tuple[str, int], str]


def deed(action: str) -> str:
    """Say what an event did, as the verb of a sentence that begins with a name."""
    if action in DEEDS:
        return str(gettext(DEEDS[action]))
    subject, _dot, verb = action.partition(".")
    return str(gettext(f"{verb.replace('_', ' ')} this {subject}" if verb else action))


def news(event: Event, names: Names | None = None) -> str:
    """Say what an event did where its record is not on the page, such as "declined “The pier …”".

    ``names`` are those of records that people know by their words rather than by a number.
    """
    this = str(gettext(WORDS.get(event.subject, f"this {event.subject.replace('_', ' ')}")))
    number = gettext("no. %(number)s", number=event.subject_id)
    called = _called(event, names or {}) or f"{this} ({number})"
    changed = event.changes.get("stage")
    if event.action == "claim.moved" and changed:
        stage = spoken(stored("stage", changed[1]))
        return str(gettext("moved %(claim)s to “%(stage)s”", claim=called, stage=stage))
    return deed(event.action).replace(this, called)


def _called(event: Event, names: Names) -> str:
    """Return what the record is called, in the event itself or else now."""
    told = (event.changes.get(field, (None, None))[1] for field in ("title", "name", "wording"))
    found = (one for one in told if isinstance(one, str) and one)
    name = next(found, names.get((event.subject, event.subject_id), ""))
    # One word of three hundred letters is cut in its middle: shorten() would leave nothing of it.
    short = textwrap.shorten(name, LONGEST, placeholder="…")
    short = short if short != "…" else f"{name.strip()[: LONGEST - 1]}…"
    return str(gettext("“%(name)s”", name=short)) if short else ""


def attach(app: Flask) -> None:
    """Let the templates use these."""
    app.jinja_env.filters |= {"deed": deed, "news": news}


#: How the record of an event stands in its sentence.
WORDS = {
    "account": "this account",
    "article": "this article",
    "claim": "this claim",
    "desk": "this desk",
    "external_review": "this check",
    "feed": "this feed",
    "import": "this import",
    "invitation": "this invitation",
    "outlet": "this outlet",
    "saved_filter": "this saved list",
    "speaker": "this speaker",
    "token": "this token",
    "verdict_scale": "this scale",
    "webhook": "this webhook",
}
#: What each event did, as the history says it behind a name.
DEEDS = {
    "export.asked": "asked for an export",
    "external_review.placed": "laid this check beside our work",
    "feed.added": "put this feed under watch",
    "feed.revised": "changed this feed",
    "import.made": "made this import",
    "import.undone": "took this import back",
    "token.created": "made this token",
    "token.revoked": "revoked this token",
    "webhook.created": "added this webhook",
    "webhook.removed": "removed this webhook",
    "webhook.replayed": "sent a message of this webhook again",
    "webhook.revised": "changed this webhook",
    "webhook.secret_renewed": "renewed the secret of this webhook",
    "webhook.stopped": "stopped this webhook",
    "article.ingested": "brought in this article",
    "article.revised": "corrected what is known about this article",
    "article.read_again": "had this article read again",
    "article.sentences_declined": "declined sentences of this article",
    "article.sentences_reopened": "opened sentences of this article again",
    "article.closed": "closed this article",
    "article.reopened": "opened this article again",
    "claim.proposed": "found this claim",
    "claim.added": "added this claim",
    "claim.revised": "changed this claim",
    "claim.moved": "moved this claim",
    "claim.frozen": "kept the report of this claim as it is",
    "amendment.proposed": "proposed a change to the report",
    "amendment.declined": "declined what was proposed for the report",
    "claim.boundaries_moved": "moved the boundaries of this claim",
    "claim.split": "split this claim",
    "claim.merged": "merged this claim",
    "claim.reread": "found this claim again",
    "claim.read_again": "gave a second verdict on this claim",
    "comment.added": "commented on this claim",
    "comment.replied": "answered a comment on this claim",
    "comment.revised": "changed a comment on this claim",
    "comment.resolved": "resolved a thread on this claim",
    "comment.reopened": "opened a thread on this claim again",
    "evidence.added": "added a source to this claim",
    "evidence.revised": "changed a source of this claim",
    "evidence.withdrawn": "withdrew a source of this claim",
    "evidence.brought_back": "brought back a source of this claim",
    "evidence.snapshot_taken": "kept a snapshot for this claim",
    "source.checked": "looked again at a source of this claim",
    "reply.logged": "logged a request for a reply to this claim",
    "reply.revised": "changed the log of replies of this claim",
    "reply.withdrawn": "withdrew an entry of the replies to this claim",
    "media.added": "added a medium to this claim",
    "media.revised": "changed a medium of this claim",
    "media.withdrawn": "withdrew a medium of this claim",
    "outlet.added": "added this outlet",
    "outlet.revised": "changed this outlet",
    "speaker.added": "added this speaker",
    "speaker.revised": "changed this speaker",
    "speaker.role_added": "added a role to this speaker",
    "speaker.role_removed": "took a role from this speaker",
    "speaker.merged": "merged this speaker with another",
    "speaker.unmerged": "took the merge of this speaker back",
    "saved_filter.added": "saved this list",
    "saved_filter.revised": "changed this saved list",
    "saved_filter.removed": "removed this saved list",
    "verdict_scale.added": "made this scale",
    "verdict_scale.label_added": "added a label to this scale",
    "verdict_scale.label_replaced": "replaced a label of this scale",
    "verdict_scale.label_retired": "retired a label of this scale",
    "verdict_scale.label_restored": "brought a label of this scale back",
    "verdict_scale.label_explained": "explained a label of this scale",
    "verdict_scale.reordered": "changed the order of this scale",
    "verdict_scale.turned": "turned this scale",
    "demonstration.loaded": "loaded the demonstration",
    "demonstration.removed": "removed the demonstration",
    "account.created": "made this account",
    "account.revised": "changed this account",
    "account.signed_in": "signed in",
    "account.signed_out": "signed out",
    "account.password_changed": "changed the password",
    "account.password_offered": "made a link for a new password",
    "account.desk_role_given": "changed what this account may do on a desk",
    "account.second_factor_set": "set up a second factor",
    "account.second_factor_removed": "removed the second factor",
    "account.recovery_codes_renewed": "made new recovery codes",
    "account.recovery_code_used": "used a recovery code",
    "account.erasure_requested": "asked for the erasure of this account",
    "account.erasure_withdrawn": "declined the erasure of this account",
    "account.erased": "erased the personal data of this account",
    "claim.erasure_requested": "asked for the erasure of this claim",
    "claim.erasure_withdrawn": "declined the erasure of this claim",
    "claim.erased": "erased this claim on request",
    "speaker.erasure_requested": "asked for the erasure of this speaker",
    "speaker.erasure_withdrawn": "declined the erasure of this speaker",
    "speaker.erased": "erased this speaker on request",
    "article.changed_desk": "gave this article to another desk",
    "desk.added": "added this desk",
    "desk.revised": "renamed this desk",
    "invitation.made": "made this invitation",
    "invitation.withdrawn": "withdrew this invitation",
}

"""The tables as classes, one a file; knows the domain and SQLAlchemy, nothing above."""

from tracker.models.account import Account, SignIn, SignInFailure
from tracker.models.amendment import Amendment
from tracker.models.article import Article, ArticleVersion, StoredOriginal
from tracker.models.base import Base
from tracker.models.bulk_move import BulkMove, BulkRow
from tracker.models.claim import Claim
from tracker.models.claim_span import ClaimSpan
from tracker.models.comment import Comment
from tracker.models.desk import Desk, Membership
from tracker.models.draft import Draft
from tracker.models.drift_check import DriftCheck
from tracker.models.erasure import Erasure
from tracker.models.event import ERASED_NAME, Event
from tracker.models.evidence import Evidence, EvidenceSnapshot
from tracker.models.evidence_media import ClaimMedia
from tracker.models.external_review import ExternalReview
from tracker.models.feed import Feed, FeedEntry
from tracker.models.import_run import ImportRow, ImportRun, RatingMapping
from tracker.models.invitation import Invitation
from tracker.models.job import Job
from tracker.models.kept_answer import KeptAnswer
from tracker.models.mention import Mention
from tracker.models.outlet import Outlet
from tracker.models.presence import Presence
from tracker.models.publication import Publication
from tracker.models.redaction import Redaction
from tracker.models.reply import Reply
from tracker.models.saved_filter import SavedFilter
from tracker.models.search_index import found as found_in_index
from tracker.models.second_factor import RecoveryCode, SecondFactor
from tracker.models.second_verdict import SecondVerdict
from tracker.models.sentence_decision import ArticleClosing, SentenceDecision
from tracker.models.speaker import Speaker, SpeakerAlias, SpeakerRole
from tracker.models.token import Token
from tracker.models.verdict_scale import VerdictLabel, VerdictScale
from tracker.models.webhook import Webhook
from tracker.models.webhook_delivery import WebhookAttempt, WebhookDelivery

__all__ = [
    "ERASED_NAME",
    "Account",
    "Amendment",
    "Article",
    "ArticleClosing",
    "ArticleVersion",
    "Base",
    "BulkMove",
    "BulkRow",
    "Claim",
    "ClaimMedia",
    "ClaimSpan",
    "Comment",
    "Desk",
    "Draft",
    "DriftCheck",
    "Erasure",
    "Event",
    "Evidence",
    "EvidenceSnapshot",
    "ExternalReview",
    "Feed",
    "FeedEntry",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "Job",
    "KeptAnswer",
    "Membership",
    "Mention",
    "Outlet",
    "Presence",
    "Publication",
    "RatingMapping",
    "RecoveryCode",
    "Redaction",
    "Reply",
    "SavedFilter",
    "SecondFactor",
    "SecondVerdict",
    "SentenceDecision",
    "SignIn",
    "SignInFailure",
    "Speaker",
    "SpeakerAlias",
    "SpeakerRole",
    "StoredOriginal",
    "Token",
    "VerdictLabel",
    "VerdictScale",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "found_in_index",
]

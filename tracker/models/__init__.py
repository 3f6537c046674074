"""The tables as classes, one a file; knows the domain and SQLAlchemy, nothing above."""

from tracker.models.account import Account, SignIn, SignInFailure
from tracker.models.article import Article, ArticleVersion, StoredOriginal
from tracker.models.base import Base
from tracker.models.claim import Claim
from tracker.models.claim_span import ClaimSpan
from tracker.models.event import Event
from tracker.models.outlet import Outlet
from tracker.models.speaker import Speaker, SpeakerAlias, SpeakerRole
from tracker.models.verdict_scale import VerdictLabel, VerdictScale

__all__ = [
    "Account",
    "Article",
    "ArticleVersion",
    "Base",
    "Claim",
    "ClaimSpan",
    "Event",
    "Outlet",
    "SignIn",
    "SignInFailure",
    "Speaker",
    "SpeakerAlias",
    "SpeakerRole",
    "StoredOriginal",
    "VerdictLabel",
    "VerdictScale",
]

"""Every address of the interface; a new resource is one import and one line of the list."""

from flask import Blueprint

from tracker.web.api import pages
from tracker.web.api.resources import (
    amendments,
    articles,
    checks,
    claims,
    comments,
    events,
    evidence,
    exports,
    media,
    outlets,
    replies,
    review,
    search,
    sentences,
    snapshots,
    speakers,
    webhooks,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    articles.bp,
    sentences.bp,
    claims.bp,
    review.bp,
    amendments.bp,
    evidence.bp,
    snapshots.bp,
    replies.bp,
    media.bp,
    comments.bp,
    checks.bp,
    speakers.bp,
    outlets.bp,
    exports.bp,
    events.bp,
    webhooks.bp,
    search.bp,
    pages.bp,
)

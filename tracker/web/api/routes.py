"""Every address of the interface; a new resource is one import and one line of the list."""

from flask import Blueprint

from tracker.web.api import pages
from tracker.web.api.resources import (
    amendments,
    articles,
    claims,
    comments,
    events,
    evidence,
    exports,
    outlets,
    search,
    speakers,
    webhooks,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    articles.bp,
    claims.bp,
    amendments.bp,
    evidence.bp,
    comments.bp,
    speakers.bp,
    outlets.bp,
    exports.bp,
    events.bp,
    webhooks.bp,
    search.bp,
    pages.bp,
)

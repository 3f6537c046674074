"""What each address answers: load, form, service, commit, redirect.

A new blueprint is one import and one line of the list.
"""

from flask import Blueprint

from tracker.web.views import (
    accounts,
    amendments,
    articles,
    audit,
    bulk,
    claim_list,
    claims,
    comments,
    coverage,
    evidence,
    evidence_media,
    evidence_replies,
    export_jobs,
    exports,
    feeds,
    home,
    imports,
    mentions,
    people,
    public,
    quality,
    saved_filters,
    scales,
    second_factor,
    speakers,
    syndication,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    accounts.bp,
    second_factor.bp,
    people.bp,
    audit.bp,
    articles.bp,
    bulk.bp,
    claim_list.bp,
    claims.bp,
    amendments.bp,
    mentions.bp,
    comments.bp,
    coverage.bp,
    evidence.bp,
    evidence_replies.bp,
    evidence_media.bp,
    speakers.bp,
    exports.bp,
    export_jobs.bp,
    imports.bp,
    feeds.bp,
    quality.bp,
    scales.bp,
    saved_filters.bp,
    public.bp,
    syndication.bp,
)

"""What each address answers: load, form, service, commit, redirect.

A new blueprint is one import and one line of the list.
"""

from flask import Blueprint

from tracker.web.views import (
    accounts,
    amendments,
    articles,
    bulk,
    claim_list,
    claims,
    comments,
    coverage,
    export_jobs,
    exports,
    home,
    imports,
    mentions,
    public,
    quality,
    saved_filters,
    scales,
    speakers,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    accounts.bp,
    articles.bp,
    bulk.bp,
    claim_list.bp,
    claims.bp,
    amendments.bp,
    mentions.bp,
    comments.bp,
    coverage.bp,
    speakers.bp,
    exports.bp,
    export_jobs.bp,
    imports.bp,
    quality.bp,
    scales.bp,
    saved_filters.bp,
    public.bp,
)

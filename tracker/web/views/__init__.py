"""What each address answers: load, form, service, commit, redirect.

A new blueprint is one import and one line of the list.
"""

from flask import Blueprint

from tracker.web.views import (
    accounts,
    articles,
    claim_list,
    claims,
    comments,
    coverage,
    exports,
    home,
    imports,
    mentions,
    public,
    quality,
    speakers,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    accounts.bp,
    articles.bp,
    claim_list.bp,
    claims.bp,
    mentions.bp,
    comments.bp,
    coverage.bp,
    speakers.bp,
    exports.bp,
    imports.bp,
    quality.bp,
    public.bp,
)

"""What each address answers: load, form, service, commit, redirect.

A new blueprint is one import and one line of the list.
"""

from flask import Blueprint

from tracker.web.views import accounts, claim_list, exports, home, speakers

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    accounts.bp,
    claim_list.bp,
    speakers.bp,
    exports.bp,
)

"""What a program may do with a token, whatever else its owner may."""

from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role, Stage, Word


class Scope(Word):
    """One kind of thing that a token allows."""

    READ = "read", "Read articles, claims, speakers and outlets"
    WRITE = "write", "Bring in articles; add and edit claims and speakers"
    MOVES = "moves", "Move claims between stages"
    PUBLISH = "publish", "Publish, correct and retract reports"
    EXPORTS = "exports", "Take out exports"
    HISTORY = "history", "Read the whole history"
    WEBHOOKS = "webhooks", "Manage webhooks"


#: Which roles may give a token this scope; the request is held to the owner's role once more.
_GRANTED_BY: dict[Scope, tuple[Role, ...]] = {
    Scope.WRITE: (Role.CONTRIBUTOR,),
    Scope.MOVES: (Role.CONTRIBUTOR,),
    Scope.PUBLISH: (Role.EDITOR,),
    Scope.HISTORY: (Role.AUDITOR,),
    Scope.WEBHOOKS: (Role.EDITOR, Role.ADMIN),
}
#: What the public sees changes with a move to one of these.
PUBLIC_STAGES = frozenset({Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED})


def may_grant(actor: Actor, scope: Scope) -> bool:
    """Tell whether the actor may give a token this scope; everybody may read and export."""
    roles = _GRANTED_BY.get(scope)
    return roles is None or any(actor.may(role) for role in roles)


def grantable(actor: Actor) -> tuple[Scope, ...]:
    """Return the scopes that the actor may give to a token."""
    return tuple(scope for scope in Scope if may_grant(actor, scope))

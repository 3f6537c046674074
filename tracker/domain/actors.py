"""Who acts: a person with a role in the house and perhaps more on a desk, or the machine."""

from dataclasses import dataclass, replace

from tracker.domain.errors import PermissionRefused
from tracker.domain.vocabulary import Role

#: Each role may do what the roles before it may; administrators and auditors stand outside.
EDITORIAL_LADDER = (
    Role.VIEWER,
    Role.CONTRIBUTOR,
    Role.FACT_CHECKER,
    Role.REVIEWER,
    Role.EDITOR,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks a service to do something; ``account_id`` is None for the machine.

    ``role`` holds in the whole house. What a desk adds to it counts only once the actor was
    brought ``on`` that desk: whoever forgets to do so allows too little, never too much.
    """

    account_id: int | None
    name: str
    role: Role | None
    #: What some desks add, by the number of the desk.
    desk_roles: tuple[tuple[int, Role], ...] = ()
    #: What the desk of the record at hand adds.
    desk_role: Role | None = None

    @property
    def is_machine(self) -> bool:
        """Tell whether no person stands behind the act."""
        return self.account_id is None

    def on(self, desk_id: int | None) -> "Actor":
        """Return the actor as they stand on one desk, or in the house alone for None."""
        return replace(self, desk_role=dict(self.desk_roles).get(desk_id or 0))

    def anywhere(self) -> "Actor":
        """Return the actor with the most that any desk adds, for records that no desk owns."""
        best = max((role for _desk, role in self.desk_roles), key=_height, default=None)
        return replace(self, desk_role=best)

    def home(self, role: Role) -> int | None:
        """Return the first desk where the actor may act as ``role``; None if in the whole house."""
        if self.is_machine or _holds(self.role, role):
            return None
        return next((desk for desk, held in self.desk_roles if _holds(held, role)), None)

    def may(self, role: Role) -> bool:
        """Tell whether the actor holds ``role`` or one above it, in the house or on this desk."""
        return _holds(self.role, role) or _holds(self.desk_role, role)

    def may_somewhere(self, role: Role) -> bool:
        """Tell whether the actor may act as ``role`` on any desk at all."""
        return self.anywhere().may(role)

    def require(self, role: Role) -> None:
        """Refuse with PermissionRefused unless the actor is the machine or may act as ``role``."""
        if not (self.is_machine or self.may(role)):
            raise PermissionRefused("this needs the role %(role)s; ask an administrator", role=role)


def _height(role: Role) -> int:
    return EDITORIAL_LADDER.index(role)


def _holds(held: Role | None, wanted: Role) -> bool:
    if held is wanted:
        return True
    if held is None or held not in EDITORIAL_LADDER or wanted not in EDITORIAL_LADDER:
        return False
    return _height(held) >= _height(wanted)


MACHINE = Actor(account_id=None, name="Claim Tracker", role=None)

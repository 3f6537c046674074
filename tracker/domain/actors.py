"""Who acts: a person with a role, or the machine."""

from dataclasses import dataclass

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
    """The one who asks a service to do something; ``account_id`` is None for the machine."""

    account_id: int | None
    name: str
    role: Role | None

    @property
    def is_machine(self) -> bool:
        """Tell whether no person stands behind the act."""
        return self.account_id is None

    def may(self, role: Role) -> bool:
        """Tell whether the actor holds ``role`` or one above it on the editorial ladder."""
        if self.role is role:
            return True
        if self.role not in EDITORIAL_LADDER or role not in EDITORIAL_LADDER:
            return False
        return EDITORIAL_LADDER.index(self.role) >= EDITORIAL_LADDER.index(role)

    def require(self, role: Role) -> None:
        """Refuse with PermissionRefused unless the actor is the machine or may act as ``role``."""
        if not (self.is_machine or self.may(role)):
            raise PermissionRefused(
                f"this needs the role {role.label.lower()}; ask an administrator"
            )


MACHINE = Actor(account_id=None, name="Claim Tracker", role=None)

"""Who publishes articles."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Outlet(Base):
    """A newspaper, an agency, a site: the publisher of articles."""

    __tablename__ = "outlet"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("domain IS NULL OR domain = lower(domain)", name="domain_in_lower_case"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    domain: Mapped[str | None] = mapped_column(unique=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

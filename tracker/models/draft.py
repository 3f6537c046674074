"""What members have typed and not yet sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Draft(Base):
    """The fields of one form as one member left them; gone once they are sent or discarded."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("account_id", "form"),
        CheckConstraint("length(form) > 0", name="form_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Which form: the address that it is sent to.
    form: Mapped[str]
    #: ``{name: [value, …]}``, since a name may stand in a form more than once.
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]

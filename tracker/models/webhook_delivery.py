"""Messages on their way to webhooks, and each attempt to bring them there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.announcements import DeliveryState
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, vocabulary
from tracker.models.event import Event
from tracker.models.webhook import Webhook


class WebhookDelivery(Base):
    """One message for one webhook, written in the transaction of the event it tells of."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        CheckConstraint(
            "(state = 'waiting') = (settled_at IS NULL)", name="settled_iff_not_waiting"
        ),
        Index("ix_webhook_delivery_webhook_id", "webhook_id", "id"),
        Index("ix_webhook_delivery_state_due_at", "state", "due_at"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    #: Stays the same however often it is sent, so that receivers can tell repetitions.
    message_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(
        vocabulary(DeliveryState), default=DeliveryState.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
    event: Mapped[Event] = relationship()
    attempts: Mapped[list["WebhookAttempt"]] = relationship(
        back_populates="delivery", order_by="WebhookAttempt.id"
    )


class WebhookAttempt(Base):
    """One try: when, what the other side answered, how long it took."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (CheckConstraint("milliseconds >= 0", name="milliseconds_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("webhook_delivery.id"), index=True)
    at: Mapped[datetime]
    #: None where nobody answered.
    status: Mapped[int | None]
    said: Mapped[str] = mapped_column(default="")
    milliseconds: Mapped[int] = mapped_column(default=0)

    delivery: Mapped[WebhookDelivery] = relationship(back_populates="attempts")

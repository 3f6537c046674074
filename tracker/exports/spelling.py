"""How a value that JSON and CSV have no type for is spelt, in every format alike."""

from datetime import datetime


def moment(value: datetime) -> str:
    """Spell a moment in ISO 8601, with Z for UTC."""
    return value.isoformat().replace("+00:00", "Z")

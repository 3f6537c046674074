"""Where templates, migrations and seeds lie: bundled in the wheel, or beside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Return the folder ``name``; raise FileNotFoundError where neither place has it."""
    for place in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the installation lacks its folder {name!r}; install it again")

"""Where the files that are not Python live: beside the packages in a checkout, inside them when installed."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file under resources/, e.g. `resource("theme", "light.toml")`.

    Raises FileNotFoundError when this installation came without it.
    """
    for root in (_HERE.parent / "resources", _HERE.parent / "clinic_app" / "resources"):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing from this installation")

"""The program on the screen."""

from importlib.metadata import PackageNotFoundError, version


def app_version() -> str:
    """This program's version, also inside a bundle that carries no metadata."""
    try:
        return version("clinic-app")
    except PackageNotFoundError:
        return "0"

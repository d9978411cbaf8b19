"""`clinic-app`: the window, the demo, the backend alone. Exit code 0 came to its end, 1 something
was missed or failed, 2 the words of the command line were wrong, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinic_app import app_version
from sync.errors import ClinicError


def parser() -> argparse.ArgumentParser:
    """Every command and option. Imports nothing heavy: each command loads what it needs."""
    top = argparse.ArgumentParser(
        prog="clinic-app",
        description="The clinic's desk: works on when the line goes down. Without a command, "
        "opens the window.",
    )
    top.add_argument("--version", action="version", version=f"clinic-app {app_version()}")
    top.add_argument("--self-test", action="store_true", help=argparse.SUPPRESS)
    top.set_defaults(run=_window)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser("demo", help="an invented clinic on a backend of its own")
    demo.add_argument(
        "--as",
        dest="role",
        default="reception",
        choices=("reception", "reception2", "doctor", "admin"),
        help="whose window to open (default: %(default)s)",
    )
    demo.add_argument("--check", action="store_true", help="run the outage drill, without a window")
    demo.add_argument("--json", action="store_true", help="with --check: one JSON line")
    demo.add_argument("--fresh", action="store_true", help="forget the demo's earlier days")
    demo.set_defaults(run=_demo)

    backend = commands.add_parser("backend", help="the embedded backend alone")
    backend.add_argument("--data", required=True, metavar="DIR", help="where its data is kept")
    backend.add_argument("--port", type=int, default=0, metavar="N", help="0 takes a free one")
    backend.add_argument("--seed", choices=("sample", "none"), default="none")
    backend.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    backend.set_defaults(run=_backend)
    trail = commands.add_parser("audit", help="who did what on this computer")
    trail.add_argument("what", choices=("verify",))
    trail.add_argument("--person", metavar="EMAIL", help="whose trail (default: who was here last)")
    trail.set_defaults(run=_audit)
    escrow = commands.add_parser("escrow", help="the clinic's own key to what its computers keep")
    escrow.add_argument(
        "what",
        choices=("new", "open"),
        help="new: make a key; open: give somebody of this computer a new password with it",
    )
    escrow.add_argument("file", type=Path, metavar="FILE", help="where the private half is kept")
    escrow.add_argument("--person", metavar="EMAIL", help="whom (default: who was here last)")
    escrow.set_defaults(run=_escrow)
    return top


def _window(arguments: argparse.Namespace) -> int:
    from clinic_app.platform.libraries import qt_trouble

    trouble = qt_trouble()
    if trouble is not None:
        return _says(trouble)
    from clinic_app.app import run_window

    return run_window(self_test=arguments.self_test)


def _demo(arguments: argparse.Namespace) -> int:
    from clinic_app import demo

    return demo.run(arguments)


def _audit(arguments: argparse.Namespace) -> int:
    from clinic_app.audit_command import run

    return run(arguments)


def _escrow(arguments: argparse.Namespace) -> int:
    from clinic_app.escrow_command import run

    return run(arguments)


def _backend(arguments: argparse.Namespace) -> int:
    try:
        from clinic_app.backend_command import run
    except ImportError as missing:
        return _says(
            f"The embedded backend is an extra: pip install 'clinic-app[demo]' ({missing.name})"
        )
    return run(arguments)


def _says(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


def _run_module(arguments: list[str]) -> int:
    """A frozen program is its own interpreter; it runs the modules that it starts as children."""
    import runpy

    allowed = {"clinic_app.drill.client"}
    if not arguments or arguments[0] not in allowed:
        return _says("This is not a module to run.")
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__")
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run the command line; trouble is a sentence, never a traceback."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["run-module"]:
        return _run_module(words[1:])
    arguments: Any = parser().parse_args(words)
    command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return command(arguments)
    except KeyboardInterrupt:
        return 130
    except ClinicError as trouble:
        return _says(str(trouble) or trouble.code)


if __name__ == "__main__":
    sys.exit(main())

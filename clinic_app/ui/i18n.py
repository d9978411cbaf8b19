"""Words in the person's language, by Qt's own translation files.

Sources are English sentences inside `tr("Context", "sentence")`; resources/translations/collect.py
finds them there, so both must be written out where `tr` is called (or be `marked` before).
Without a translation the English is used, and a counted "draft(s)" becomes one or many.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sync.resources import resource

LANGUAGES = {"en": "English", "es": "Español", "fr": "Français"}

_installed: list[QTranslator] = []
_PLURAL = re.compile(r"\((\w+)\)")
_VALUE = re.compile(r"\{(\w+)\}")


def tr(context: str, text: str, n: int | None = None, **values: object) -> str:
    """`text` in the current language; `n` chooses the plural and replaces %n, `{name}` takes a value."""
    said = QCoreApplication.translate(context, text, "", -1 if n is None else n)
    if n is not None and said == text.replace("%n", str(n)):
        # Nobody translated it. A translation brings its own plurals, and its brackets are meant.
        said = _PLURAL.sub("" if n == 1 else r"\1", said)
    if values:
        said = _VALUE.sub(lambda found: str(values.get(found[1], found[0])), said)
    return said


def marked(context: str, text: str) -> str:
    """`text` as it is, marked for the translators; somebody says it later with `tr`."""
    del context
    return text


def use_language(code: str) -> bool:
    """Speak this language from now on; False when there are no words for it, so English is used."""
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    QLocale.setDefault(QLocale(_REGION[code if code in LANGUAGES else "en"]))
    # Qt's own words first (file dialogs, the menu of a text field): what is installed later is asked
    # earlier, and ours say Ctrl and Supr as the keyboards do.
    _install(
        Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{code}.qm")
    )
    try:
        words = resource("translations", f"{code}.qm")
    except FileNotFoundError:
        return code == "en"
    return _install(words)


def _install(words: Path) -> bool:
    translator = QTranslator()
    if not translator.load(str(words)):
        return False
    QCoreApplication.installTranslator(translator)
    _installed.append(translator)
    return True


def chosen_language(remembered: str) -> str:
    """The code for `use_language`: what was chosen for this computer, or else what it speaks."""
    return remembered if remembered in LANGUAGES else system_language()


def system_language() -> str:
    """The language of this computer when we speak it, English otherwise."""
    code = QLocale.system().name().split("_")[0]
    return code if code in LANGUAGES else "en"


# In English day before month and a 24 hour clock, as clinics in most places write.
_REGION = {"en": "en_GB", "es": "es_ES", "fr": "fr_FR"}

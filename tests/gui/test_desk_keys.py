"""What a person does about the keys of this computer: a code on paper, trust, a forgotten password."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clinic_app.parts.step_up import StepUpSheet
from clinic_app.shell.paper_code import PaperCode
from clinic_app.shell.recovery_sheet import CodeSheet, ForgotSheet
from clinic_app.shell.window import MainWindow
from sync.replica import audit, keys, recovery
from tests.support.desk import AMARA, LUCIA
from tests.support.hands import Hands, Key
from tests.support.workplace import PASSWORDS, Workplace, open_workplace

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Shot = Callable[[QWidget, str], None]
pytestmark = pytest.mark.usefixtures("themed")
NEW = "another long password"


class Ring:
    """A keyring that works."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """The system's keyring, for once."""
    made = Ring()
    monkeypatch.setattr(keys, "_system_keyring", lambda: made)
    return made


@asynccontextmanager
async def desk(home: Path) -> AsyncIterator[tuple[Workplace, MainWindow, Hands]]:
    async with open_workplace(home) as place:
        window = await place.comes(LUCIA)
        yield place, window, Hands(window)


def sheet(kind: type[QDialog]) -> Any:
    """The sheet of this kind on the screen."""
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
    )


async def confirm(hands: Hands, password: str) -> None:
    """Prove once more who one is."""
    await hands.until(lambda: sheet(StepUpSheet) is not None)
    hands.type(password)
    hands.press(Key.Key_Return)
    await hands.until(lambda: sheet(StepUpSheet) is None)


async def actions(place: Workplace, person: str) -> list[str]:
    seat = place.desks.seat_of(person)
    assert seat is not None
    lines = await seat.session.replica.read(lambda db: audit.after(db, 0, 1000))
    return [line.action for line in lines]


async def make_code(hands: Hands, window: MainWindow, person: str) -> str:
    """Have a code made; what was on the screen, once."""
    assert window.commands.run("keys.code")
    await confirm(hands, PASSWORDS[person])
    await hands.until(lambda: sheet(CodeSheet) is not None)
    shown = sheet(CodeSheet)
    code = str(shown.code.text())
    hands.press(Key.Key_Escape)
    assert shown.isVisible(), "what is shown once is not closed by a slip"
    assert hands.focus is shown.noted
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Return)
    await hands.until(lambda: sheet(CodeSheet) is None)
    return code


# --- the code on paper ----------------------------------------------------------------------------


def test_a_code_is_shown_once_after_a_proof_and_opens_with_a_new_password(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            key = place.key(LUCIA)
            code = await make_code(hands, window, LUCIA)
            assert recovery.open_with_code(place.station.folder(LUCIA), LUCIA, code) == key

            window.activateWindow()  # no window manager does it here
            await hands.until(window.isActiveWindow)
            hands.press(Key.Key_L, control=True)
            await hands.until(lambda: hands.focus is window.cover.line)
            await hands.tab_to(window.cover.forgot)
            hands.press(Key.Key_Space)
            await hands.until(lambda: sheet(ForgotSheet) is not None)
            asked = sheet(ForgotSheet)
            wrong = ("3" if code[7] == "2" else "2").join((code[:7], code[8:]))
            hands.type(wrong.replace("\n", "-").replace("  ", "-"))
            hands.press(Key.Key_Tab)
            hands.type(NEW)
            hands.press(Key.Key_Tab)
            hands.type(NEW)
            hands.press(Key.Key_Return)
            await hands.until(lambda: "group 2" in asked.code_field.error)
            hands.retype(code.replace("\n", " ").lower())
            hands.press(Key.Key_Return)
            await hands.until(lambda: not window.is_locked)
            await hands.until(lambda: sheet(ForgotSheet) is None)
            assert keys.unlock(place.station.folder(LUCIA), LUCIA, NEW) == key
            assert {"recovery_code", "recovery"} <= set(await actions(place, LUCIA))
            known = next(each for each in place.station.people if each.id == LUCIA)
            assert known.has_own_password, "the account at the server has another one"

    run(story())


def test_a_code_of_somebody_else_opens_their_work_not_mine(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            code = recovery.add_code(place.station.folder(AMARA), AMARA, place.key(AMARA))
            window.lock()
            await hands.until(lambda: hands.focus is window.cover.line)
            await hands.tab_to(window.cover.colleagues[1])
            hands.press(Key.Key_Space)
            window.cover.forgot.click()
            await hands.until(lambda: sheet(ForgotSheet) is not None)
            for typed in (code, NEW, NEW):
                hands.type(typed)
                hands.press(Key.Key_Tab)
            sheet(ForgotSheet).accept()
            await hands.until(lambda: place.window is not window)
            assert place.window.ctx.person.id == AMARA
            assert window.is_locked

    run(story())


def test_two_passwords_that_differ_and_a_short_one_are_not_taken(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (_, window, hands):
            window.lock()
            window.cover.forgot.click()
            await hands.until(lambda: sheet(ForgotSheet) is not None)
            asked = sheet(ForgotSheet)
            asked.accept()
            assert asked.code_field.error
            asked.code.setText("x")
            asked.password.setText("short")
            asked.accept()
            assert "8 characters" in asked.password_field.error
            asked.password.setText(NEW)
            asked.again.setText(NEW + "?")
            asked.accept()
            assert asked.again_field.error
            asked.reject()
            await hands.until(lambda: sheet(ForgotSheet) is None)
            assert window.is_locked

    run(story())


PAPER = PaperCode(
    "ABCDE-FGHJK-MNPQR-STUVW-XYZ23-45678-9ABCD-EFGHJ",
    "Lucía Herrera <desk>",
    "Clínica Norte",
    "Linux; reception-2",
    "20 November 2026",
)


def test_the_page_says_whose_it_is_and_prints_on_one_sheet(qapp: Any, tmp_path: Path) -> None:
    text = PAPER.as_text()
    assert "ABCDE  FGHJK  MNPQR  STUVW" in text
    assert "Lucía Herrera <desk>" in text
    assert "ABCDE" in PAPER.document().toPlainText()
    assert "Lucía Herrera <desk>" in PAPER.document().toPlainText(), "names are no markup"

    file = tmp_path / "code.pdf"
    writer = QPdfWriter(str(file))
    PAPER.print_on(writer)
    del writer
    body = file.read_bytes()
    assert body.startswith(b"%PDF")
    assert body.count(b"/Type /Page\n") + body.count(b"/Type /Page ") == 1


def test_the_code_can_be_saved_and_a_full_disk_is_said(
    run: Run, tmp_path: Path, shot: Shot
) -> None:
    from clinic_app.desk_keys import _save_text

    async def story() -> None:
        shown = CodeSheet(None, PAPER, _save_text)
        shown.show()
        shown.save_to(str(tmp_path / "code.txt"))
        assert "ABCDE" in (tmp_path / "code.txt").read_text()
        assert (tmp_path / "code.txt").stat().st_mode & 0o077 == 0
        shown.save_to(str(tmp_path / "nowhere" / "code.txt"))
        assert shown.trouble.text()
        assert not shown.done_button.isEnabled()
        shown.noted.setChecked(True)
        assert shown.done_button.isEnabled()
        shown.close()
        shown.deleteLater()

    run(story())


# --- trust ----------------------------------------------------------------------------------------


def test_trust_is_given_after_a_proof_and_taken_back_without_one(
    run: Run, tmp_path: Path, ring: Ring
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            folder = place.station.folder(LUCIA)
            assert window.commands.get("keys.distrust") not in window.commands.all()
            assert window.commands.run("keys.trust")
            await confirm(hands, PASSWORDS[LUCIA])
            await hands.until(lambda: keys.has_slot(folder, LUCIA, "keyring"))
            await hands.until(lambda: window.toasts.shown)
            assert keys.unlock_from_keyring(folder, LUCIA) == place.key(LUCIA)

            window.activateWindow()  # no window manager does it here
            await hands.until(window.isActiveWindow)
            hands.press(Key.Key_L, control=True)
            assert window.is_locked
            await hands.nothing_happens()
            assert window.is_locked, "a locked window asks for the password all the same"
            window.unlock()

            assert window.commands.run("keys.distrust")
            await hands.until(lambda: not keys.has_slot(folder, LUCIA, "keyring"))
            await hands.until(lambda: ring.kept == {})
            assert keys.unlock_from_keyring(folder, LUCIA) is None

    run(story())


def test_without_a_keyring_nothing_changes_and_that_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            file = keys.keys_file(place.station.folder(LUCIA), LUCIA)
            window.commands.run("keys.trust")
            await confirm(hands, PASSWORDS[LUCIA])
            await hands.until(lambda: window.toasts.shown)
            assert "no keyring" in window.toasts.shown[0].text.text()
            assert "keyring" not in file.read_text()

    run(story())


def test_a_keyring_that_changed_leads_to_the_password_and_changes_nothing(
    run: Run, tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic_app.app import Program

    class OtherRing(Ring):
        """Another desktop, another backend."""

    async def story() -> None:
        async with desk(tmp_path) as (place, _, _hands):
            folder = place.station.folder(LUCIA)
            assert keys.trust_workstation(folder, LUCIA, place.key(LUCIA))
            program = Program(place.station, place.clock)
            trusted = await program._trusted()
            assert trusted is not None
            assert trusted.key == place.key(LUCIA)

            slots = keys.keys_file(folder, LUCIA).read_bytes()
            data = place.station.replica(LUCIA).read_bytes()
            monkeypatch.setattr(keys, "_system_keyring", OtherRing)
            assert await program._trusted() is None
            ring.kept.clear()
            monkeypatch.setattr(keys, "_system_keyring", lambda: ring)
            assert await program._trusted() is None
            assert keys.keys_file(folder, LUCIA).read_bytes() == slots
            assert place.station.replica(LUCIA).read_bytes() == data
            assert place.key(LUCIA) == trusted.key, "the password goes on to open it"

    run(story())


# --- how it looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_of_the_covers_and_sheets_is_cut_off(
    run: Run,
    tmp_path: Path,
    themed: Callable[..., None],
    shot: Shot,
    name: str,
    scale: float,
) -> None:
    from clinic_app.desk_keys import _save_text
    from clinic_app.shell.new_keys_sheet import NewKeysSheet

    themed(name, scale, "es")

    async def nothing(*_: str) -> None:
        return None

    async def story() -> None:
        async with desk(tmp_path) as (_, window, hands):
            made = [
                CodeSheet(window, PAPER, _save_text),
                ForgotSheet(window, "Lucía Herrera", nothing),
                NewKeysSheet(window, nothing),
            ]
            for each in made:
                each.show()
                await hands.nothing_happens()
                shot(each, f"{type(each).__name__}-{name}-{scale}")
                whole(each)
                each.close()
            window.covers.close_until_contact("hace 3 d")
            window.covers.closed.set_state("No se puede conectar con el servidor.")
            await hands.nothing_happens()
            shot(window, f"closed-{name}-{scale}")
            whole(window.covers.closed)
            window.covers.open_again()
            window.lock()
            window.refuse("Demasiadas contraseñas incorrectas.", 256)
            await hands.nothing_happens()
            shot(window, f"locked-{name}-{scale}")
            whole(window.cover)
            for each in made:
                each.deleteLater()

    run(story())


def whole(widget: QWidget) -> None:
    """Nothing in it is smaller than what it says needs."""
    from PySide6.QtWidgets import QLabel, QPushButton

    cut = [
        (each.text(), each.size(), each.sizeHint())
        for each in widget.findChildren(QWidget)
        if isinstance(each, QPushButton | QLabel)
        and each.isVisible()
        and (
            (isinstance(each, QPushButton) and each.width() < each.sizeHint().width())
            or each.height() < _needed(each)
        )
    ]
    assert cut == []


def _needed(widget: Any) -> int:
    """How high it has to be at its width."""
    if widget.hasHeightForWidth():
        return int(widget.heightForWidth(widget.width()))
    return int(widget.sizeHint().height())

"""One window per data folder: a second start brings the first to the front and ends.

Two programs on one replica would fight for its lock. The meeting point is a local socket
that only this user can open, named after the folder.
"""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 1000
_RAISE = b"raise\n"
_LONGEST = 64
"""Nobody has more to say here."""


class SingleInstance(QObject):
    """Call `first()`; while it said True, `raised` tells that somebody started us again."""

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name_of(folder)
        # The lock decides, the socket only carries the word: a crashed program leaves a
        # socket file behind, a lock of a dead process is noticed as stale.
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._talking: set[QLocalSocket] = set()

    def first(self) -> bool:
        """Whether this is the only program on the folder; if not, the other one was told."""
        if not self._lock.tryLock(0):
            self._tell()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Let others be first."""
        self._server.close()
        self._lock.unlock()

    def _tell(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_ANSWER_MS):
            socket.write(_RAISE)
            socket.waitForBytesWritten(_ANSWER_MS)
            socket.disconnectFromServer()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.setReadBufferSize(_LONGEST)
            self._talking.add(socket)
            socket.readyRead.connect(self._on_word)
            socket.disconnected.connect(self._on_left)
            if socket.bytesAvailable():
                self._hear(socket)

    def _on_word(self) -> None:
        for socket in list(self._talking):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine() and socket.bytesAvailable() < _LONGEST:
            return  # there is more to come
        said = bytes(socket.readLine(_LONGEST).data())
        # One word is understood, and it carries nothing: a start of the program asks for the window.
        if said == _RAISE:
            self.raised.emit()
        socket.disconnectFromServer()

    def _on_left(self) -> None:
        for socket in list(self._talking):
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._talking.discard(socket)
                socket.deleteLater()


def _name_of(folder: Path) -> str:
    told = f"{getpass.getuser()}:{folder.absolute()}"
    return "clinic-" + hashlib.sha256(told.encode()).hexdigest()[:24]

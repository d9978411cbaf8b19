"""/realtime/v1/websocket: one client's socket, speaking Phoenix as Supabase Realtime does.

Join, leave, heartbeat, access_token, presence, broadcast; messages and reasons as in
supabase/realtime lib/realtime_web/channels/realtime_channel.ex.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sync.embedded import phoenix
from sync.embedded.admission import Admission, Refused
from sync.embedded.channels import Channel, Hub
from sync.embedded.permits import Permit
from sync.embedded.phoenix import Frame
from sync.embedded.wires import Wires

_log = logging.getLogger(__name__)

_PREFIX = "realtime:"
_RECHECK = 300.0
_QUEUE = 1000
SERVICE_RESTART = 1012


class RealtimeServer:
    """All sockets of the backend. `listening` is set while messages of the database arrive."""

    def __init__(
        self, admission: Admission, hub: Hub, wires: Wires, listening: asyncio.Event
    ) -> None:
        self.admission = admission
        self.hub = hub
        self.wires = wires
        self.listening = listening
        self._sockets: set[_Socket] = set()

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one socket to its end. The gateway has checked the key."""
        version = websocket.query_params.get("vsn", "1.0.0")
        if version not in phoenix.VERSIONS:
            refusal = {"error": f"unsupported serializer version {version}"}
            await websocket.send_denial_response(JSONResponse(refusal, 400))
            return
        await websocket.accept()
        socket = _Socket(self, websocket, version)
        self._sockets.add(socket)
        try:
            await socket.serve()
        finally:
            self._sockets.discard(socket)

    async def drain(self) -> None:
        """Tell every client that the server goes away, so that they come back later."""
        await asyncio.gather(*(socket.drain() for socket in list(self._sockets)))


class _Socket:
    def __init__(self, server: RealtimeServer, websocket: WebSocket, version: str) -> None:
        self._server = server
        self._admission = server.admission
        self._websocket = websocket
        self._version = version
        self._channels: dict[str, Channel] = {}
        self._timers: dict[Channel, asyncio.TimerHandle] = {}
        self._waiting: set[asyncio.Task[None]] = set()
        self._outgoing: asyncio.Queue[Frame | None] = asyncio.Queue(_QUEUE)

    async def serve(self) -> None:
        writer = asyncio.create_task(self._write(), name="realtime writer")
        try:
            # The writer closes it when the server goes away.
            while self._websocket.application_state is WebSocketState.CONNECTED:
                text = (await self._websocket.receive_text()).strip()
                try:
                    frame = phoenix.read(self._version, text)
                except msgspec.DecodeError:
                    _log.warning("a frame that is none was ignored")
                    continue
                await self._handle(frame)
        except (WebSocketDisconnect, KeyError):
            # KeyError: a binary frame, which this subset does not know.
            pass
        finally:
            for channel in list(self._channels.values()):
                self._forget(channel)
            for task in [*self._waiting, writer]:
                task.cancel()
            await asyncio.gather(*self._waiting, writer, return_exceptions=True)
            if self._websocket.application_state is WebSocketState.CONNECTED:
                await self._close(1003)

    async def drain(self) -> None:
        for channel in list(self._channels.values()):
            self._system(channel, "ok", "Server requested disconnect")
            self._end(channel)
        self._put(None)
        # Nobody waits for a client that does not read.
        for _ in range(20):
            if self._outgoing.empty():
                break
            await asyncio.sleep(0.01)
        await self._close(SERVICE_RESTART)

    async def _write(self) -> None:
        try:
            while (frame := await self._outgoing.get()) is not None:
                await self._websocket.send_text(phoenix.write(self._version, frame))
        except (WebSocketDisconnect, RuntimeError):
            pass

    async def _close(self, code: int) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._websocket.close(code)

    async def _handle(self, frame: Frame) -> None:
        if frame.topic == "phoenix" and frame.event == "heartbeat":
            self._reply(frame, "ok", {})
        elif frame.event == "phx_join":
            await self._join(frame)
        elif (channel := self._channels.get(frame.topic)) is None:
            self._reply(frame, "error", {"reason": "unmatched topic"})
        elif frame.event == "phx_leave":
            self._reply(frame, "ok", {})
            self._end(channel)
        elif frame.event == "access_token":
            await self._renew(channel, frame)
        elif frame.event == "broadcast":
            self._broadcast(channel, frame)
        elif frame.event == "presence":
            self._presence(channel, frame)

    async def _join(self, frame: Frame) -> None:
        if (old := self._channels.get(frame.topic)) is not None:
            self._end(old)
        payload = _object(frame.payload)
        config = _object(payload.get("config"))
        name = frame.topic.removeprefix(_PREFIX)
        try:
            if not frame.topic.startswith(_PREFIX):
                raise Refused("unmatched topic")
            if not name:
                raise Refused("TopicNameRequired: You must provide a topic name")
            token = payload.get("user_token") or payload.get("access_token")
            claims = self._admission.claims(token)
            permit = await self._admission.permit(name, bool(config.get("private")), claims)
        except Refused as refused:
            self._reply(frame, "error", {"reason": str(refused)})
            return
        channel = self._channel(frame, name, config, claims, permit)
        self._channels[frame.topic] = channel
        self._server.hub.join(channel)
        self._reply(frame, "ok", {"postgres_changes": []})
        self._watch_expiry(channel)
        if channel.presence_enabled and permit.sees:
            channel.push("presence_state", self._server.hub.present(channel.key))
        if _object(config.get("broadcast")).get("replication_ready"):
            self._say_when_ready(channel)

    def _channel(
        self,
        frame: Frame,
        name: str,
        config: Mapping[str, Any],
        claims: dict[str, Any],
        permit: Permit,
    ) -> Channel:
        presence = _object(config.get("presence"))
        broadcast = _object(config.get("broadcast"))
        join_ref = frame.join_ref or frame.ref

        def push(event: str, payload: Any) -> None:
            self._put(Frame(frame.topic, event, payload, None, join_ref))

        return Channel(
            name=name,
            private=bool(config.get("private")),
            push=push,
            presence_key=presence.get("key") or str(uuid.uuid1()),
            presence_enabled=bool(presence.get("enabled", True)),
            hears_itself=bool(broadcast.get("self")),
            acknowledges=bool(broadcast.get("ack")),
            permit=permit,
            join_ref=join_ref,
            claims=claims,
        )

    async def _renew(self, channel: Channel, frame: Frame) -> None:
        token = _object(frame.payload).get("access_token")
        if not isinstance(token, str):
            return
        try:
            claims = self._admission.claims(token)
            permit = await self._admission.permit(channel.name, channel.private, claims)
        except Refused as refused:
            self._shut(channel, str(refused).partition(": ")[2] or str(refused))
            return
        channel.claims, channel.permit = claims, permit
        self._watch_expiry(channel)

    def _broadcast(self, channel: Channel, frame: Frame) -> None:
        if not channel.permit.speaks:
            return
        self._server.hub.broadcast(channel.key, frame.payload, channel)
        if channel.acknowledges:
            self._reply(frame, "ok", {})

    def _presence(self, channel: Channel, frame: Frame) -> None:
        asked = _object(frame.payload)
        event = str(asked.get("event", "")).lower()
        if event == "track" and channel.permit.shows:
            if not channel.presence_enabled and channel.permit.sees:
                channel.push("presence_state", self._server.hub.present(channel.key))
            channel.presence_enabled = True
            self._server.hub.show(channel, _object(asked.get("payload")))
            self._reply(frame, "ok", {})
        elif event == "untrack":
            self._server.hub.hide(channel)
            self._reply(frame, "ok", {})
        else:
            self._reply(frame, "error", {})

    def _watch_expiry(self, channel: Channel) -> None:
        if (timer := self._timers.pop(channel, None)) is not None:
            timer.cancel()
        expires = channel.claims.get("exp")
        if expires is None:
            return
        left = float(expires) - self._admission.tokens.now()
        wait = min(_RECHECK, max(0.0, left + 0.01))

        def check() -> None:
            late = self._admission.tokens.now() - float(expires)
            if late > 0:
                self._shut(channel, f"Token has expired {int(late)} seconds ago")
            else:
                self._watch_expiry(channel)

        self._timers[channel] = asyncio.get_running_loop().call_later(wait, check)

    def _say_when_ready(self, channel: Channel) -> None:
        async def say() -> None:
            try:
                async with asyncio.timeout(60):
                    await self._server.listening.wait()
            except TimeoutError:
                self._shut(channel, "Replication connection was not established in time")
                return
            if self._channels.get(_PREFIX + channel.name) is channel:
                self._system(channel, "ok", "Replication connection established")

        task = asyncio.create_task(say(), name="replication ready")
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    def _shut(self, channel: Channel, message: str) -> None:
        self._system(channel, "error", message)
        self._end(channel)

    def _system(self, channel: Channel, status: str, message: str) -> None:
        said = {"extension": "system", "status": status, "message": message}
        channel.push("system", {**said, "channel": channel.name})

    def _end(self, channel: Channel) -> None:
        self._forget(channel)
        topic = _PREFIX + channel.name
        self._put(Frame(topic, "phx_close", {}, channel.join_ref, channel.join_ref))

    def _forget(self, channel: Channel) -> None:
        if self._channels.get(_PREFIX + channel.name) is channel:
            del self._channels[_PREFIX + channel.name]
        if (timer := self._timers.pop(channel, None)) is not None:
            timer.cancel()
        self._server.hub.leave(channel)

    def _reply(self, frame: Frame, status: str, response: Any) -> None:
        answer = {"status": status, "response": response}
        self._put(Frame(frame.topic, "phx_reply", answer, frame.ref, frame.join_ref))

    def _put(self, frame: Frame | None) -> None:
        try:
            self._outgoing.put_nowait(frame)
        except asyncio.QueueFull:
            # A client that does not read for a thousand messages has to come back and pull.
            _log.warning("a client does not read and is dropped")
            self._server.wires.cut(self._websocket.scope)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

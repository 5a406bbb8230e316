"""Clients of the WebSocket protocol from Python's standard library alone: enough to make load, and to misbehave on purpose."""

import asyncio
import base64
import json
import os
import struct


class Client:
    """One WebSocket connection that speaks the JSON protocol. Answers pings unless told not to."""

    def __init__(self, pongs=True):
        self.pongs = pongs
        self.positions = {}  # channel -> (offset, epoch)
        self.received = 0
        self.closed = None  # close code
        self._id = 0
        self._waiting = {}
        self._task = None

    async def open(self, address, path="/connection/websocket", extensions=""):
        host, port = address.rsplit(":", 1)
        self.reader, self.writer = await asyncio.open_connection(host, int(port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{extensions}\r\n".encode())
        status = (await self.reader.readuntil(b"\r\n\r\n")).split(b"\r\n", 1)[0].decode()
        if " 101 " not in status:
            self.writer.close()
            raise ConnectionError(status)
        return self

    async def connect(self, address, read=True, **connect):
        await self.open(address)
        if read:
            self._task = asyncio.create_task(self._read())
            await self.command("connect", **connect)
        else:
            self._send(json.dumps({"id": 1, "connect": connect}))
        return self

    async def subscribe(self, channel, **how):
        reply = await self.command("subscribe", channel=channel, **how)
        self.positions[channel] = (reply.get("offset", 0), reply.get("epoch", ""))
        return reply

    async def command(self, kind, /, **arguments):
        """Sends a command and gives its result; an error of the protocol is a RuntimeError."""
        if self._task and self._task.done():
            raise ConnectionError(f"closed with {self.closed}")
        self._id += 1
        self._waiting[self._id] = asyncio.get_running_loop().create_future()
        self._send(json.dumps({"id": self._id, kind: arguments}))
        reply = await asyncio.wait_for(self._waiting[self._id], 20)
        if "error" in reply:
            raise RuntimeError(f"{kind}: {reply['error']}")
        return reply.get(kind, {})

    def command_unread(self, kind, /, **arguments):
        """Sends a command whose reply nobody waits for."""
        self._id += 1
        self._send(json.dumps({"id": self._id + 1, kind: arguments}))

    def _send(self, text):
        self._frame(1, text.encode())

    def _frame(self, opcode, payload):
        size = len(payload)
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x80 | opcode, 0xFE, size)
        mask = os.urandom(4)
        self.writer.write(head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload)))

    async def _read(self):
        try:
            while True:
                opcode, size = await self.reader.readexactly(2)
                if size == 126:
                    size = struct.unpack("!H", await self.reader.readexactly(2))[0]
                elif size == 127:
                    size = struct.unpack("!Q", await self.reader.readexactly(8))[0]
                payload = await self.reader.readexactly(size)
                if opcode & 15 == 8:
                    self.closed = struct.unpack("!H", payload[:2])[0] if size >= 2 else 1005
                    self._frame(8, payload[:2])
                    break
                for line in payload.splitlines():
                    self._heard(json.loads(line))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.writer.close()
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError(f"closed with {self.closed}"))
                    future.exception()

    def _heard(self, message):
        if not message:
            if self.pongs:
                self._send("{}")
        elif "id" in message:
            future = self._waiting.pop(message["id"], None)
            if future and not future.done():
                future.set_result(message)
        elif "pub" in message.get("push", {}):
            self.received += 1
            push = message["push"]
            if push["channel"] in self.positions:
                self.positions[push["channel"]] = (push["pub"].get("offset", 0), self.positions[push["channel"]][1])

    def close(self):
        """Closes the socket without a word, as a lost network does."""
        self.writer.transport.abort()


async def many(count, address, channels=(), at_once=20, tries=5, **client):
    """Connects clients and subscribes each to all channels. One that is cut off meanwhile tries again."""
    gate = asyncio.Semaphore(at_once)

    async def one():
        async with gate:
            for left in reversed(range(tries)):
                try:
                    made = await Client(**client).connect(address)
                    for channel in channels:
                        await made.subscribe(channel)
                    return made
                except (ConnectionError, RuntimeError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                    if not left:
                        raise
                    await asyncio.sleep(0.5)

    return await asyncio.gather(*(one() for _ in range(count)))


class Api:
    """The server API over one connection."""

    def __init__(self, address, key):
        self.address, self.key, self.reader, self.writer = address, key, None, None
        self._turn = asyncio.Lock()

    async def call(self, method, **body):
        async with self._turn:
            if self.writer is None or self.writer.is_closing():
                self.reader, self.writer = await asyncio.open_connection(*self.address.rsplit(":", 1))
            text = json.dumps(body).encode()
            self.writer.write(f"POST /api/{method} HTTP/1.1\r\nHost: {self.address}\r\nX-API-Key: {self.key}\r\n"
                              f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text)
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length"))
            return await self.reader.readexactly(length)


async def stream(address, path, body=None):
    """Opens a streaming HTTP connection and reads it until it ends; gives the status line."""
    reader, writer = await asyncio.open_connection(*address.rsplit(":", 1))
    text = (body or "").encode()
    writer.write(f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
                 f"Accept: text/event-stream\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text)
    try:
        while await reader.read(65536):
            pass
    except ConnectionError:
        pass
    finally:
        writer.close()

"""clients.py URL N TOKEN: N clients of the JSON protocol that stay connected, as an SDK does: whoever is closed with a code that says
"come back" comes back. Ends at the end of standard input, and prints what happened: {"connected": n, "closes": {"3001": n, …}}.
"""
import asyncio
import base64
import collections
import json
import os
import sys
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def frame(opcode, payload):
    mask = os.urandom(4)
    length = len(payload)
    head = bytes([0x80 | opcode, 0x80 | length]) if length < 126 else bytes([0x80 | opcode, 0xFE]) + length.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


async def read_frame(reader):
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length > 125:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    return first & 0x0F, await reader.readexactly(length)


async def once(url, token):
    """One connection until it ends; the close code, 1006 without one, None if it was not even let in."""
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    try:
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write((f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n", 1)[0]:
            return None
        connect = {"id": 1, "connect": {"token": token} if token else {}}
        writer.write(frame(TEXT, json.dumps(connect).encode()))
        while True:
            opcode, payload = await read_frame(reader)
            if opcode == CLOSE:
                writer.write(frame(CLOSE, payload[:2]))
                return int.from_bytes(payload[:2], "big") if payload else 1005
            if opcode == PING:
                writer.write(frame(PONG, payload))
            elif payload == b"{}":
                writer.write(frame(TEXT, b"{}"))
    except (asyncio.IncompleteReadError, ConnectionError):
        return 1006
    finally:
        writer.close()


async def client(url, token, closes, up):
    while True:
        up.add(asyncio.current_task())
        code = None
        try:
            code = await once(url, token)
        except OSError:
            pass
        finally:
            up.discard(asyncio.current_task())
        closes["refused" if code is None else str(code)] += 1
        if code is not None and 3500 <= code < 4000:
            return
        await asyncio.sleep(0.2)


async def main():
    url, count, token = urlsplit(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    closes, up = collections.Counter(), set()
    tasks = [asyncio.create_task(client(url, token, closes, up)) for _ in range(count)]
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(json.dumps({"connected": len(up), "closes": closes}))
    for task in tasks:
        task.cancel()


asyncio.run(main())

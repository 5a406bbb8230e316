"""Clients that do one thing wrong, until they are ended. Arguments: what, then its own (see each function)."""

import asyncio
import http.server
import sys

from client import Api, Client, many


async def stay(address, count, *channels):
    """Clients that do nothing wrong: ADDRESS COUNT CHANNEL…"""
    await many(int(count), address, channels)
    await asyncio.Event().wait()


async def publish(address, key, channel, pause, size="20", lanes="1"):
    """Back ends that publish steadily: ADDRESS KEY CHANNEL PAUSE SIZE LANES"""
    async def lane():
        api = Api(address, key)
        while True:
            try:
                await asyncio.wait_for(api.call("publish", channel=channel, data="x" * int(size)), 3)
            except (ConnectionError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                api = Api(address, key)  # Its node, or Redis, is gone for the moment.
            await asyncio.sleep(float(pause))

    await asyncio.gather(*(lane() for _ in range(int(lanes))))


async def storm(address, at_once):
    """Clients that connect and go: ADDRESS AT_ONCE"""
    async def one():
        while True:
            try:
                client = await Client().connect(address)
                client.close()
            except (ConnectionError, RuntimeError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.1)

    await asyncio.gather(*(one() for _ in range(int(at_once))))


async def silent(address, count):
    """Connections that never send a connect command: ADDRESS COUNT"""
    async def one():
        while True:
            client = await Client().open(address)
            await client.reader.read()  # Until it is closed.
            client.close()

    await asyncio.gather(*(one() for _ in range(int(count))))


async def forger(address, count):
    """Clients with a token that nobody signed: ADDRESS COUNT"""
    async def one():
        while True:
            try:
                await Client().connect(address, token="eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWxsb3J5In0.AAAA")
            except (ConnectionError, RuntimeError):
                await asyncio.sleep(0.2)

    await asyncio.gather(*(one() for _ in range(int(count))))


async def mute(address, count):
    """Clients that answer no ping, and come back: ADDRESS COUNT"""
    async def one():
        while True:
            client = await Client(pongs=False).connect(address)
            await client._task

    await asyncio.gather(*(one() for _ in range(int(count))))


async def deaf(address, count, channel):
    """Clients that subscribe, read nothing, and come back when they are cut off: ADDRESS COUNT CHANNEL"""
    async def one():
        while True:
            client = await Client().connect(address, read=False)
            client.command_unread("subscribe", channel=channel)
            await asyncio.sleep(8)
            client.close()

    await asyncio.gather(*(one() for _ in range(int(count))))


async def caller(address):
    """A client that calls remote procedures: ADDRESS"""
    client = await Client().connect(address)
    while True:
        try:
            await client.command("rpc", method="ask", data={})
        except RuntimeError:
            await asyncio.sleep(0.02)


class Hooks(http.server.BaseHTTPRequestHandler):
    """A back end that answers whatever it is asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "22")
        self.end_headers()
        self.wfile.write(b'{"result":{"data":{}}}')

    def log_message(self, *what):
        pass


class AutoscalerMetrics(http.server.BaseHTTPRequestHandler):
    """What kube-state-metrics would say of an autoscaler at its maximum."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        for name in ("status_current_replicas", "spec_max_replicas"):
            self.wfile.write(f'kube_horizontalpodautoscaler_{name}{{horizontalpodautoscaler="sluice-gateway"}} 10\n'.encode())

    def log_message(self, *what):
        pass


SERVERS = {"autoscaler": AutoscalerMetrics, "hooks": Hooks}  # PORT

if sys.argv[1] in SERVERS:
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), SERVERS[sys.argv[1]]).serve_forever()
else:
    asyncio.run({f.__name__: f for f in (stay, publish, storm, silent, forger, mute, deaf, caller)}[sys.argv[1]](*sys.argv[2:]))

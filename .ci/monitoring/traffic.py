"""Traffic that moves every metric: clients of all transports that come, recover, misbehave and go, and a back end that publishes.

Arguments: address of the router, addresses of the gateways (comma), API key, port for the back end of webhooks, seconds.
"""

import asyncio
import base64
import hashlib
import hmac
import http.server
import json
import sys
import threading
import time
import urllib.parse

from client import Api, Client, many, stream


class Hooks(http.server.BaseHTTPRequestHandler):
    """Answers remote procedure calls, and takes events."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"result":{"data":{}}}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *what):
        pass


def token(secret, **claims):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()


async def forever(what, pause):
    known = set()
    while True:
        try:
            await what()
        except (ConnectionError, RuntimeError, asyncio.TimeoutError, asyncio.IncompleteReadError) as trouble:
            # Some are refused on purpose, and nodes may come and go; so the first of each kind is enough for the log.
            if type(trouble) not in known:
                known.add(type(trouble))
                print(f"traffic: {what.__name__}: {trouble!r}", flush=True)
        await asyncio.sleep(pause)


async def run(router, gateways, api_key, hooks, seconds):
    threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", hooks), Hooks).serve_forever, daemon=True).start()
    api = Api(router, api_key)
    residents = await many(60, router, ("ticker", "room:lobby"))
    residents += [client for gateway in gateways for client in await many(10, gateway, ("ticker",))]

    async def publish():
        await api.call("publish", channel="ticker", data={"at": time.time()})

    async def publish_with_history():
        await api.call("publish", channel="room:lobby", data={"at": time.time()})

    async def calls():
        for method in ("presence", "presence_stats", "history", "channels", "info"):
            await api.call(method, **({} if method in ("channels", "info") else {"channel": "room:lobby", "limit": 2}))
        await api.call("publish", channel="nowhere:at:all", data={})  # An error: there is no such namespace.

    speakers = []

    async def talk():
        if not speakers:
            speakers.extend(await many(1, router, ("room:lobby",)))
        speaker = speakers.pop()  # For good, if it was cut off.
        await speaker.command("publish", channel="room:lobby", data={"text": "hello"})
        await speaker.command("history", channel="room:lobby", limit=2)
        await speaker.command("presence", channel="room:lobby")
        await speaker.command("presence_stats", channel="room:lobby")
        await speaker.command("rpc", method="ask", data={})
        speakers.append(speaker)

    async def come_back():
        client = await Client().connect(router)
        await client.subscribe("room:lobby")
        await asyncio.sleep(0.3)
        (offset, epoch), _ = client.positions["room:lobby"], client.close()
        await asyncio.sleep(0.3)
        client = await Client().connect(router)
        await client.subscribe("room:lobby", recover=True, offset=offset, epoch=epoch)
        await client.command("unsubscribe", channel="room:lobby")
        client.close()
        client = await Client().connect(router)
        await client.subscribe("room:lobby", recover=True, offset=1, epoch="another")
        client.close()

    async def bad_token():
        await Client().connect(router, token=token("not the secret", sub="mallory", exp=int(time.time()) + 60))

    async def expiring():
        client = await Client().connect(router, token=token("0123456789abcdef0123456789abcdef", sub="ann", exp=int(time.time()) + 1))
        await asyncio.sleep(4)
        client.close()

    async def told_to_go():
        await Client().connect(router, token=token("0123456789abcdef0123456789abcdef", sub="bob", exp=int(time.time()) + 60))
        await api.call("subscribe", user="bob", channel="ticker")
        await asyncio.sleep(0.2)
        await api.call("unsubscribe", user="bob", channel="ticker")
        await api.call("disconnect", user="bob")

    async def no_command():
        client = await Client().open(router)
        await asyncio.sleep(3)
        client.close()

    async def nonsense():
        client = await Client().open(gateways[0])
        client._send("this is no command")
        await asyncio.sleep(0.5)
        client.close()

    async def no_pong():
        client = await Client(pongs=False).connect(gateways[0])
        await asyncio.sleep(9)
        client.close()

    async def slow():
        client = await Client().connect(gateways[1], read=False)
        client.command_unread("subscribe", channel="flood")
        for _ in range(60):
            await api.call("publish", channel="flood", data="x" * 60_000)
        await asyncio.sleep(6)
        client.close()

    async def compressed():
        client = await Client().open(gateways[0], extensions="Sec-WebSocket-Extensions: permessage-deflate\r\n")
        client._send(json.dumps({"id": 1, "connect": {}}) + "\n" + json.dumps({"id": 2, "subscribe": {"channel": "ticker"}}))
        await asyncio.sleep(5)  # It reads nothing of what comes, and leaves before that is too much.
        client.close()

    connect = urllib.parse.quote(json.dumps({"id": 1, "connect": {}}))
    plain = urllib.parse.quote(json.dumps({}))
    paths = [f"/connection/sse?cf_connect={connect}", f"/connection/uni_sse?cf_connect={plain}"]
    posts = [("/connection/http_stream", json.dumps({"id": 1, "connect": {}})), ("/connection/uni_http_stream", "{}")]

    async def briefly(path, body=None):
        try:
            await asyncio.wait_for(stream(router, path, body), 5)
        except asyncio.TimeoutError:
            pass

    async def uni_websocket():
        client = await Client(pongs=False).open(router, "/connection/uni_websocket?cf_connect=" + plain)
        await asyncio.sleep(5)
        client.close()

    jobs = [(publish, 0.02), (publish_with_history, 0.1), (calls, 1), (talk, 0.5), (come_back, 0.5), (bad_token, 1), (expiring, 1),
            (told_to_go, 1), (no_command, 0.5), (nonsense, 1), (no_pong, 0.5), (slow, 1), (uni_websocket, 0.2), (compressed, 0.1)]
    jobs += [(lambda path=path: briefly(path), 0.2) for path in paths] + [(lambda path=path, body=body: briefly(path, body), 0.2) for path, body in posts]
    print("traffic: flows", flush=True)
    tasks = [asyncio.create_task(forever(what, pause)) for what, pause in jobs]
    done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()  # None of them ends by itself: this tells why.
    print(f"traffic: {sum(client.received for client in residents)} messages were received by {len(residents)} clients that stayed")


asyncio.run(run(sys.argv[1], sys.argv[2].split(","), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))

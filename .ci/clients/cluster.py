"""The cluster that a scenario runs on, as the script `run` describes it in the environment."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import pathlib
import signal
import time

router = os.environ["CLUSTER_ROUTER"]
api_key = os.environ["CLUSTER_API_KEY"]
_gateways = dict(entry.split("=") for entry in os.environ["CLUSTER_GATEWAYS"].split())


def token(**claims):
    """A token as a back end would sign it, good for an hour."""

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    header = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = header + b"." + part(json.dumps({"exp": int(time.time()) + 3600, **claims}).encode())
    signature = hmac.new(os.environ["CLUSTER_TOKEN_SECRET"].encode(), body, hashlib.sha256).digest()
    return (body + b"." + part(signature)).decode()


def other_than(node):
    """The address of the node that is left when `node` is gone."""
    return "127.0.0.1:" + next(port for name, port in _gateways.items() if name != node)


def kill(node):
    """Kills a node as a crash does: it says nothing to anybody."""
    os.kill(int(pathlib.Path(os.environ["CLUSTER_DIRECTORY"], node + ".pid").read_text()), signal.SIGKILL)


async def until(what, fact):
    """Waits for a fact, for at most 40 s."""
    for _ in range(800):
        if fact():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{what}: not within 40 s")

"""What an application does with the PyPI SDK `centrifuge-python`, in JSON or protobuf (the argument), on a cluster of two nodes.

Connects with a token, subscribes with another, renews both, publishes, asks who is there, reads history, calls a procedure, gets
deltas, filters by tags, and misses nothing when its node is killed.
"""

import asyncio
import json
import sys
import time

import cent
from centrifuge import (
    Client,
    ClientEventHandler,
    DeltaType,
    Filter,
    ReplyError,
    StreamPosition,
    SubscriptionEventHandler,
)
from cluster import api_key, kill, other_than, router, token, until

encoding = sys.argv[1]
binary = encoding == "protobuf"
user = f"python-{encoding}"
room = f"room:python-{encoding}"


def encode(value):
    return json.dumps(value).encode() if binary else value


def decode(data):
    return json.loads(data) if binary else data


class Connection(ClientEventHandler):
    def __init__(self):
        self.connected, self.connecting, self.ended = [], [], []

    async def on_connected(self, context):
        self.connected.append(context.client)

    async def on_connecting(self, context):
        self.connecting.append((context.code, context.reason))

    async def on_disconnected(self, context):
        self.ended.append((context.code, context.reason))


class Listener(SubscriptionEventHandler):
    def __init__(self):
        self.publications, self.subscribed, self.ended = [], [], []

    async def on_publication(self, context):
        self.publications.append(context.pub)

    async def on_subscribed(self, context):
        self.subscribed.append(context)

    async def on_unsubscribed(self, context):
        self.ended.append((context.code, context.reason))

    def numbers(self):
        return [decode(publication.data)["n"] for publication in self.publications]


asked = {"connection": 0, "subscription": 0}


def expiry(kind):
    """The first token of each kind is good for some seconds only, so that the SDK has to come for another."""
    asked[kind] += 1
    return {"exp": int(time.time()) + 4} if asked[kind] == 1 else {}


async def connection_token():
    return token(sub=user, info={"name": "Ann"}, **expiry("connection"))


async def subscription_token(channel):
    return token(sub=user, channel=channel, **expiry("subscription"))


async def who_reads_and_calls(client, subscription, listener):
    """Gives back the node that the client is on."""
    me = listener.me
    presence = (await subscription.presence()).clients
    assert list(presence) == [me] and presence[me].user == user, presence
    assert decode(presence[me].conn_info) == {"name": "Ann"}, presence
    stats = await subscription.presence_stats()
    assert (stats.num_clients, stats.num_users) == (1, 1), stats

    epoch = listener.subscribed[0].stream_position.epoch
    history = await subscription.history(limit=2, since=StreamPosition(offset=1, epoch=epoch))
    assert [(each.offset, decode(each.data)["n"]) for each in history.publications] == [(2, 1), (3, 2)], history
    assert history.offset == 3 and history.publications[0].info.user == user, history

    called = decode((await client.rpc("where_am_i", encode({"please": True}))).data)
    node = called.pop("node")
    assert called == {"user": user, "asked": {"please": True}}, called
    try:
        await client.rpc("unheard_of", encode({}))
        raise AssertionError("a procedure that is not there was answered")
    except ReplyError as error:
        assert error.code == 1404, error
    return node


async def deltas(client, api):
    listener = Listener()
    ticker = client.new_subscription(f"ticker:python-{encoding}", listener, delta=DeltaType.FOSSIL)
    await ticker.subscribe()
    await ticker.ready(30)
    quotes = [
        {"price": 100 + n, "about": "The price of one share, and the words that go with it each time. " * 16}
        for n in range(10)
    ]
    for quote in quotes:
        await api.publish(cent.PublishRequest(channel=ticker.channel, data=quote))
    await until("quotes", lambda: len(listener.publications) >= 10)
    assert [decode(publication.data) for publication in listener.publications] == quotes
    assert [publication.delta for publication in listener.publications] == [False] + [True] * 9
    await ticker.unsubscribe()


async def tags(client, api):
    listener = Listener()
    filtered = client.new_subscription(f"filtered:python-{encoding}", listener, tags_filter=Filter.eq("kind", "news"))
    await filtered.subscribe()
    await filtered.ready(30)
    for number, kind in enumerate(["gossip", "news"]):
        await api.publish(cent.PublishRequest(channel=filtered.channel, data=number, tags={"kind": kind}))
    await until("news", lambda: listener.publications)
    assert [(decode(each.data), each.tags) for each in listener.publications] == [(1, {"kind": "news"})]
    await filtered.unsubscribe()


async def crash(client, subscription, listener, connection, node):
    kill(node)
    await until("the crash is noticed", lambda: len(connection.connecting) == 2)
    survivor = cent.AsyncClient(f"http://{other_than(node)}/api", api_key)
    missed = [cent.PublishRequest(channel=room, data={"n": n}) for n in range(3, 23)]
    await survivor.batch(cent.BatchRequest(requests=missed))
    assert len(listener.subscribed) == 1, "the client was back before it could miss anything"
    await survivor.close()
    await until("the subscription is back", lambda: len(listener.subscribed) == 2)
    back = listener.subscribed[1]
    assert back.was_recovering and back.recovered, back
    await subscription.publish(encode({"n": 23}))
    await until("all publications", lambda: len(listener.publications) >= 24)
    assert listener.numbers() == list(range(24)), listener.numbers()
    assert [publication.offset for publication in listener.publications] == list(range(1, 25))
    assert decode((await client.rpc("where_am_i", encode({}))).data)["node"] != node


async def main():
    connection, listener = Connection(), Listener()
    client = Client(
        f"ws://{router}/connection/websocket",
        events=connection,
        get_token=connection_token,
        use_protobuf=binary,
        timeout=30.0,
        # Long enough for all that is published at the crash to be published before the client is back.
        min_reconnect_delay=5.0,
    )
    await client.connect()
    await client.ready(30)
    listener.me = connection.connected[0]
    subscription = client.new_subscription(room, listener, get_token=subscription_token, recoverable=True, join_leave=True)
    await subscription.subscribe()
    await subscription.ready(30)
    for n in range(3):
        await subscription.publish(encode({"n": n}))
    await until("own publications", lambda: listener.numbers() == [0, 1, 2])
    node = await who_reads_and_calls(client, subscription, listener)
    api = cent.AsyncClient(f"http://{router}/api", api_key)
    await deltas(client, api)
    await tags(client, api)
    await api.close()
    await until("new tokens", lambda: asked["connection"] >= 2 and asked["subscription"] >= 2)
    assert len(connection.connecting) == 1 and len(listener.subscribed) == 1, connection.connecting
    await crash(client, subscription, listener, connection, node)
    assert not connection.ended and not listener.ended, (connection.ended, listener.ended)
    await client.disconnect()


asyncio.run(asyncio.wait_for(main(), 150))

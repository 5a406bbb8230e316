"""What a back end does with the PyPI library `cent` of Centrifugo's server API, seen by a client that it serves."""

import asyncio
import time

import cent
from centrifuge import Client, ClientEventHandler, SubscriptionEventHandler
from cluster import api_key, router, token, until

user, room = "carl", "room:cent"


class Connection(ClientEventHandler):
    def __init__(self):
        self.events = []

    async def on_connected(self, context):
        self.events.append(("connected", context.client))

    async def on_connecting(self, context):
        self.events.append(("connecting", context.code))

    async def on_disconnected(self, context):
        self.events.append(("disconnected", context.code, context.reason))

    async def on_subscribed(self, context):
        self.events.append(("subscribed", context.channel, context.data))

    async def on_unsubscribed(self, context):
        self.events.append(("unsubscribed", context.channel))

    async def on_publication(self, context):
        self.events.append(("publication", context.channel, context.pub.data))

    async def sees(self, *event):
        await until(f"{event} in {self.events}", lambda: event in self.events)


class Listener(SubscriptionEventHandler):
    def __init__(self):
        self.publications = []

    async def on_publication(self, context):
        self.publications.append((context.pub.data, context.pub.tags))


async def publishes(api, listener):
    first = await api.publish(cent.PublishRequest(channel=room, data={"n": 1}, tags={"kind": "news"}))
    assert first.offset == 1 and first.epoch, first
    again = [
        await api.publish(cent.PublishRequest(channel=room, data={"n": 2}, idempotency_key="the second one"))
        for _ in range(2)
    ]
    assert [result.offset for result in again] == [2, 2], again
    everywhere = await api.broadcast(cent.BroadcastRequest(channels=[room, "room:cent-2", "nowhere:at-all"], data={"n": 3}))
    assert [each.result and each.result.offset for each in everywhere.responses] == [3, 1, None], everywhere
    assert everywhere.responses[2].error.code == 102, everywhere
    await until("publications", lambda: len(listener.publications) >= 3)
    assert [data["n"] for data, _ in listener.publications] == [1, 2, 3], listener.publications
    assert listener.publications[0][1] == {"kind": "news"}, listener.publications
    return first.epoch


async def asks(api, me, epoch):
    presence = (await api.presence(cent.PresenceRequest(channel=room))).presence
    assert list(presence) == [me] and presence[me].user == user, presence
    assert presence[me].conn_info == {"name": "Carl"}, presence
    stats = await api.presence_stats(cent.PresenceStatsRequest(channel=room))
    assert (stats.num_clients, stats.num_users) == (1, 1), stats

    newest_first = await api.history(cent.HistoryRequest(channel=room, limit=2, reverse=True))
    assert [(each.offset, each.data["n"]) for each in newest_first.publications] == [(3, 3), (2, 2)], newest_first
    since = cent.StreamPosition(offset=1, epoch=epoch)
    page = await api.history(cent.HistoryRequest(channel=room, limit=10, since=since))
    assert [each.offset for each in page.publications] == [2, 3] and page.epoch == epoch, page

    channels = (await api.channels(cent.ChannelsRequest(pattern="room:cent*"))).channels
    assert {name: info.num_clients for name, info in channels.items()} == {room: 1}, channels
    await both_nodes(api)

    replies = (
        await api.batch(
            cent.BatchRequest(
                requests=[
                    cent.PresenceStatsRequest(channel=room),
                    cent.HistoryRequest(channel=room, limit=1),
                    cent.PublishRequest(channel="room:cent-2", data={"n": 4}),
                ]
            )
        )
    ).replies
    assert replies[0].num_users == 1 and replies[1].publications[0].offset == 1 and replies[2].offset == 2, replies

    await api.history_remove(cent.HistoryRemoveRequest(channel=room))
    left = await api.history(cent.HistoryRequest(channel=room, limit=10))
    assert left.publications == [], left


async def both_nodes(api):
    """Nodes tell each other of their clients every few seconds."""
    for _ in range(400):
        nodes = (await api.info(cent.InfoRequest())).nodes
        assert sorted(node.name for node in nodes) == ["gateway-1", "gateway-2"], nodes
        if sum(node.num_clients for node in nodes) == 1:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"not one client within 40 s: {nodes}")


async def rules(api, connection):
    await api.subscribe(cent.SubscribeRequest(user=user, channel="room:chosen", data={"why": "you may"}))
    await connection.sees("subscribed", "room:chosen", {"why": "you may"})
    await api.publish(cent.PublishRequest(channel="room:chosen", data={"for": "you"}))
    await connection.sees("publication", "room:chosen", {"for": "you"})
    await api.unsubscribe(cent.UnsubscribeRequest(user=user, channel="room:chosen"))
    await connection.sees("unsubscribed", "room:chosen")

    await api.refresh(cent.RefreshRequest(user=user, expire_at=int(time.time()) + 3600))
    await api.refresh(cent.RefreshRequest(user=user, expired=True))
    await connection.sees("connecting", 3005)
    await until("back", lambda: connection.events[-1][0] == "connected")
    await api.disconnect(cent.DisconnectRequest(user=user, disconnect=cent.Disconnect(code=4999, reason="enough")))
    await connection.sees("disconnected", 4999, "enough")


async def is_refused(api):
    try:
        await api.publish(cent.PublishRequest(channel="nowhere:at-all", data={}))
        raise AssertionError("a publication into a namespace that is not there was taken")
    except cent.CentApiResponseError as error:
        assert error.code == 102, error
    stranger = cent.AsyncClient(f"http://{router}/api", "a wrong key")
    try:
        await stranger.info(cent.InfoRequest())
        raise AssertionError("a wrong key was taken")
    except cent.CentUnauthorizedError:
        pass
    finally:
        await stranger.close()


async def main():
    connection, listener = Connection(), Listener()
    client = Client(
        f"ws://{router}/connection/websocket",
        events=connection,
        token=token(sub=user, info={"name": "Carl"}),
    )
    await client.connect()
    await client.ready(30)
    subscription = client.new_subscription(room, listener, token=token(sub=user, channel=room))
    await subscription.subscribe()
    await subscription.ready(30)
    api = cent.AsyncClient(f"http://{router}/api", api_key)
    epoch = await publishes(api, listener)
    await asks(api, connection.events[-1][1], epoch)
    await rules(api, connection)
    await is_refused(api)
    await api.close()
    with cent.Client(f"http://{router}/api", api_key) as blocking:
        assert len(blocking.info(cent.InfoRequest()).nodes) == 2


asyncio.run(asyncio.wait_for(main(), 150))

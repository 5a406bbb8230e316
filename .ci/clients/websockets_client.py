"""Python's `websockets`, by hand: subscribes, exchanges messages with the npm SDK, stays for three pings."""

import asyncio
import json
import sys

import websockets


async def talk(socket, stop):
    number = 10
    while not stop.is_set():
        number += 1
        await socket.send(json.dumps({"id": number, "publish": {"channel": "meeting", "data": {"from": "python"}}}))
        await asyncio.sleep(0.5)


async def main(url, pings):
    async with websockets.connect(url) as socket:
        await socket.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"meeting"}}')
        stop = asyncio.Event()
        talking = asyncio.create_task(talk(socket, stop))
        heard, answered = set(), 0
        async for frame in socket:
            for line in frame.split("\n"):
                message = json.loads(line)
                assert "error" not in message, message
                if not message:
                    await socket.send("{}")
                    answered += 1
                elif "push" in message:
                    heard.add(message["push"]["pub"]["data"]["from"])
            if heard >= {"python", "javascript"} and answered >= pings:
                break
        stop.set()
        await talking
        print(f"websockets: heard both clients, answered {answered} pings")


asyncio.run(asyncio.wait_for(main(sys.argv[1], int(sys.argv[2])), 120))

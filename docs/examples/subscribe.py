import asyncio, websockets

async def main(url):
    async with websockets.connect(url) as socket:
        await socket.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"news"}}')
        await socket.send('{"id":3,"publish":{"channel":"news","data":{"text":"hello"}}}')
        async for frame in socket:
            for line in frame.split("\n"):
                await socket.send("{}") if line == "{}" else print(line)  # {} is a ping, and its answer

asyncio.run(main("ws://localhost:8000/connection/websocket"))

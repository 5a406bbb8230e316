package io.sluice.common.protocol.json;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.PushCodec;
import io.sluice.common.protocol.Reply;

/** Pushes as JSON: each is one object without a raw newline, and a ping is the empty one. Limits are those of {@link JsonFrameCodec}. */
public final class JsonPushCodec implements PushCodec {
    private static final long CONNECT_ID = 1;

    @Override
    public Command.Connect decodeConnect(byte[] request, int offset, int length) {
        return JsonCursor.read(request, offset, length, in -> CommandReader.readConnect(in, CONNECT_ID));
    }

    @Override
    public byte[] encode(Reply reply) {
        JsonWriter out = new JsonWriter(JsonFrameCodec.roomFor(reply));
        out.begin();
        if (reply instanceof Reply.Pushed pushed) {
            PushWriter.write(out, pushed.push());
        } else if (!(reply instanceof Reply.Ping)) {
            throw new IllegalArgumentException("expected a push or a ping but was " + reply.getClass());
        }
        out.end();
        return out.toBytes();
    }
}

package io.sluice.common.protocol.json;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.util.List;

/**
 * The JSON form of the client protocol: a frame is one or more objects in UTF-8, one per line.
 *
 * <p>Payloads are part of the JSON text, so they must be one JSON value without raw newlines: those from {@link #decode} and
 * from {@link JsonPayloads} are. Reading is tolerant of any white space around the objects; writing puts one newline between
 * them and none after the last.
 *
 * <p>Limits: arrays and objects nest at most 256 deep. The number of commands and of fields is limited only by the size of
 * the frame, which the transport limits.
 */
public final class JsonFrameCodec implements FrameCodec {
    /** Room in bytes for anything but a payload: enough for most replies, so that the buffer does not grow. */
    private static final int ROOM_PER_REPLY = 256;

    @Override
    public List<Command> decode(byte[] frame, int offset, int length) {
        return JsonCursor.read(frame, offset, length, CommandReader::readAll);
    }

    /** The commands are a string, with a newline between each two. */
    @Override
    public EmulationRequest decodeEmulation(byte[] body, int offset, int length) {
        return JsonCursor.read(body, offset, length, EmulationReader::read);
    }

    @Override
    public byte[] encode(Reply reply) {
        JsonWriter out = new JsonWriter(roomFor(reply));
        ReplyWriter.write(out, reply);
        return out.toBytes();
    }

    @Override
    public byte[] encode(List<? extends Reply> replies) {
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("expected at least one reply but got none");
        }
        int room = 0;
        for (Reply reply : replies) {
            room += roomFor(reply);
        }
        JsonWriter out = new JsonWriter(room);
        ReplyWriter.write(out, replies.get(0));
        for (Reply reply : replies.subList(1, replies.size())) {
            out.newline();
            ReplyWriter.write(out, reply);
        }
        return out.toBytes();
    }

    static int roomFor(Reply reply) {
        return reply instanceof Reply.Pushed pushed && pushed.push() instanceof Push.Published published
                ? ROOM_PER_REPLY + published.publication().data().size()
                : ROOM_PER_REPLY;
    }
}

package io.sluice.gateway.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;
import java.util.function.Function;

/** Protocol messages in a stream of bytes, each between a text that goes before it and one that ends it. */
public final class DelimitedFormat implements WireFormat {

    private static final int JSON_LINES_INDEX = 4;
    private static final int EVENTS_INDEX = 5;
    private static final int LENGTHS_INDEX = 6;
    private static final int PUSH_LINES_INDEX = 8;
    private static final int PUSH_EVENTS_INDEX = 9;

    private final int index;
    private final int encoding;
    private final Function<Reply, byte[]> encoder;
    private final byte[] before;
    private final byte[] behind;

    private DelimitedFormat(int index, int encoding, Function<Reply, byte[]> encoder, String before, String behind) {
        this.index = index;
        this.encoding = encoding;
        this.encoder = encoder;
        this.before = before.getBytes(US_ASCII);
        this.behind = behind.getBytes(US_ASCII);
    }

    /** JSON messages in lines. */
    public static DelimitedFormat lines(FrameCodec json) {
        return new DelimitedFormat(JSON_LINES_INDEX, JSON, json::encode, "", "\n");
    }

    /** JSON messages as server-sent events; none has a line break in it. */
    public static DelimitedFormat events(FrameCodec json) {
        return new DelimitedFormat(EVENTS_INDEX, JSON, json::encode, "data: ", "\n\n");
    }

    /** Protobuf messages, whose encoded form begins with its length. */
    public static DelimitedFormat lengths(FrameCodec protobuf) {
        return new DelimitedFormat(LENGTHS_INDEX, PROTOBUF, protobuf::encode, "", "");
    }

    /** Bare pushes in JSON, in lines. */
    public static DelimitedFormat pushLines(Function<Reply, byte[]> pushes) {
        return new DelimitedFormat(PUSH_LINES_INDEX, UNI_JSON, pushes, "", "\n");
    }

    /** Bare pushes in JSON as server-sent events. */
    public static DelimitedFormat pushEvents(Function<Reply, byte[]> pushes) {
        return new DelimitedFormat(PUSH_EVENTS_INDEX, UNI_JSON, pushes, "data: ", "\n\n");
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int encoding() {
        return encoding;
    }

    @Override
    public byte[] encode(Reply reply) {
        return encoder.apply(reply);
    }

    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        int length = bytes + messages.size() * (before.length + behind.length);
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(length);
        for (int i = 0; i < messages.size(); i++) {
            frame.writeBytes(before).writeBytes(messages.get(i)).writeBytes(behind);
        }
        return frame;
    }
}

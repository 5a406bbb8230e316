package io.sluice.common.protocol.protobuf;

import com.google.protobuf.MessageLite;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The other side of the codec: frames by the classes that protoc makes of the schema. */
public final class Schema {
    private Schema() {}

    /** A frame with these messages. */
    public static byte[] frame(MessageLite... messages) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            for (MessageLite message : messages) {
                message.writeDelimitedTo(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frame.toByteArray();
    }

    /** The replies of a frame. */
    public static List<ClientSchema.Reply> replies(byte[] frame) {
        ByteArrayInputStream in = new ByteArrayInputStream(frame);
        List<ClientSchema.Reply> replies = new ArrayList<>();
        try {
            ClientSchema.Reply reply;
            while ((reply = ClientSchema.Reply.parseDelimitedFrom(in)) != null) {
                replies.add(reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }
}

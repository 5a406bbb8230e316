package io.sluice.common.protocol.protobuf;

import com.google.protobuf.ByteString;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes commands of messages. Numbers are those of {@code client.proto}. */
final class CommandDecoder {
    private static final int ID = 1;

    private CommandDecoder() {}

    static Command decode(ByteString message) {
        if (message.isEmpty()) {
            return new Command.Pong();
        }
        MessageFields fields = MessageFields.read(message);
        long id = fields.uint32(ID);
        for (CommandPart part : CommandPart.values()) {
            if (fields.has(part.number())) {
                return part.read(id, fields);
            }
        }
        return new Command.Unknown(id);
    }

    static EmulationRequest emulation(ByteString message) {
        MessageFields fields = MessageFields.read(message);
        return new EmulationRequest(fields.text(1), fields.text(2), fields.raw(3));
    }

    static Command.Connect connect(long id, MessageFields in) {
        return new Command.Connect(
                id,
                in.text(1),
                in.payload(2),
                in.text(4),
                in.text(5),
                in.textMap(6),
                in.messageMap(3, subscription -> subscribe(0, subscription)),
                in.int64(7));
    }

    static Command.Subscribe subscribe(long id, MessageFields in) {
        return new Command.Subscribe(
                id,
                in.text(1),
                in.text(2),
                in.flag(3),
                in.text(6),
                in.uint63(7),
                in.payload(8),
                in.flag(9),
                in.flag(10),
                in.flag(11),
                in.text(12),
                tagsFilter(in),
                in.int64(14),
                in.int32(15));
    }

    private static @Nullable FilterNode tagsFilter(MessageFields in) {
        return in.has(13) ? filterNode(in.message(13), 1) : null;
    }

    private static FilterNode filterNode(MessageFields in, int depth) {
        if (depth > FilterNode.MAX_DEPTH) {
            throw new MalformedFrameException("expected a filter nested at most " + FilterNode.MAX_DEPTH + " deep");
        }
        List<FilterNode> nodes = in.messages(6, node -> filterNode(node, depth + 1));
        return new FilterNode(in.text(1), in.text(2), in.text(3), in.text(4), in.texts(5), nodes);
    }

    static Command publish(long id, MessageFields in) {
        return new Command.Publish(id, in.text(1), in.payload(2), in.int32(3), in.text(4), in.flag(5));
    }

    static Command history(long id, MessageFields in) {
        return new Command.History(id, in.text(1), in.int32(7), since(in), in.flag(9));
    }

    private static @Nullable StreamPosition since(MessageFields in) {
        if (!in.has(8)) {
            return null;
        }
        MessageFields position = in.message(8);
        return new StreamPosition(position.uint63(1), position.text(2));
    }
}

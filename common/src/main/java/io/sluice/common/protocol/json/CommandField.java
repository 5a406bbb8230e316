package io.sluice.common.protocol.json;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.protocol.json.JsonCursor.ValueReader;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** The fields that occur inside commands: name on the wire and type. A name has one type, whatever the command. */
enum CommandField {
    CHANNEL("channel", JsonCursor::text),
    CMP("cmp", JsonCursor::text),
    DATA("data", JsonCursor::raw),
    DELTA("delta", JsonCursor::text),
    EPOCH("epoch", JsonCursor::text),
    FLAG("flag", JsonCursor::int64),
    HEADERS("headers", in -> in.map(JsonCursor::text)),
    JOIN_LEAVE("join_leave", JsonCursor::bool),
    KEY("key", JsonCursor::text),
    LIMIT("limit", JsonCursor::int32),
    METHOD("method", JsonCursor::text),
    NAME("name", JsonCursor::text),
    NODES("nodes", in -> in.list(CommandField::filterNode)),
    OFFSET("offset", JsonCursor::uint63),
    OP("op", JsonCursor::text),
    POSITIONED("positioned", JsonCursor::bool),
    RECOVER("recover", JsonCursor::bool),
    RECOVERABLE("recoverable", JsonCursor::bool),
    REMOVED("removed", JsonCursor::bool),
    REVERSE("reverse", JsonCursor::bool),
    SINCE("since", CommandField::position),
    SUBS("subs", in -> in.map(CommandField::subscribe)),
    TAGS_FILTER("tf", CommandField::filter),
    TOKEN("token", JsonCursor::text),
    TYPE("type", JsonCursor::int32),
    VAL("val", JsonCursor::text),
    VALS("vals", in -> in.list(JsonCursor::text)),
    VERSION("version", JsonCursor::text);

    private static final Set<CommandField> OF_A_POSITION = EnumSet.of(OFFSET, EPOCH);
    private static final Set<CommandField> OF_A_FILTER = EnumSet.of(OP, KEY, CMP, VAL, VALS, NODES);

    private final String wireName;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    private final ValueReader<?> reader;

    CommandField(String wireName, ValueReader<?> reader) {
        this.wireName = wireName;
        this.reader = reader;
    }

    String wireName() {
        return wireName;
    }

    Object read(JsonCursor in) throws IOException {
        return reader.read(in);
    }

    private static StreamPosition position(JsonCursor in) throws IOException {
        FieldValues values = FieldValues.read(in, OF_A_POSITION);
        return new StreamPosition(values.number(OFFSET), values.text(EPOCH));
    }

    private static FilterNode filter(JsonCursor in) throws IOException {
        FilterNode outermost = filterNode(in);
        if (outermost.depth() > FilterNode.MAX_DEPTH) {
            throw new MalformedFrameException("expected a filter nested at most " + FilterNode.MAX_DEPTH + " deep");
        }
        return outermost;
    }

    /** At most half as deep as the frame, whose nesting the cursor limits. */
    private static FilterNode filterNode(JsonCursor in) throws IOException {
        FieldValues values = FieldValues.read(in, OF_A_FILTER);
        return new FilterNode(
                values.text(OP),
                values.text(KEY),
                values.text(CMP),
                values.text(VAL),
                values.list(VALS),
                values.list(NODES));
    }

    private static Command.Subscribe subscribe(JsonCursor in) throws IOException {
        return CommandKind.subscribe(0, FieldValues.read(in, CommandKind.SUBSCRIBE.fields()));
    }
}

package io.sluice.common.protocol.json;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.MalformedFrameException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the commands of a frame. Each has an id, which may come last, and as a rule one part that says what is asked. */
final class CommandReader {
    private CommandReader() {}

    /** All commands up to the end of the bytes; at least one. */
    static List<Command> readAll(JsonCursor in) throws IOException {
        List<Command> commands = new ArrayList<>(1);
        while (in.next()) {
            commands.add(read(in));
        }
        if (commands.isEmpty()) {
            throw new MalformedFrameException("expected at least one command but found an empty frame");
        }
        return commands;
    }

    /** The one connect object that the bytes are, without the envelope of a command. */
    static Command.Connect readConnect(JsonCursor in, long id) throws IOException {
        return CommandKind.connect(id, readOnly(in, CommandKind.CONNECT.fields()));
    }

    /** The one object that the bytes are. */
    static FieldValues readOnly(JsonCursor in, Set<CommandField> fields) throws IOException {
        if (!in.next()) {
            throw new MalformedFrameException("expected an object but found nothing");
        }
        FieldValues values = FieldValues.read(in, fields);
        if (in.next()) {
            throw new MalformedFrameException("expected one object but found more");
        }
        return values;
    }

    private static Command read(JsonCursor in) throws IOException {
        long id = 0;
        boolean empty = true;
        Map<CommandKind, FieldValues> parts = new EnumMap<>(CommandKind.class);
        in.enterObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            empty = false;
            if (name.equals("id")) {
                id = in.isNull() ? 0 : in.uint32();
            } else {
                readPart(name, in, parts);
            }
        }
        return empty ? new Command.Pong() : command(id, parts);
    }

    private static void readPart(String name, JsonCursor in, Map<CommandKind, FieldValues> parts) throws IOException {
        CommandKind kind = CommandKind.named(name);
        if (kind == null) {
            in.skip();
        } else if (in.isNull()) {
            parts.remove(kind);
        } else {
            parts.put(kind, FieldValues.read(in, kind.fields()));
        }
    }

    private static Command command(long id, Map<CommandKind, FieldValues> parts) {
        if (parts.isEmpty()) {
            return new Command.Unknown(id);
        }
        var first = parts.entrySet().iterator().next();
        return first.getKey().make(id, first.getValue());
    }
}

package io.sluice.common.protocol.protobuf;

import io.sluice.common.protocol.Command;

/** The parts of which a command should have one, by precedence: of several, the first one here counts. */
enum CommandPart {
    CONNECT(4, CommandDecoder::connect),
    PING(11, (id, in) -> new Command.Ping(id)),
    SUBSCRIBE(5, CommandDecoder::subscribe),
    UNSUBSCRIBE(6, (id, in) -> new Command.Unsubscribe(id, in.text(1))),
    PUBLISH(7, CommandDecoder::publish),
    PRESENCE(8, (id, in) -> new Command.Presence(id, in.text(1))),
    PRESENCE_STATS(9, (id, in) -> new Command.PresenceStats(id, in.text(1))),
    HISTORY(10, CommandDecoder::history),
    RPC(13, (id, in) -> new Command.Rpc(id, in.text(2), in.payload(1))),
    SEND(12, (id, in) -> new Command.Send(id, in.payload(1))),
    REFRESH(14, (id, in) -> new Command.Refresh(id, in.text(1))),
    SUB_REFRESH(15, (id, in) -> new Command.SubRefresh(id, in.text(1), in.text(2), in.int32(3)));

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    private final Reader reader;

    CommandPart(int number, Reader reader) {
        this.number = number;
        this.reader = reader;
    }

    /** Number of the part's field in a command. */
    int number() {
        return number;
    }

    /** The command with this part in {@code command}. */
    Command read(long id, MessageFields command) {
        return reader.read(id, command.message(number));
    }

    /** Makes the command of one kind from the fields of its part. */
    @FunctionalInterface
    private interface Reader {
        Command read(long id, MessageFields part);
    }
}

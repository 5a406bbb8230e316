package io.sluice.common.protocol.json;

import static io.sluice.common.protocol.json.CommandField.CHANNEL;
import static io.sluice.common.protocol.json.CommandField.DATA;
import static io.sluice.common.protocol.json.CommandField.DELTA;
import static io.sluice.common.protocol.json.CommandField.EPOCH;
import static io.sluice.common.protocol.json.CommandField.FLAG;
import static io.sluice.common.protocol.json.CommandField.HEADERS;
import static io.sluice.common.protocol.json.CommandField.JOIN_LEAVE;
import static io.sluice.common.protocol.json.CommandField.KEY;
import static io.sluice.common.protocol.json.CommandField.LIMIT;
import static io.sluice.common.protocol.json.CommandField.METHOD;
import static io.sluice.common.protocol.json.CommandField.NAME;
import static io.sluice.common.protocol.json.CommandField.OFFSET;
import static io.sluice.common.protocol.json.CommandField.POSITIONED;
import static io.sluice.common.protocol.json.CommandField.RECOVER;
import static io.sluice.common.protocol.json.CommandField.RECOVERABLE;
import static io.sluice.common.protocol.json.CommandField.REMOVED;
import static io.sluice.common.protocol.json.CommandField.REVERSE;
import static io.sluice.common.protocol.json.CommandField.SINCE;
import static io.sluice.common.protocol.json.CommandField.SUBS;
import static io.sluice.common.protocol.json.CommandField.TAGS_FILTER;
import static io.sluice.common.protocol.json.CommandField.TOKEN;
import static io.sluice.common.protocol.json.CommandField.TYPE;
import static io.sluice.common.protocol.json.CommandField.VERSION;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.StreamPosition;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of which a command should have one, by precedence: of several, the first one here counts. */
enum CommandKind {
    CONNECT(CommandKind::connect, TOKEN, DATA, SUBS, NAME, VERSION, HEADERS, FLAG),
    PING((id, values) -> new Command.Ping(id)),
    SUBSCRIBE(
            CommandKind::subscribe,
            CHANNEL,
            TOKEN,
            RECOVER,
            EPOCH,
            OFFSET,
            DATA,
            POSITIONED,
            RECOVERABLE,
            JOIN_LEAVE,
            DELTA,
            TAGS_FILTER,
            FLAG,
            TYPE),
    UNSUBSCRIBE((id, values) -> new Command.Unsubscribe(id, values.text(CHANNEL)), CHANNEL),
    PUBLISH(CommandKind::publish, CHANNEL, DATA, TYPE, KEY, REMOVED),
    PRESENCE((id, values) -> new Command.Presence(id, values.text(CHANNEL)), CHANNEL),
    PRESENCE_STATS((id, values) -> new Command.PresenceStats(id, values.text(CHANNEL)), CHANNEL),
    HISTORY(CommandKind::history, CHANNEL, LIMIT, SINCE, REVERSE),
    RPC((id, values) -> new Command.Rpc(id, values.text(METHOD), values.payload(DATA)), DATA, METHOD),
    SEND((id, values) -> new Command.Send(id, values.payload(DATA)), DATA),
    REFRESH((id, values) -> new Command.Refresh(id, values.text(TOKEN)), TOKEN),
    SUB_REFRESH(CommandKind::subRefresh, CHANNEL, TOKEN, TYPE);

    private static final Map<String, CommandKind> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CommandKind::wireName, Function.identity()));

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    private final Maker maker;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
    private final Set<CommandField> fields;

    CommandKind(Maker maker, CommandField... fields) {
        this.maker = maker;
        Set<CommandField> known = EnumSet.noneOf(CommandField.class);
        Collections.addAll(known, fields);
        this.fields = Collections.unmodifiableSet(known);
    }

    static @Nullable CommandKind named(String wireName) {
        return BY_NAME.get(wireName);
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Set<CommandField> fields() {
        return fields;
    }

    Command make(long id, FieldValues values) {
        return maker.make(id, values);
    }

    static Command.Connect connect(long id, FieldValues values) {
        return new Command.Connect(
                id,
                values.text(TOKEN),
                values.payload(DATA),
                values.text(NAME),
                values.text(VERSION),
                values.map(HEADERS),
                values.map(SUBS),
                values.number(FLAG));
    }

    static Command.Subscribe subscribe(long id, FieldValues values) {
        return new Command.Subscribe(
                id,
                values.text(CHANNEL),
                values.text(TOKEN),
                values.flag(RECOVER),
                values.text(EPOCH),
                values.number(OFFSET),
                values.payload(DATA),
                values.flag(POSITIONED),
                values.flag(RECOVERABLE),
                values.flag(JOIN_LEAVE),
                values.text(DELTA),
                values.object(TAGS_FILTER, FilterNode.class),
                values.number(FLAG),
                values.int32(TYPE));
    }

    private static Command publish(long id, FieldValues values) {
        return new Command.Publish(
                id,
                values.text(CHANNEL),
                values.payload(DATA),
                values.int32(TYPE),
                values.text(KEY),
                values.flag(REMOVED));
    }

    private static Command history(long id, FieldValues values) {
        return new Command.History(
                id,
                values.text(CHANNEL),
                values.int32(LIMIT),
                values.object(SINCE, StreamPosition.class),
                values.flag(REVERSE));
    }

    private static Command subRefresh(long id, FieldValues values) {
        return new Command.SubRefresh(id, values.text(CHANNEL), values.text(TOKEN), values.int32(TYPE));
    }

    /** Makes the command of one kind from the values of its fields. */
    @FunctionalInterface
    private interface Maker {
        Command make(long id, FieldValues values);
    }
}

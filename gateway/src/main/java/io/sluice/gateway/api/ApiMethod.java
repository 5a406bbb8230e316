package io.sluice.gateway.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The methods of the server API. */
enum ApiMethod {
    PUBLISH(ApiRequests.Publish.class, Turn.PUBLICATION),
    BROADCAST(ApiRequests.Broadcast.class, Turn.PUBLICATION),
    SUBSCRIBE(ApiRequests.Subscribe.class, Turn.ORDINARY),
    UNSUBSCRIBE(ApiRequests.Unsubscribe.class, Turn.ORDINARY),
    DISCONNECT(ApiRequests.Disconnect.class, Turn.ORDINARY),
    REFRESH(ApiRequests.Refresh.class, Turn.ORDINARY),
    PRESENCE(ApiRequests.Presence.class, Turn.ORDINARY),
    PRESENCE_STATS(ApiRequests.PresenceStats.class, Turn.ORDINARY),
    HISTORY(ApiRequests.History.class, Turn.ORDINARY),
    HISTORY_REMOVE(ApiRequests.HistoryRemove.class, Turn.ORDINARY),
    CHANNELS(ApiRequests.Channels.class, Turn.SURVEY),
    INFO(ApiRequests.Info.class, Turn.SURVEY),
    RPC(ApiRequests.Rpc.class, Turn.ORDINARY),
    BATCH(ApiRequests.Batch.class, Turn.WHOLE_REQUEST),
    MAP_PUBLISH,
    MAP_REMOVE,
    MAP_READ_STATE,
    MAP_READ_STREAM,
    MAP_STATS,
    MAP_CLEAR,
    SHARED_POLL_PUBLISH;

    /** How a method stands among the other commands of one request. */
    enum Turn {
        /** Begins as soon as all before it have begun: the broker keeps the order of publications. */
        PUBLICATION,
        /** Begins when all before it are done, and what follows waits for it. */
        ORDINARY,
        /** Like {@link #ORDINARY}, and every node of the cluster is asked. */
        SURVEY,
        /** Cannot be a command among others. */
        WHOLE_REQUEST
    }

    private static final Map<String, ApiMethod> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ApiMethod::wireName, Function.identity()));

    private final Class<? extends Record> request;
    private final Turn turn;
    private final boolean offered;

    ApiMethod(Class<? extends Record> request, Turn turn) {
        this.request = request;
        this.turn = turn;
        this.offered = true;
    }

    /** A method that exists elsewhere; callers learn that it is not available here. */
    ApiMethod() {
        this.request = ApiRequests.NotOffered.class;
        this.turn = Turn.ORDINARY;
        this.offered = false;
    }

    /** The method that back ends call by {@code name}. */
    static Optional<ApiMethod> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Its name in paths, batches and metrics. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its request body. */
    Class<? extends Record> request() {
        return request;
    }

    Turn turn() {
        return turn;
    }

    /** Whether it does anything. */
    boolean offered() {
        return offered;
    }
}

package io.sluice.common.protocol.json;

import static java.util.Map.entry;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.protocol.UnsubscribeCode;
import java.util.List;
import java.util.Map;

/** The messages that the golden files of every format hold, by the names of the files. */
public final class GoldenMessages {
    private static final String TOKEN = "header.claims.signature";

    private static final ClientInfo ANN = new ClientInfo("ann", "2f8a", Payload.EMPTY, Payload.EMPTY);
    private static final ClientInfo NAMED_ANN =
            new ClientInfo("ann", "2f8a", Payload.of("{\"name\":\"Ann\"}"), Payload.EMPTY);

    /** What clients send. */
    public static final Map<String, List<Command>> COMMANDS = Map.ofEntries(
            entry("command-connect", List.of(connect(), fullConnect())),
            entry("command-subscribe", List.of(subscribe(), fullSubscribe())),
            entry("command-unsubscribe", List.of(new Command.Unsubscribe(4, "news"))),
            entry(
                    "command-publish",
                    List.of(
                            new Command.Publish(5, "chat", Payload.of("{\"text\":\"hello\"}"), 0, "", false),
                            new Command.Publish(6, "board", Payload.of("7"), 1, "cell-3", true))),
            entry("command-presence", List.of(new Command.Presence(7, "chat"))),
            entry("command-presence-stats", List.of(new Command.PresenceStats(8, "chat"))),
            entry(
                    "command-history",
                    List.of(
                            new Command.History(9, "chat", 0, null, false),
                            new Command.History(10, "chat", -1, new StreamPosition(5, "bQzX"), true))),
            entry("command-ping", List.of(new Command.Ping(11))),
            entry("command-send", List.of(new Command.Send(0, Payload.of("\"seen\"")))),
            entry("command-rpc", List.of(new Command.Rpc(12, "quote", Payload.of("[1,2.5e3,-0]")))),
            entry("command-refresh", List.of(new Command.Refresh(13, TOKEN))),
            entry(
                    "command-sub-refresh",
                    List.of(new Command.SubRefresh(14, "news", TOKEN, 0), new Command.SubRefresh(15, "polled", "", 1))),
            entry("command-pong", List.of(new Command.Pong())),
            entry("command-unknown", List.of(new Command.Unknown(16), new Command.Unknown(17))));

    /** What they are sent unasked. */
    public static final Map<String, List<Push>> PUSHES = Map.ofEntries(
            entry(
                    "push-publication",
                    List.of(
                            new Push.Published("news", Samples.publication("{\"a\":1}", 1)),
                            new Push.Published("prices:*", Samples.FULL_PUBLICATION))),
            entry("push-join", List.of(new Push.Joined("chat", ANN))),
            entry("push-leave", List.of(new Push.Left("chat", NAMED_ANN))),
            entry("push-unsubscribe", List.of(new Push.Unsubscribed("chat", UnsubscribeCode.INSUFFICIENT_STATE))),
            entry("push-message", List.of(new Push.Message(Payload.of("{\"to\":\"you alone\"}")))),
            entry(
                    "push-subscribe",
                    List.of(
                            new Push.Subscribed("news", false, "", 0, false, Payload.EMPTY),
                            new Push.Subscribed("news", true, "bQzX", 42, true, Payload.of("[]")))),
            entry("push-connect", List.of(new Push.Connected(Samples.CONNECT_WITH_PLAIN_SUBSCRIPTION))),
            entry(
                    "push-disconnect",
                    List.of(
                            new Push.Disconnected(DisconnectCode.SHUTDOWN.disconnect()),
                            new Push.Disconnected(DisconnectCode.INVALID_TOKEN.disconnect()))),
            entry("push-refresh", List.of(new Push.Refreshed(true, 3600))));

    /** What they are answered. */
    public static final Map<String, List<Reply>> REPLIES = Map.ofEntries(
            entry(
                    "reply-error",
                    List.of(
                            new Reply.Failed(1, ErrorCode.PERMISSION_DENIED.error()),
                            new Reply.Failed(2, ErrorCode.INTERNAL.error()))),
            entry(
                    "reply-connect",
                    List.of(
                            new Reply.Connected(1, Samples.PLAIN_CONNECT),
                            new Reply.Connected(1, Samples.FULL_CONNECT))),
            entry(
                    "reply-subscribe",
                    List.of(
                            new Reply.Subscribed(2, Samples.PLAIN_SUBSCRIBE),
                            new Reply.Subscribed(2, Samples.RECOVERABLE_SUBSCRIBE),
                            new Reply.Subscribed(3, Samples.FULL_SUBSCRIBE))),
            entry("reply-unsubscribe", List.of(new Reply.Unsubscribed(4))),
            entry("reply-publish", List.of(new Reply.Published(3))),
            entry(
                    "reply-presence",
                    List.of(
                            new Reply.PresenceListed(7, Map.of()),
                            new Reply.PresenceListed(
                                    7,
                                    Map.of(
                                            "2f8a",
                                            new ClientInfo(
                                                    "ann",
                                                    "2f8a",
                                                    Payload.of("{\"name\":\"Ann\"}"),
                                                    Payload.of("\"host\"")))))),
            entry(
                    "reply-presence-stats",
                    List.of(new Reply.PresenceCounted(8, 0, 0), new Reply.PresenceCounted(8, 12, 5))),
            entry(
                    "reply-history",
                    List.of(
                            new Reply.HistoryListed(9, List.of(), "", 0),
                            new Reply.HistoryListed(
                                    9,
                                    List.of(Samples.publication("{\"n\":1}", 5), Samples.publication("{\"n\":2}", 6)),
                                    "bQzX",
                                    6))),
            entry(
                    "reply-rpc",
                    List.of(
                            new Reply.RpcAnswered(12, Payload.EMPTY),
                            new Reply.RpcAnswered(12, Payload.of("{\"price\":9.5}")))),
            entry(
                    "reply-refresh",
                    List.of(
                            new Reply.Refreshed(13, new RefreshResult("", "", false, 0)),
                            new Reply.Refreshed(13, new RefreshResult("2f8a", "0.1", true, 3600)))),
            entry(
                    "reply-sub-refresh",
                    List.of(new Reply.SubRefreshed(14, false, 0), new Reply.SubRefreshed(14, true, 60))),
            entry("reply-ping", List.of(new Reply.Ping())));

    private GoldenMessages() {}

    private static Command connect() {
        return new Command.Connect(1, "", Payload.EMPTY, "", "", Map.of(), Map.of(), 0);
    }

    private static Command fullConnect() {
        Command.Subscribe resume =
                new Command.Subscribe(0, "", "", true, "bQzX", 42, Payload.EMPTY, false, false, false, "", null, 0, 0);
        return new Command.Connect(
                1,
                TOKEN,
                Payload.of("{\"build\":7}"),
                "js",
                "1.4",
                Map.of("authorization", "Bearer x"),
                Map.of("news", resume),
                1);
    }

    private static Command subscribe() {
        return new Command.Subscribe(2, "news", "", false, "", 0, Payload.EMPTY, false, false, false, "", null, 1, 0);
    }

    private static Command fullSubscribe() {
        return new Command.Subscribe(
                3,
                "prices:ACME",
                TOKEN,
                true,
                "bQzX",
                9007199254740991L,
                Payload.of("[\"a\",null]"),
                true,
                true,
                true,
                "fossil",
                new FilterNode("", "side", "eq", "buy", List.of(), List.of()),
                3,
                4);
    }
}

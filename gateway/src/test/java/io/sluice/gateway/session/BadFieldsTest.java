package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every request, with every value that is of another type or out of its range: each such frame is a bad request, which
 * ends the connection with 3501, and nobody else notices.
 */
class BadFieldsTest {

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable.
    private enum Type {
        TEXT("1", "-1", "1.5", "true", "{}", "[]", "['a']"),
        BOOL("1", "0", "'true'", "''", "{}", "[]"),
        UINT32("-1", "4294967296", "1.5", "1e3", "'1'", "true", "{}", "[]", "99999999999999999999"),
        UINT63("-1", "9223372036854775808", "0.5", "'1'", "true", "{}", "[]", "1e400"),
        INT32("2147483648", "-2147483649", "0.5", "'1'", "true", "{}", "[]"),
        INT64("9223372036854775808", "-9223372036854775809", "0.5", "'1'", "true", "{}", "[]"),
        POSITION("1", "'1'", "[]", "true", "{'offset':-1}", "{'offset':'1'}", "{'epoch':1}"),
        TEXTS("1", "'a'", "[]", "true", "{'a':1}", "{'a':{}}"),
        SUBSCRIBES("1", "'a'", "[]", "true", "{'a':1}", "{'a':[]}", "{'a':{'offset':-1}}", "{'a':{'recover':1}}"),
        FILTER(
                "1",
                "'a'",
                "[]",
                "true",
                "{'op':1}",
                "{'key':1}",
                "{'cmp':1}",
                "{'val':1}",
                "{'vals':'a'}",
                "{'vals':[1]}",
                "{'nodes':{}}",
                "{'nodes':[1]}",
                "{'nodes':[{'op':1}]}"),
        PAYLOAD("", "{", "nul", "'a", "01", "[1,]", "{'a'}");

        private final List<String> bad;

        Type(String... bad) {
            this.bad = List.of(bad);
        }
    }

    private static final Map<String, Map<String, Type>> FIELDS = Map.ofEntries(
            Map.entry(
                    "connect",
                    Map.of(
                            "token", Type.TEXT,
                            "data", Type.PAYLOAD,
                            "subs", Type.SUBSCRIBES,
                            "name", Type.TEXT,
                            "version", Type.TEXT,
                            "headers", Type.TEXTS,
                            "flag", Type.INT64)),
            Map.entry(
                    "subscribe",
                    Map.ofEntries(
                            Map.entry("channel", Type.TEXT),
                            Map.entry("token", Type.TEXT),
                            Map.entry("recover", Type.BOOL),
                            Map.entry("epoch", Type.TEXT),
                            Map.entry("offset", Type.UINT63),
                            Map.entry("data", Type.PAYLOAD),
                            Map.entry("positioned", Type.BOOL),
                            Map.entry("recoverable", Type.BOOL),
                            Map.entry("join_leave", Type.BOOL),
                            Map.entry("delta", Type.TEXT),
                            Map.entry("tf", Type.FILTER),
                            Map.entry("flag", Type.INT64),
                            Map.entry("type", Type.INT32))),
            Map.entry("unsubscribe", Map.of("channel", Type.TEXT)),
            Map.entry(
                    "publish",
                    Map.of(
                            "channel", Type.TEXT,
                            "data", Type.PAYLOAD,
                            "type", Type.INT32,
                            "key", Type.TEXT,
                            "removed", Type.BOOL)),
            Map.entry("presence", Map.of("channel", Type.TEXT)),
            Map.entry("presence_stats", Map.of("channel", Type.TEXT)),
            Map.entry(
                    "history",
                    Map.of(
                            "channel", Type.TEXT,
                            "limit", Type.INT32,
                            "since", Type.POSITION,
                            "reverse", Type.BOOL)),
            Map.entry("rpc", Map.of("method", Type.TEXT, "data", Type.PAYLOAD)),
            Map.entry("send", Map.of("data", Type.PAYLOAD)),
            Map.entry("refresh", Map.of("token", Type.TEXT)),
            Map.entry("sub_refresh", Map.of("channel", Type.TEXT, "token", Type.TEXT, "type", Type.INT32)));

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    static Stream<Arguments> badFields() {
        List<Arguments> rows = new ArrayList<>();
        FIELDS.forEach(
                (command, fields) -> fields.forEach((field, type) -> type.bad.forEach(value -> rows.add(Arguments.of(
                        command.equals("connect"), "{'id':5,'" + command + "':{'" + field + "':" + value + "}}")))));
        FIELDS.keySet().forEach(command -> {
            for (String value : List.of("1", "'a'", "[]", "true")) {
                rows.add(Arguments.of(command.equals("connect"), "{'id':5,'" + command + "':" + value + "}"));
            }
            Type.UINT32.bad.forEach(
                    id -> rows.add(Arguments.of(command.equals("connect"), "{'id':" + id + ",'" + command + "':{}}")));
        });
        for (String frame : List.of("", "\n", "[]", "1", "null", "'a'", "{", "{}}", "{'id':5}{", "{'id':5,}")) {
            rows.add(Arguments.of(false, frame));
            rows.add(Arguments.of(true, frame));
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "connecting={0} {1}")
    @MethodSource("badFields")
    void aBadFieldIsABadRequest(boolean connecting, String frame) {
        TestClient neighbour = node.connected().subscribe("news");
        TestClient client = connecting ? node.open() : node.connected();
        client.say(frame);
        client.expectClosed(3501, "bad request");
        node.publication("news", "1");
        neighbour.expect(TestClient.pushed("news", "1"));
        node.broker().assertCalls("subscribe news");
        assertThat(node.counters().subscriptions.get()).isEqualTo(1);
    }
}

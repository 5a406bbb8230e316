package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a body is, it is refused in words or answered with a result or an error. */
class ApiFuzzTest {

    private static final List<String> VALID = List.of(
            "{\"channel\":\"full:a\",\"data\":{\"a\":[1,null,\"x\"]},\"tags\":{\"k\":\"v\"},\"idempotency_key\":\"i\","
                    + "\"version\":7,\"version_epoch\":\"e\",\"delta\":true,\"skip_history\":false,\"b64data\":\"MQ==\"}",
            "{\"channels\":[\"a\",\"no:b\"],\"data\":\"\\u00e9\"}",
            "{\"channel\":\"a\",\"user\":\"u\",\"expire_at\":1,\"info\":{},\"recover_since\":{\"offset\":1,\"epoch\":\"e\"},"
                    + "\"override\":{\"presence\":{\"value\":true}}}",
            "{\"user\":\"u\",\"whitelist\":[\"c\"],\"disconnect\":{\"code\":4000,\"reason\":\"bye\"}}",
            "{\"channel\":\"full:a\",\"limit\":-1,\"since\":{\"offset\":0,\"epoch\":\"\"},\"reverse\":false}",
            "{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":1}},{\"presence\":{\"channel\":\"full:a\"}}],"
                    + "\"parallel\":false}",
            "{\"method\":\"publish\",\"params\":{\"channel\":\"a\",\"data\":1}}");

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999",
            "0.5",
            "\"\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "{\"a\":",
            "[[[[",
            "\"",
            ",",
            ":",
            "}",
            "]",
            "\n",
            "\u0000",
            "\ufeff",
            "\"channel\":1,",
            "\"channel\":\"b\",",
            "\"data\":null,",
            "1".repeat(2000),
            "[".repeat(1200));

    /** Something is cut out at a place, and a piece put in. */
    private record Edit(int place, int cut, String piece) {

        void apply(StringBuilder text) {
            int at = place % (text.length() + 1);
            text.replace(at, Math.min(text.length(), at + cut), piece);
        }
    }

    private final ApiFixture api = new ApiFixture();

    @Property(tries = 1500)
    void aMutatedBodyIsRefusedOrAnswered(@ForAll ApiMethod method, @ForAll("mutated") byte[] body) {
        assertHandled(method, body);
    }

    @Property(tries = 500)
    void randomBytesAreRefusedOrAnswered(@ForAll ApiMethod method, @ForAll byte[] body) {
        assertHandled(method, body);
    }

    @Property(tries = 500)
    void randomJsonIsRefusedOrAnswered(@ForAll ApiMethod method, @ForAll("json") String body) {
        assertHandled(method, body.getBytes(UTF_8));
    }

    private void assertHandled(ApiMethod method, byte[] body) {
        try {
            Future<ApiResult> answer = api.methods().call(method, ApiJson.read(body, method.request()));
            if (answer.isComplete()) {
                assertThat(ApiFixture.json(answer)).matches("(?s)\\{\"(result|error|replies)\":.*}");
            }
        } catch (ApiBodyException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("io.sluice").doesNotContain("java.");
        }
        try {
            assertThat(LegacyCommand.read(body)).isNotEmpty();
        } catch (ApiBodyException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("io.sluice").doesNotContain("java.");
        }
    }

    /** A valid body in which something was cut out and something else put in, up to three times. */
    @Provide
    Arbitrary<byte[]> mutated() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 1000);
        return Combinators.combine(
                        Arbitraries.of(VALID),
                        Combinators.combine(place, Arbitraries.integers().between(0, 12), Arbitraries.of(PIECES))
                                .as(Edit::new)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3))
                .as((body, edits) -> {
                    StringBuilder text = new StringBuilder(body);
                    edits.forEach(edit -> edit.apply(text));
                    return text.toString().getBytes(UTF_8);
                });
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> name = Arbitraries.of(
                "channel",
                "channels",
                "data",
                "user",
                "commands",
                "publish",
                "history",
                "limit",
                "since",
                "offset",
                "override",
                "presence",
                "value",
                "tags",
                "method",
                "params",
                "x");
        Arbitrary<String> leaf = Arbitraries.of("1", "-1", "null", "true", "\"a\"", "\"full:a\"", "\"no:a\"", "1.5");
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(values -> "[" + String.join(",", values) + "]"),
                        Combinators.combine(name, inner)
                                .as((field, value) -> "\"" + field + "\":" + value)
                                .list()
                                .ofMaxSize(4)
                                .map(fields -> "{" + String.join(",", fields) + "}")),
                1,
                4);
    }
}

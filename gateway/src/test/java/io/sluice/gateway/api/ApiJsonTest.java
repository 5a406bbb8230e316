package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.Payload;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiJsonTest {

    @Test
    void allFieldsOfAPublishAreRead() {
        ApiRequests.Publish publish = publish(
                "{\"channel\":\"news\",\"data\":{\"a\":1},\"b64data\":\"MQ==\","
                        + "\"tags\":{\"k\":\"v\"},\"idempotency_key\":\"i\",\"version\":7,\"version_epoch\":\"e\",\"delta\":true,\"skip_history\":true}");
        assertThat(publish)
                .isEqualTo(new ApiRequests.Publish(
                        "news", Payload.of("{\"a\":1}"), "MQ==", true, Map.of("k", "v"), "i", true, 7L, "e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " { } ", "{\"unheard\":{\"of\":[1]}}"})
    void absentFieldsAreNullAndAbsentDataIsEmpty(String body) {
        assertThat(publish(body))
                .isEqualTo(new ApiRequests.Publish(null, Payload.EMPTY, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50e+03",
                "12345678901234567890123456789012345678901234567890",
                "1.00000000000000000000000001",
                "true",
                "false",
                "\"\"",
                "\"caf\u00e9 \\u00e9 \\/ \ud834\udd1e\"",
                "[]",
                "{}",
                "{ \"b\" : 1,\"a\":[ 1 , 2 ],\"b\":2 }",
                "[[[{\"x\":\"}\"}]]]"
            })
    void dataIsTakenAsTheBytesThatStandInTheBody(String data) {
        assertThat(publish("{\"channel\":\"caf\u00e9\",\"data\": " + data + " ,\"tags\":{}}")
                        .data())
                .hasToString(data);
        assertThat(publish("{\"data\":" + data + "}").data()).hasToString(data);
        assertThat(publish("\n\t{\n\"data\"\n:\n" + data + "\n}\n").data()).hasToString(data);
    }

    @Test
    void rawNewlinesAreTakenOutOfDataSinceTheyEndFrames() {
        assertThat(publish("{\"data\":{\n \"a\":\r\n1}}").data()).hasToString("{ \"a\":1}");
    }

    @Test
    void dataThatIsNullIsNoData() {
        assertThat(publish("{\"data\":null}").data()).isEqualTo(Payload.EMPTY);
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(publish("{\"data\":1,\"data\":[2]}").data()).hasToString("[2]");
    }

    @Test
    void dataInsideABatchIsTakenFromItsOwnPlace() {
        ApiRequests.Batch batch = ApiJson.read(
                bytes("{\"commands\":[{\"publish\":{\"channel\":\"a\",\"data\":{\"n\":1}}},"
                        + "{\"broadcast\":{\"channels\":[\"b\"],\"data\":\"\u00e9\"}}],\"parallel\":true}"),
                ApiRequests.Batch.class);
        assertThat(batch.parallel()).isTrue();
        assertThat(((ApiRequests.Publish) batch.commands().get(0).requests().get(ApiMethod.PUBLISH)).data())
                .hasToString("{\"n\":1}");
        assertThat(((ApiRequests.Broadcast) batch.commands().get(1).requests().get(ApiMethod.BROADCAST)).data())
                .hasToString("\"\u00e9\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"x\"",
                "[]",
                "true",
                " ",
                "{",
                "}",
                "{\"data\":}",
                "{\"data\":tru}",
                "{\"data\":01}",
                "{\"data\":[1,]}",
                "{\"data\":\"\t\"}",
                "{data:1}",
                "{'data':1}",
                "{} {}",
                "{}1",
                "{}x",
                "{\"channel\":{}}",
                "{\"channel\":[]}",
                "{\"channel\":[\"a\"]}",
                "{\"tags\":[]}",
                "{\"tags\":1}",
                "{\"tags\":{\"a\":{}}}",
                "{\"version\":\"1\"}",
                "{\"version\":true}",
                "{\"version\":{}}",
                "{\"version\":99999999999999999999}",
                "{\"idempotency_key\":{}}"
            })
    void whatIsNoPublishIsRefusedWithAReason(String body) {
        assertRefused(bytes(body), ApiRequests.Publish.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"commands\":{}}",
                "{\"commands\":1}",
                "{\"commands\":[1]}",
                "{\"commands\":[[]]}",
                "{\"commands\":[{\"publish\":1}]}",
                "{\"commands\":[{\"publish\":[]}]}",
                "{\"parallel\":\"true\"}",
                "{\"parallel\":1}"
            })
    void whatIsNoBatchIsRefusedWithAReason(String body) {
        assertRefused(bytes(body), ApiRequests.Batch.class);
    }

    @Test
    void nestingHasALimitInDataAndOutsideOfIt() {
        String fits = "[".repeat(250) + "]".repeat(250);
        assertThat(publish("{\"data\":" + fits + "}").data()).hasToString(fits);
        for (int depth : new int[] {257, 999, 1001, 100_000}) {
            String deep = "[".repeat(depth) + "]".repeat(depth);
            assertRefused(bytes("{\"data\":" + deep + "}"), ApiRequests.Publish.class);
        }
        String deep = "{\"a\":".repeat(100_000);
        assertRefused(bytes("{\"unheard\":" + deep), ApiRequests.Publish.class);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        assertRefused("{\"data\":1}".getBytes(UTF_16BE), ApiRequests.Publish.class);
        assertRefused(
                new byte[] {'{', '"', 'd', 'a', 't', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'},
                ApiRequests.Publish.class);
    }

    @Property(tries = 500)
    void noBodyIsTooStrange(@ForAll("almostJson") String body) {
        assertThatCode(() -> {
                    try {
                        publish(body);
                    } catch (ApiBodyException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                })
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of("{", "}", "[", "]", ",", ":", "\"data\"", "\"channel\"", "\"x\"", "1", "null", " ", "\"")
                .list()
                .ofMaxSize(12)
                .map(tokens -> "{\"data\":" + String.join("", tokens));
    }

    private static ApiRequests.Publish publish(String body) {
        return ApiJson.read(bytes(body), ApiRequests.Publish.class);
    }

    private static void assertRefused(byte[] body, Class<?> type) {
        assertThatExceptionOfType(ApiBodyException.class)
                .isThrownBy(() -> ApiJson.read(body, type))
                .satisfies(refusal -> assertThat(refusal.getMessage()).isNotBlank());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

package io.sluice.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest implements FrameReader.Visitor {
    private final List<Object> seen = new ArrayList<>();

    @Override
    public void ping() {
        seen.add("ping");
    }

    @Override
    public void publication(Publication publication) {
        seen.add(publication);
    }

    @Override
    public void push(JsonNode push) {
        seen.add("push " + push);
    }

    @Override
    public void reply(long id, JsonNode reply) {
        seen.add("reply " + id + " " + reply);
    }

    private List<Object> read(String frame) throws IOException {
        FrameReader.read(frame, this);
        return seen;
    }

    @Test
    void anEmptyObjectIsAPing() throws IOException {
        assertThat(read("{}")).containsExactly("ping");
    }

    @Test
    void aReplyIsPassedOnWhole() throws IOException {
        assertThat(read("{\"id\":7,\"subscribe\":{\"epoch\":\"e\"}}"))
                .containsExactly("reply 7 {\"id\":7,\"subscribe\":{\"epoch\":\"e\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\": [1, 2.50]}", "\"te\\\"xt\"", "12.50", "-1e3", "true", "null", "[]", "{\"push\":{}}"})
    void theDataOfAPublicationIsCutOutAsItWasWritten(String data) throws IOException {
        assertThat(read("{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":" + data + ",\"offset\":9}}}"))
                .containsExactly(new Publication("c", data, 9));
    }

    @Test
    void fieldsMayComeInAnyOrderAndUnknownOnesAreSkipped() throws IOException {
        String frame = "{\"push\":{\"new\":[{}],\"pub\":{\"offset\":3,\"info\":{\"user\":\"u\"},\"data\":{ } },"
                + "\"channel\":\"c\\u0041\"}}";

        assertThat(read(frame)).containsExactly(new Publication("cA", "{ }", 3));
    }

    @Test
    void otherPushesArePassedOnAsTrees() throws IOException {
        assertThat(read("{\"push\":{\"channel\":\"c\",\"join\":{\"info\":{\"user\":\"\"}}}}"))
                .containsExactly("push {\"channel\":\"c\",\"join\":{\"info\":{\"user\":\"\"}}}");
    }

    @Test
    void aFrameMayHoldManyObjects() throws IOException {
        String frame = "{\"id\":1,\"publish\":{}}\n{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":1}}}\n{}\n";

        assertThat(read(frame))
                .containsExactly("reply 1 {\"id\":1,\"publish\":{}}", new Publication("c", "1", 0), "ping");
    }

    @Test
    void aLongFrameIsCutAtTheRightPlaces() throws IOException {
        String data = "\"" + "ü".repeat(70_000) + "\"";
        String push = "{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":" + data + "}}}";

        assertThat(read(push + "\n" + push))
                .containsExactly(new Publication("c", data, 0), new Publication("c", data, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "{\"id\":", "{\"push\":{\"pub\":[]}}"})
    void whatIsNoSequenceOfObjectsIsAnError(String frame) {
        assertThatIOException().isThrownBy(() -> read("{}\n" + frame));
        assertThat(seen).containsExactly("ping");
    }

    @Test
    void aPublicationThatIsAPatchSaysSo() throws IOException {
        String frame = "{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":\"0\\n0;\",\"offset\":2,\"delta\":true}}}";
        assertThat(read(frame)).containsExactly(new Publication("c", "\"0\\n0;\"", 2, true));
    }
}

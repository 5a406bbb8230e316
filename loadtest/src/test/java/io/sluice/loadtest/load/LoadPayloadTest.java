package io.sluice.loadtest.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPayloadTest {
    @ParameterizedTest
    @CsvSource({"64,1,0", "64,2147483647,9223372036854775807", "120,17,123456", "1024,1,1"})
    void itHasExactlyItsBytesWhateverItsNumbers(int bytes, long number, long nanos) throws Exception {
        String text = new LoadPayload(bytes).json(number, nanos);

        assertThat(text.getBytes(UTF_8)).hasSize(bytes);
        JsonNode json = Json.read(text);
        assertThat(json.path("n").asLong()).isEqualTo(number);
        assertThat(json.path("t").asLong()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 60_001})
    void sizesBeyondTheLimitsAreRefusedInWords(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadPayload(bytes))
                .withMessage("expected a message of 64 to 60000 bytes but was " + bytes);
    }

    @Test
    void aPrefixIsLettersOnly() {
        assertThat(new ChannelNames("ta").name(17)).isEqualTo("ta17");
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelNames("t1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelNames(""));
    }
}

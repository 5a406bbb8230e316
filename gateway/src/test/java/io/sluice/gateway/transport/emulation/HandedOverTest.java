package io.sluice.gateway.transport.emulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.Payload;
import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HandedOverTest {

    @Property(tries = 200)
    void whatIsEncodedIsDecodedTheSame(@ForAll byte[] commands) {
        EmulationRequest request = new EmulationRequest("n", "sécret", Payload.binary(commands));
        assertThat(HandedOver.decode(HandedOver.encode(request)))
                .contains(new HandedOver("sécret", Buffer.buffer(commands)));
    }

    @Property(tries = 500)
    void noBytesAreTooStrange(@ForAll byte[] bytes) {
        assertThatCode(() -> HandedOver.decode(Buffer.buffer(bytes))).doesNotThrowAnyException();
    }

    @Test
    void whatIsCutOffIsNone() {
        Buffer whole = HandedOver.encode(new EmulationRequest("n", "secret", Payload.EMPTY));
        for (int length = 0; length < whole.length(); length++) {
            assertThat(HandedOver.decode(whole.getBuffer(0, length))).isEmpty();
        }
    }

    @Test
    void aSecretThatNoSessionCanHaveIsNotCarried() {
        Buffer encoded =
                HandedOver.encode(new EmulationRequest("n", "s".repeat(70_000), Payload.of("{}".getBytes(UTF_8))));
        assertThat(HandedOver.decode(encoded)).contains(new HandedOver("", Buffer.buffer("{}")));
    }
}

package io.sluice.gateway.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemberCodecTest {

    private static final ClientInfo MEMBER =
            new ClientInfo("\u00fcser", "client", Payload.of("{\"a\":1}"), Payload.binary(new byte[] {0, 9}));

    @Property(tries = 500)
    void noBytesAreTooStrange(@ForAll byte[] bytes) {
        assertThatCode(() -> MemberCodec.decode("client", bytes)).doesNotThrowAnyException();
    }

    @Test
    void whatIsEncodedIsDecodedTheSame() {
        assertThat(MemberCodec.decode("client", MemberCodec.encode(MEMBER).getBytes()))
                .isEqualTo(MEMBER);
    }

    @Test
    void whatIsCutOffIsNoMember() {
        byte[] bytes = MemberCodec.encode(MEMBER).getBytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(MemberCodec.decode("client", Arrays.copyOf(bytes, length)))
                    .isNull();
        }
    }
}

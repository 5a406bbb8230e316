package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsuitablePayloadException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFormsTest {
    private static final Payload BINARY = Payload.binary(new byte[] {1, -1});

    private final JsonFrameCodec codec = new JsonFrameCodec();

    @Test
    void aPlainDocumentIsPartOfTheText() {
        assertThat(pushed(new Push.Published("a", publication(Payload.of("{\"b\":\"c\"}"), DataForm.PLAIN))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":{\"b\":\"c\"}}}}");
    }

    @Test
    void aWholeDocumentAmongPatchesIsAString() {
        assertThat(pushed(new Push.Published("a", publication(Payload.of("{\"b\":\"é\"}"), DataForm.WHOLE))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":\"{\\\"b\\\":\\\"é\\\"}\"}}}");
    }

    @Test
    void aPatchIsAStringThatSaysThatItIsOne() {
        assertThat(pushed(new Push.Published(
                        "a", publication(Payload.binary("7\n3@0,".getBytes(UTF_8)), DataForm.PATCH))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":\"7\\u000a3@0,\",\"delta\":true}}}");
    }

    @Test
    void anEmptyPatchIsAnEmptyString() {
        assertThat(pushed(new Push.Published("a", publication(Payload.EMPTY, DataForm.PATCH))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":\"\",\"delta\":true}}}");
    }

    @Test
    void aPatchThatCutsACharacterDoesNotSuit() {
        byte[] half = {'1', ':', (byte) 0xC3};
        assertThat(JsonPayloads.isText(half)).isFalse();
        assertThat(JsonPayloads.isText("1:é\\u".getBytes(UTF_8))).isTrue();
        assertUnsuitable(new Reply.Pushed(new Push.Published("a", publication(Payload.binary(half), DataForm.PATCH))));
    }

    @Test
    void aChannelWithANumberIsNotNamed() {
        assertThat(pushed(new Push.Published("a", 7, publication(Payload.of("1"), DataForm.PLAIN))))
                .isEqualTo("{\"push\":{\"id\":7,\"pub\":{\"data\":1}}}");
    }

    @Test
    void binaryPayloadsDoNotSuitWhereverTheyAre() {
        Payload text = Payload.binary("1".getBytes(UTF_8));
        assertUnsuitable(new Reply.Pushed(new Push.Published("a", publication(BINARY, DataForm.PLAIN))));
        assertUnsuitable(new Reply.Pushed(new Push.Published("a", publication(text, DataForm.WHOLE))));
        assertUnsuitable(new Reply.Pushed(new Push.Message(BINARY)));
        assertUnsuitable(new Reply.RpcAnswered(1, BINARY));
        assertUnsuitable(new Reply.PresenceListed(1, Map.of("c", new ClientInfo("u", "c", BINARY, Payload.EMPTY))));
    }

    private void assertUnsuitable(Reply reply) {
        assertThatExceptionOfType(UnsuitablePayloadException.class).isThrownBy(() -> codec.encode(reply));
    }

    private String pushed(Push push) {
        return new String(codec.encode(new Reply.Pushed(push)), UTF_8);
    }

    private static Publication publication(Payload data, DataForm form) {
        return new Publication(data, null, 0, Map.of(), form, "", "", 0);
    }
}

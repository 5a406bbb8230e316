package io.sluice.loadtest.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MessageScannerTest {
    private static final LoadPayload PAYLOAD = new LoadPayload(120);
    private static final ChannelNames NAMES = new ChannelNames("ta");

    private static String push(int channel, String data) {
        return "{\"push\":{\"channel\":\"" + NAMES.name(channel) + "\",\"pub\":{\"data\":" + data + "}}}";
    }

    private static List<String> scan(String frame) throws IOException {
        List<String> seen = new ArrayList<>();
        // Within a larger array, as in a loop's scratch.
        byte[] bytes = ("###" + frame + "###").getBytes(UTF_8);
        new MessageScanner(NAMES, PAYLOAD).scan(bytes, 3, bytes.length - 3, recorder(seen));
        return seen;
    }

    private static MessageScanner.Visitor recorder(List<String> seen) {
        return new MessageScanner.Visitor() {
            @Override
            public void publication(int channel, long number, long intendedNanos, long offset) {
                seen.add(channel + " " + number + " " + intendedNanos + (offset > 0 ? " at " + offset : ""));
            }

            @Override
            public void ping() {
                seen.add("ping");
            }

            @Override
            public void reply(long id, JsonNode message) {
                seen.add("reply " + id);
            }

            @Override
            public void other(JsonNode message) {
                seen.add("other");
            }
        };
    }

    @Test
    void aPublicationHasItsChannelNumberAndTime() throws Exception {
        assertThat(scan(push(17, PAYLOAD.json(3, 123_456_789_012L)))).containsExactly("17 3 123456789012");
    }

    @Test
    void severalMessagesShareAFrame() throws Exception {
        assertThat(scan(push(0, PAYLOAD.json(1, 5)) + "\n{}\n" + push(1, PAYLOAD.json(2, 6)) + "\n"))
                .containsExactly("0 1 5", "ping", "1 2 6");
    }

    @Test
    void theOffsetBehindTheDataIsRead() throws Exception {
        String withOffset =
                "{\"push\":{\"channel\":\"ta1\",\"pub\":{\"data\":" + PAYLOAD.json(1, 5) + ",\"offset\":97}}}";

        assertThat(scan(withOffset + "\n" + push(2, PAYLOAD.json(1, 6)))).containsExactly("1 1 5 at 97", "2 1 6");
        assertThat(scan(withOffset.replace("\"offset\"", " \"offset\""))).containsExactly("1 1 5");
    }

    @Test
    void theOffsetOfAPublicationOfAnUnusualFormIsRead() throws Exception {
        assertThat(
                        scan(
                                "{\"push\": {\"pub\": {\"offset\": 12, \"data\": {\"t\": 5, \"n\": 7}}, \"channel\": \"ta3\"}}"))
                .containsExactly("3 7 5 at 12");
    }

    @Test
    void anotherOrderOfFieldsAndSpacesAreReadToo() throws Exception {
        assertThat(scan("{\"push\": {\"pub\": {\"data\": {\"t\": 5, \"n\": 7}}, \"channel\": \"ta3\"}}"))
                .containsExactly("3 7 5");
    }

    @Test
    void dataOfAnotherLengthDoesNotHideTheNextMessage() throws Exception {
        assertThat(scan(push(1, "{\"n\":1,\"t\":5}") + "\n" + push(2, new LoadPayload(500).json(1, 6)) + "\n{}"))
                .containsExactly("1 1 5", "2 1 6", "ping");
    }

    @Test
    void repliesAndOtherPushesAreToldApart() throws Exception {
        assertThat(scan("{\"id\":4,\"subscribe\":{}}\n{\"push\":{\"disconnect\":{\"code\":3000}}}"))
                .containsExactly("reply 4", "other");
    }

    @Test
    void channelsOfAnotherRunAreOthers() throws Exception {
        String data = PAYLOAD.json(1, 5);

        assertThat(scan("{\"push\":{\"channel\":\"tb1\",\"pub\":{\"data\":" + data + "}}}"
                        + "\n{\"push\":{\"channel\":\"ta\",\"pub\":{\"data\":" + data + "}}}"
                        + "\n{\"push\":{\"channel\":\"tab1\",\"pub\":{\"data\":" + data + "}}}"))
                .containsExactly("other", "other", "other");
    }

    @Test
    void whatIsNoJsonIsAFault() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> scan("{\"push\":{\"channel\":"));
    }

    @Property
    void anyMixtureOfMessagesIsReadInItsOrder(
            @ForAll @Size(max = 20) List<@IntRange(max = 2_000) Integer> channels,
            @ForAll @IntRange(min = 64, max = 300) int bytes,
            @ForAll @LongRange(min = 0) long nanos)
            throws IOException {
        StringBuilder frame = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int channel : channels) {
            boolean usual = channel % 3 != 0;
            frame.append(push(channel, new LoadPayload(usual ? PAYLOAD.bytes() : bytes).json(channel + 1L, nanos)));
            frame.append('\n');
            expected.add(channel + " " + (channel + 1) + " " + nanos);
        }

        assertThat(scan(frame.toString())).isEqualTo(expected);
    }
}

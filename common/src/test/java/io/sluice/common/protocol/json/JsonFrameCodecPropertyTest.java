package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class JsonFrameCodecPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonFrameCodec codec = new JsonFrameCodec();

    @Property
    void anyBytesAreCommandsOrMalformed(@ForAll byte[] frame) {
        assertThat(decodesToCommandsOrIsMalformed(frame)).isTrue();
    }

    @Property
    void anyTokensAreCommandsOrMalformed(@ForAll @Size(max = 30) List<@From("tokens") String> tokens) {
        assertThat(decodesToCommandsOrIsMalformed(String.join("", tokens).getBytes(UTF_8)))
                .isTrue();
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"",
                "\n",
                " ",
                "1",
                "-",
                ".",
                "e",
                "null",
                "true",
                "\\",
                "\\u",
                "\\ud834",
                "é",
                "{\"id\":",
                "\"publish\":{",
                "\"data\":",
                "\"channel\":\"",
                "\"connect\":{",
                "\"subs\":{",
                "\"offset\":",
                "}}\n");
    }

    @Property
    void aGoldenFrameWithAWrongByteIsCommandsOrMalformed(
            @ForAll("goldenFrames") byte[] golden, @ForAll @IntRange(max = 10_000) int position, @ForAll byte wrong) {
        byte[] frame = golden.clone();
        frame[position % frame.length] = wrong;
        assertThat(decodesToCommandsOrIsMalformed(frame)).isTrue();
    }

    @Property
    void aTornGoldenFrameIsCommandsOrMalformed(
            @ForAll("goldenFrames") byte[] golden, @ForAll @IntRange(max = 10_000) int length) {
        byte[] frame = Arrays.copyOf(golden, length % golden.length);
        assertThat(decodesToCommandsOrIsMalformed(frame)).isTrue();
    }

    @Provide
    Arbitrary<byte[]> goldenFrames() throws Exception {
        return Arbitraries.of(Golden.names("command-")).map(Golden::bytes);
    }

    @Property
    void anyJsonValueArrivesAsPayloadByteForByteButForNewlines(
            @ForAll("jsonValues") String value,
            @ForAll("spaces") String before,
            @ForAll("spaces") String after,
            @ForAll @LongRange(max = 4294967295L) long id) {
        byte[] frame = ("{\"send\":{\"data\":" + before + value + after + "},\"id\":" + id + "}").getBytes(UTF_8);
        assertThat(codec.decode(frame, 0, frame.length))
                .containsExactly(new Command.Send(id, Payload.of(withoutNewlines(value))));
    }

    @Property
    void anyJsonValueIsAcceptedAsAPayload(
            @ForAll("jsonValues") String value, @ForAll("spaces") String before, @ForAll("spaces") String after) {
        assertThat(JsonPayloads.parse((before + value + after).getBytes(UTF_8)))
                .isEqualTo(Payload.of(withoutNewlines(value)));
    }

    @Property
    void aPayloadGoesThroughAReplyAndBackUnchanged(@ForAll("jsonValues") String value, @ForAll("sizes") int padding) {
        Payload payload = JsonPayloads.parse(("[" + value + " ".repeat(padding) + "]").getBytes(UTF_8));
        // The reply to a call has the shape of a call without a method.
        byte[] frame = codec.encode(new Reply.RpcAnswered(1, payload));
        assertThat(codec.decode(frame, 0, frame.length)).containsExactly(new Command.Rpc(1, "", payload));
    }

    /** Below and above the room that a writer starts with. */
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.integers().between(0, 2000);
    }

    @Property
    void aPublicationOfAnyTextIsJsonThatSaysTheSame(
            @ForAll("jsonValues") String value,
            @ForAll("strings") String channel,
            @ForAll("stringMaps") Map<String, String> tags,
            @ForAll long offset)
            throws IOException {
        Payload data = JsonPayloads.parse(value.getBytes(UTF_8));
        Publication publication = new Publication(data, null, offset, tags, DataForm.PLAIN, "", "", 0);
        byte[] frame = codec.encode(new Reply.Pushed(new Push.Published(channel, publication)));

        JsonNode push = JSON.readTree(frame).get("push");
        assertThat(push.path("channel").asText("")).isEqualTo(channel);
        assertThat(push.path("pub").path("offset").asLong(0)).isEqualTo(offset);
        assertThat(textFields(push.path("pub").path("tags"))).isEqualTo(tags);
        assertThat(new String(frame, UTF_8)).contains("\"data\":" + data).doesNotContain("\n", "\r");
    }

    @Property
    void commandsOfAFrameAreThoseOfItsLines(
            @ForAll @Size(min = 1, max = 20) List<@From("goldenCommands") String> lines) {
        List<Command> oneByOne = new ArrayList<>();
        for (String line : lines) {
            oneByOne.addAll(decode(line));
        }
        assertThat(decode(String.join("\n", lines))).hasSameSizeAs(lines).isEqualTo(oneByOne);
        assertThat(decode(String.join("\n", lines) + "\n")).isEqualTo(oneByOne);
    }

    @Provide
    Arbitrary<String> goldenCommands() throws Exception {
        return Arbitraries.of(Golden.names("command-").stream()
                .flatMap(name -> Golden.text(name).lines())
                .toList());
    }

    @Property
    void aFrameOfRepliesIsTheirFramesOnePerLine(
            @ForAll("jsonValues") String value,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 99) Integer> ids) {
        Payload data = JsonPayloads.parse(value.getBytes(UTF_8));
        List<Reply> replies = ids.stream()
                .<Reply>map(id -> id == 0 ? new Reply.Ping() : new Reply.RpcAnswered(id, data))
                .toList();
        List<String> frames = replies.stream()
                .map(reply -> new String(codec.encode(reply), UTF_8))
                .toList();
        assertThat(new String(codec.encode(replies), UTF_8)).isEqualTo(String.join("\n", frames));
    }

    @Provide
    Arbitrary<String> jsonValues() {
        return JsonTexts.values();
    }

    @Provide
    Arbitrary<String> strings() {
        return JsonTexts.strings();
    }

    @Provide
    Arbitrary<String> spaces() {
        return JsonTexts.spaces();
    }

    @Provide
    Arbitrary<Map<String, String>> stringMaps() {
        return Arbitraries.maps(JsonTexts.strings(), JsonTexts.strings()).ofMaxSize(3);
    }

    private boolean decodesToCommandsOrIsMalformed(byte[] frame) {
        try {
            return !codec.decode(frame, 0, frame.length).isEmpty();
        } catch (MalformedFrameException e) {
            return !e.getMessage().isEmpty();
        }
    }

    private List<Command> decode(String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        return codec.decode(bytes, 0, bytes.length);
    }

    private static String withoutNewlines(String value) {
        return value.replace("\n", "").replace("\r", "");
    }

    private static Map<String, String> textFields(JsonNode object) {
        Map<String, String> fields = new HashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> field = i.next();
            fields.put(field.getKey(), field.getValue().asText());
        }
        return fields;
    }
}

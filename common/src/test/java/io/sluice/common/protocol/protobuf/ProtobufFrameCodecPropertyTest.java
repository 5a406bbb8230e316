package io.sluice.common.protocol.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.GoldenMessages;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ProtobufFrameCodecPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProtobufFrameCodec codec = new ProtobufFrameCodec();

    @Property
    void anyBytesAreCommandsOrMalformed(@ForAll byte[] frame) {
        assertThat(decodesToCommandsOrIsMalformed(frame)).isTrue();
    }

    @Property
    void aGoldenFrameWithFlippedBitsIsCommandsOrMalformed(
            @ForAll("goldenFrames") byte[] golden, @ForAll @IntRange(min = 1, max = 8) int flips, @ForAll long seed) {
        byte[] frame = golden.clone();
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        assertThat(decodesToCommandsOrIsMalformed(frame)).isTrue();
    }

    @Property
    void aTornGoldenFrameIsCommandsOrMalformed(
            @ForAll("goldenFrames") byte[] golden, @ForAll @IntRange(max = 10_000) int length) {
        assertThat(decodesToCommandsOrIsMalformed(Arrays.copyOf(golden, length % golden.length)))
                .isTrue();
    }

    @Property
    void anEmulationRequestOfAnyBytesIsOneOrMalformed(@ForAll byte[] body) {
        boolean read;
        try {
            read = codec.decodeEmulation(body, 0, body.length) != null;
        } catch (MalformedFrameException e) {
            read = !e.getMessage().isEmpty();
        }
        assertThat(read).isTrue();
    }

    /** Messages come in a frame whole, so a codec must not be asked for more than a few times the frame in memory. */
    @Property(tries = 3)
    void hostileFramesOf64KiBTakeAFewMegabytes(@ForAll("hostileFrames") byte[] frame) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        decodesToCommandsOrIsMalformed(frame);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
    }

    @Provide
    Arbitrary<byte[]> hostileFrames() {
        byte[] pongs = new byte[65_536];
        return Arbitraries.of(pongs, subscribeOf(new byte[] {0x32, 0}), subscribeOf(new byte[] {0x2a, 0}));
    }

    /** A subscribe command whose filter is {@code field} again and again. */
    private static byte[] subscribeOf(byte[] field) {
        byte[] fields = new byte[64_000];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field[i % field.length];
        }
        try {
            return Schema.frame(ClientSchema.Command.newBuilder()
                    .setId(1)
                    .setSubscribe(
                            ClientSchema.SubscribeRequest.newBuilder().setTf(ClientSchema.FilterNode.parseFrom(fields)))
                    .build());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<byte[]> goldenFrames() {
        return Arbitraries.of(GoldenMessages.COMMANDS.keySet()).map(GoldenProtobuf::frame);
    }

    @Property
    void aSubscribeCommandIsTheSameInBothFormats(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ClientSchema.SubscribeRequest request = subscribe(random, text(random));
        ObjectNode json = JSON.createObjectNode();
        json.put("id", 7).set("subscribe", json(request));
        ClientSchema.Command command =
                ClientSchema.Command.newBuilder().setId(7).setSubscribe(request).build();
        assertThat(decode(command)).isEqualTo(decodeJson(json));
    }

    @Property
    void aConnectCommandIsTheSameInBothFormats(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ClientSchema.ConnectRequest.Builder request = ClientSchema.ConnectRequest.newBuilder()
                .setToken(text(random))
                .setName(text(random))
                .setVersion(text(random))
                .setData(ByteString.copyFromUtf8("[1]"))
                .setFlag(random.nextLong());
        ObjectNode json = JSON.createObjectNode();
        ObjectNode connect = json.put("id", 1).putObject("connect");
        connect.put("token", request.getToken())
                .put("name", request.getName())
                .put("version", request.getVersion())
                .put("flag", request.getFlag());
        connect.putArray("data").add(1);
        ObjectNode headers = connect.putObject("headers");
        ObjectNode subs = connect.putObject("subs");
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = text(random);
            String value = text(random);
            request.putHeaders(name, value);
            headers.put(name, value);
            ClientSchema.SubscribeRequest sub = subscribe(random, "");
            request.putSubs(name, sub);
            subs.set(name, json(sub));
        }
        ClientSchema.Command command =
                ClientSchema.Command.newBuilder().setId(1).setConnect(request).build();
        assertThat(decode(command)).isEqualTo(decodeJson(json));
    }

    @Property
    void aPublishAndAHistoryCommandAreTheSameInBothFormats(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ClientSchema.PublishRequest publish = ClientSchema.PublishRequest.newBuilder()
                .setChannel(text(random))
                .setData(ByteString.copyFromUtf8("{\"a\":1}"))
                .setType(random.nextInt())
                .setKey(text(random))
                .setRemoved(random.nextBoolean())
                .build();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", 3)
                .putObject("publish")
                .put("channel", publish.getChannel())
                .put("type", publish.getType())
                .put("key", publish.getKey())
                .put("removed", publish.getRemoved())
                .putObject("data")
                .put("a", 1);
        assertThat(decode(ClientSchema.Command.newBuilder()
                        .setId(3)
                        .setPublish(publish)
                        .build()))
                .isEqualTo(decodeJson(json));

        ClientSchema.StreamPosition since = ClientSchema.StreamPosition.newBuilder()
                .setOffset(random.nextLong() >>> 1)
                .setEpoch(text(random))
                .build();
        ClientSchema.HistoryRequest history = ClientSchema.HistoryRequest.newBuilder()
                .setChannel(text(random))
                .setLimit(random.nextInt())
                .setReverse(random.nextBoolean())
                .setSince(since)
                .build();
        ObjectNode read = JSON.createObjectNode();
        read.put("id", 4)
                .putObject("history")
                .put("channel", history.getChannel())
                .put("limit", history.getLimit())
                .put("reverse", history.getReverse())
                .putObject("since")
                .put("offset", since.getOffset())
                .put("epoch", since.getEpoch());
        assertThat(decode(ClientSchema.Command.newBuilder()
                        .setId(4)
                        .setHistory(history)
                        .build()))
                .isEqualTo(decodeJson(read));
    }

    @Property
    void theOtherSideReadsEveryPublication(@ForAll long seed, @ForAll @IntRange(max = 70_000) int size) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Map<String, String> tags = Map.of(text(random) + "1", text(random), text(random) + "2", text(random));
        long offset = random.nextLong() >>> 1;
        Publication publication = new Publication(
                Payload.binary(bytes.clone()), null, offset, tags, DataForm.PATCH, text(random), text(random), 5);
        String channel = text(random);

        byte[] frame = codec.encode(new Reply.Pushed(new Push.Published(channel, publication)));

        ClientSchema.Push push = Schema.replies(frame).get(0).getPush();
        assertThat(push.getChannel()).isEqualTo(channel);
        assertThat(push.getId()).isZero();
        assertThat(push.getPub().getData().toByteArray()).isEqualTo(bytes);
        assertThat(push.getPub().getTagsMap()).isEqualTo(tags);
        assertThat(push.getPub().getOffset()).isEqualTo(offset);
        assertThat(push.getPub().getDelta()).isTrue();
        assertThat(push.getPub().getChannel()).isEqualTo(publication.channel());
        assertThat(push.getPub().getEpoch()).isEqualTo(publication.epoch());
        assertThat(push.getPub().getTime()).as("the time stays here").isZero();
    }

    @Property(tries = 50)
    void aChannelWithANumberIsNotNamed(@ForAll @net.jqwik.api.constraints.LongRange(min = 1) long number) {
        Publication publication = new Publication(Payload.of("1"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
        byte[] frame = codec.encode(new Reply.Pushed(new Push.Published("a", number, publication)));
        ClientSchema.Push push = Schema.replies(frame).get(0).getPush();
        assertThat(push.getId()).isEqualTo(number);
        assertThat(push.getChannel()).isEmpty();
    }

    private static ClientSchema.SubscribeRequest subscribe(Random random, String channel) {
        return ClientSchema.SubscribeRequest.newBuilder()
                .setChannel(channel)
                .setToken(text(random))
                .setRecover(random.nextBoolean())
                .setEpoch(text(random))
                .setOffset(random.nextLong() >>> 1)
                .setData(ByteString.copyFromUtf8("\"data\""))
                .setPositioned(random.nextBoolean())
                .setRecoverable(random.nextBoolean())
                .setJoinLeave(random.nextBoolean())
                .setDelta(text(random))
                .setTf(filter(random, 3))
                .setFlag(random.nextLong())
                .setType(random.nextInt())
                .build();
    }

    private static ObjectNode json(ClientSchema.SubscribeRequest request) {
        ObjectNode json = JSON.createObjectNode();
        json.put("channel", request.getChannel())
                .put("token", request.getToken())
                .put("recover", request.getRecover())
                .put("epoch", request.getEpoch())
                .put("offset", request.getOffset())
                .put("data", "data")
                .put("positioned", request.getPositioned())
                .put("recoverable", request.getRecoverable())
                .put("join_leave", request.getJoinLeave())
                .put("delta", request.getDelta())
                .put("flag", request.getFlag())
                .put("type", request.getType());
        json.set("tf", json(request.getTf()));
        return json;
    }

    private static ClientSchema.FilterNode filter(Random random, int depth) {
        ClientSchema.FilterNode.Builder node = ClientSchema.FilterNode.newBuilder()
                .setOp(text(random))
                .setKey(text(random))
                .setCmp(text(random))
                .setVal(text(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            node.addVals(text(random));
        }
        for (int i = depth > 0 ? random.nextInt(3) : 0; i > 0; i--) {
            node.addNodes(filter(random, depth - 1));
        }
        return node.build();
    }

    private static ObjectNode json(ClientSchema.FilterNode node) {
        ObjectNode json = JSON.createObjectNode();
        json.put("op", node.getOp())
                .put("key", node.getKey())
                .put("cmp", node.getCmp())
                .put("val", node.getVal());
        ArrayNode vals = json.putArray("vals");
        node.getValsList().forEach(vals::add);
        ArrayNode nodes = json.putArray("nodes");
        node.getNodesList().forEach(each -> nodes.add(json(each)));
        return json;
    }

    private static String text(Random random) {
        String[] texts = {"", "a", "news", "é€", "\uD834\uDD1E", "line\nbreak\"\\", "x".repeat(200)};
        return texts[random.nextInt(texts.length)];
    }

    private List<Command> decode(ClientSchema.Command command) {
        byte[] frame = Schema.frame(command);
        return codec.decode(frame, 0, frame.length);
    }

    private static List<Command> decodeJson(ObjectNode command) throws Exception {
        byte[] frame = JSON.writeValueAsString(command).getBytes(UTF_8);
        return new JsonFrameCodec().decode(frame, 0, frame.length);
    }

    private boolean decodesToCommandsOrIsMalformed(byte[] frame) {
        try {
            return !codec.decode(frame, 0, frame.length).isEmpty();
        } catch (MalformedFrameException e) {
            return !e.getMessage().isEmpty();
        }
    }
}

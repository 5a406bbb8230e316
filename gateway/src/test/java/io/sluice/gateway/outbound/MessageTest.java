package io.sluice.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsuitablePayloadException;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final int THREADS = 8;
    private static final int MESSAGES = 500;

    @Test
    void aMessageIsEncodedOnceForEachFormatHoweverManyThreadsAskAtOnce() throws Exception {
        FakeFormat first = new FakeFormat(0);
        FakeFormat second = new FakeFormat(WireFormat.ENCODINGS - 1);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(Messages.publication("a", i));
        }
        List<List<byte[]>> seen = inManyThreads(start -> {
            List<byte[]> bytes = new ArrayList<>();
            for (Message message : messages) {
                start.await(60, TimeUnit.SECONDS);
                bytes.add(message.in(first));
                bytes.add(message.in(second));
            }
            return bytes;
        });
        assertThat(first.encoded()).isEqualTo(MESSAGES);
        assertThat(second.encoded()).isEqualTo(MESSAGES);
        for (List<byte[]> each : seen) {
            for (int i = 0; i < each.size(); i++) {
                assertThat(each.get(i)).isSameAs(seen.get(0).get(i));
            }
        }
        assertThat(new String(seen.get(0).get(2 * 7), UTF_8)).isEqualTo("a=7");
    }

    @Test
    void anEncodingThatFailsIsTriedAgain() {
        FakeFormat format = new FakeFormat(0);
        Message message = Messages.publication("a", 1);
        WireFormat failing = new WireFormat() {
            @Override
            public int index() {
                return format.index();
            }

            @Override
            public int encoding() {
                return format.encoding();
            }

            @Override
            public byte[] encode(Reply reply) {
                throw new OutOfMemoryError("as the test wants");
            }

            @Override
            public ByteBuf frame(List<byte[]> messages, int bytes) {
                return format.frame(messages, bytes);
            }
        };
        assertThat(catchThrowable(() -> message.in(failing))).isInstanceOf(OutOfMemoryError.class);
        assertThat(message.in(format)).asString().isEqualTo("a=1");
    }

    @Test
    void aMessageThatAnEncodingCannotCarryIsTriedOnceAndSuitsTheOthers() {
        FakeFormat text = new FakeFormat(0);
        Message message = Message.of("a", publication(Payload.binary(new byte[] {-1})));
        assertThat(message.suits(text)).isFalse();
        assertThat(message.suits(text)).isFalse();
        assertThat(catchThrowable(() -> message.in(text))).isInstanceOf(UnsuitablePayloadException.class);
        assertThat(text.encoded()).isEqualTo(1);
        assertThat(Messages.publication("a", 1).suits(text)).isTrue();
    }

    @Test
    void aVariantIsSentAsItIsAndConflatedAsWhatWasPublished() {
        Publication original = publication(Payload.of("1"));
        Push.Published push = new Push.Published("b", 7, publication(Payload.of("2")));
        Message variant = Message.variant(original, push);
        assertThat(variant.in(new FakeFormat(0))).asString().isEqualTo("b=2");
        assertThat(variant.publication()).isSameAs(original);
        assertThat(variant.channel()).isEqualTo("b");
    }

    private static Publication publication(Payload data) {
        return new Publication(data, null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    @Test
    void onlyAPublicationHasAChannel() {
        assertThat(Messages.answer(1).channel()).isEmpty();
        assertThat(Messages.answer(1).publication()).isNull();
        assertThat(Messages.publication("a", 1).channel()).isEqualTo("a");
        assertThat(Messages.publication("a", 1).publication()).isNotNull();
    }

    private interface Work<T> {
        T run(CyclicBarrier start) throws Exception;
    }

    private static <T> List<T> inManyThreads(Work<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> work.run(start));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}

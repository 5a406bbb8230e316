package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.EventLoopConfined;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the messages of all permessage-deflate clients of one event loop (RFC 7692, section 7.2.2), each for itself: no window
 * is kept from one message to the next.
 *
 * <p>Limits: the caller's for each message. Inflating stops one byte behind it, whatever the compressed bytes hold, and the buffer
 * is never larger. The JDK's inflater has some 40 KB outside the heap, which are freed with this object.
 */
@EventLoopConfined
final class MessageInflater {

    /** What became of a compressed message. */
    sealed interface Outcome {

        /** The message as it was before it was compressed. */
        record Inflated(Payload bytes) implements Outcome {}

        /** It has more plain bytes than the limit. */
        record TooBig() implements Outcome {}

        /** It is no, or no whole, deflated message. */
        record Corrupt() implements Outcome {}
    }

    private static final Outcome TOO_BIG = new Outcome.TooBig();
    private static final Outcome CORRUPT = new Outcome.Corrupt();

    /**
     * What is read behind each message. The first 4 bytes complete it, as every sender leaves them out. The others are an empty
     * final block: the inflater only reports the end of that one if the message ended where a block ends, which it would not
     * tell otherwise.
     */
    private static final byte[] TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    /**
     * Streams that one message may consist of. Senders may end theirs at every flush, so it may be several; more are taken for an
     * attack, as an empty one has 2 bytes but costs a call into native code.
     */
    private static final int MAX_STREAMS = 64;

    /** First guess of how much larger a message was before it was compressed; JSON is rarely beyond. */
    private static final int EXPECTED_RATIO = 8;

    private static final int SMALLEST_BUFFER = 256;

    private final Inflater inflater = new Inflater(true);

    /**
     * Inflates one message.
     *
     * @param compressed payload of the message's frames, in order
     * @param maxBytes most plain bytes that it may have
     */
    Outcome inflate(byte[] compressed, int maxBytes) {
        byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
        inflater.reset();
        inflater.setInput(input);
        try {
            return inflateAll(input, maxBytes);
        } catch (DataFormatException e) {
            return CORRUPT;
        }
    }

    private Outcome inflateAll(byte[] input, int maxBytes) throws DataFormatException {
        byte[] plain = new byte[capacity((long) input.length * EXPECTED_RATIO, maxBytes)];
        int size = 0;
        int streams = 1;
        while (true) {
            size += inflater.inflate(plain, size, plain.length - size);
            if (size > maxBytes) {
                return TOO_BIG;
            }
            if (inflater.finished()) {
                if (inflater.getRemaining() == 0) {
                    return new Outcome.Inflated(Payload.of(Arrays.copyOf(plain, size)));
                }
                if (++streams > MAX_STREAMS) {
                    return CORRUPT;
                }
                nextStream(input);
            } else if (size < plain.length) {
                return CORRUPT; // All input was read, but no end was found.
            }
            if (size == plain.length) {
                plain = Arrays.copyOf(plain, capacity(2L * size, maxBytes));
            }
        }
    }

    private void nextStream(byte[] input) {
        int remaining = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(input, input.length - remaining, remaining);
    }

    /** One byte more than the limit shows that the limit is passed. */
    private static int capacity(long wanted, int maxBytes) {
        return (int) Math.min(Math.max(wanted, SMALLEST_BUFFER), maxBytes + 1L);
    }
}

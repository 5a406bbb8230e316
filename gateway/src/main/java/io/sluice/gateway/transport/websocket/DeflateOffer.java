package io.sluice.gateway.transport.websocket;

import io.sluice.gateway.transport.websocket.DeflateOfferReader.Extension;
import io.sluice.gateway.transport.websocket.DeflateOfferReader.Parameter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's offer of permessage-deflate (RFC 7692, section 7.1) that this server takes up: without context take-over in either
 * direction, so that a compressed publication is the same for every client and no connection keeps a window.
 *
 * @param namesOurWindow whether the client wants to read the size of our window, which is the largest, in the answer
 */
record DeflateOffer(boolean namesOurWindow) {

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";

    private static final int SMALLEST_WINDOW_BITS = 8;

    /** The only window that the JDK's deflater has: 32 KiB. */
    private static final int OUR_WINDOW_BITS = 15;

    /**
     * The first offer that this server can take up.
     *
     * <p>Declined are offers with a parameter that is unknown, repeated or has no proper value, as the RFC demands, and those that
     * ask for a smaller window than ours. A client's own window needs no answer: whatever it is, ours can follow it.
     *
     * @param headers all {@code Sec-WebSocket-Extensions} headers of the handshake, in their order
     */
    static Optional<DeflateOffer> firstAcceptable(Collection<String> headers) {
        return headers.stream()
                .flatMap(header -> DeflateOfferReader.read(header).stream())
                .filter(extension -> extension.name().equals(NAME))
                .flatMap(extension -> accept(extension).stream())
                .findFirst();
    }

    /** The {@code Sec-WebSocket-Extensions} header of the server's answer. */
    String answer() {
        String answer = NAME + "; " + SERVER_NO_CONTEXT + "; " + CLIENT_NO_CONTEXT;
        return namesOurWindow ? answer + "; " + SERVER_WINDOW + "=" + OUR_WINDOW_BITS : answer;
    }

    private static Optional<DeflateOffer> accept(Extension extension) {
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : extension.parameters()) {
            if (!seen.add(parameter.name()) || !isAcceptable(parameter.name(), parameter.value())) {
                return Optional.empty();
            }
        }
        return Optional.of(new DeflateOffer(seen.contains(SERVER_WINDOW)));
    }

    private static boolean isAcceptable(String name, @Nullable String value) {
        return switch (name) {
            case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value == null;
            case SERVER_WINDOW -> value != null && windowBits(value) == OUR_WINDOW_BITS;
            case CLIENT_WINDOW -> value == null || windowBits(value) >= SMALLEST_WINDOW_BITS;
            default -> false;
        };
    }

    /** 8 to 15, written without leading zeros; else -1. */
    private static int windowBits(String value) {
        for (int bits = SMALLEST_WINDOW_BITS; bits <= OUR_WINDOW_BITS; bits++) {
            if (value.equals(Integer.toString(bits))) {
                return bits;
            }
        }
        return -1;
    }
}

package io.sluice.common.net;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one HTTP request, by which its traces in the logs of all programs on its way are found. It is in the header {@link
 * #HEADER} of the request, of the answer, and of what is asked because of it.
 *
 * <p>Nothing is decided by it, and it need not be secret or even unique; what is no valid one is ignored, so that nobody can write
 * into logs what they like.
 */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** Room for everything in use, which is UUIDs and hashes. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}");

    private RequestId() {}

    /** Whether a value of the header is one that may go on. */
    public static boolean isValid(@Nullable String value) {
        return value != null && VALID.matcher(value).matches();
    }

    /** Names a request, in its answer too; {@link #of} tells the name from then on. To be called before the answer begins. */
    public static void give(HttpServerRequest request, String id) {
        request.response().putHeader(HEADER, id);
    }

    /** The name that a request was given; empty without one. */
    public static String of(HttpServerRequest request) {
        String id = request.response().headers().get(HEADER);
        return id == null ? "" : id;
    }
}

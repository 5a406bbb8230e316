package io.sluice.gateway.transport.http;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads the whole body of a request.
 *
 * <p>Limits: a body above the limit is read on, so that the client sees the answer, but not kept: status 413. A body that
 * takes longer than {@link #DEADLINE} gets status 408, however it trickles.
 */
@EventLoopConfined
public final class RequestBody {

    /** More than 64 KiB take over the worst of networks. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HttpServerRequest request;
    private final int maxBytes;
    private final TimerWheel timers;
    private final TimerWheel.Timer timer = new TimerWheel.Timer(this::late);
    private final Buffer body = Buffer.buffer();
    private final Consumer<Missing> missing;
    private boolean tooLarge;

    /** Why there is no body. */
    public enum Missing {
        TOO_LARGE,
        LATE,
        /** The client went away. */
        GONE
    }

    private RequestBody(HttpServerRequest request, int maxBytes, TimerWheel timers, Consumer<Missing> missing) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.timers = timers;
        this.missing = missing;
    }

    /** Calls {@code whole} on this loop once the body is there; answers the request by itself where that does not happen. */
    public static void read(HttpServerRequest request, int maxBytes, TimerWheel timers, Consumer<byte[]> whole) {
        read(request, maxBytes, timers, whole, why -> {});
    }

    /** The same; {@code missing} hears once why {@code whole} will not be called. */
    public static void read(
            HttpServerRequest request,
            int maxBytes,
            TimerWheel timers,
            Consumer<byte[]> whole,
            Consumer<Missing> missing) {
        new RequestBody(request, maxBytes, timers, missing).read(whole);
    }

    private void read(Consumer<byte[]> whole) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            var unused = request.response().writeContinue();
        }
        timers.start(timer, DEADLINE);
        request.exceptionHandler(gone -> {
            // Also when we close the connection ourselves; then it has been told.
            if (timer.isRunning()) {
                timer.stop();
                missing.accept(Missing.GONE);
            }
        });
        request.handler(this::add);
        request.endHandler(end -> {
            timer.stop();
            if (tooLarge) {
                refuse();
            } else {
                whole.accept(body.getBytes());
            }
        });
    }

    private void add(Buffer chunk) {
        tooLarge = tooLarge || body.length() + chunk.length() > maxBytes;
        if (!tooLarge) {
            body.appendBuffer(chunk);
        }
    }

    private void late() {
        if (tooLarge) {
            refuse();
        } else {
            missing.accept(Missing.LATE);
            HttpAnswer.refuse(request, 408, "the body did not arrive within " + DEADLINE.toSeconds() + " s");
        }
        var unused = request.connection().close();
    }

    private void refuse() {
        missing.accept(Missing.TOO_LARGE);
        HttpAnswer.refuse(request, 413, "the body is larger than " + maxBytes + " bytes");
    }
}

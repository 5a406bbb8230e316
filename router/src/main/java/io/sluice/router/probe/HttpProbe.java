package io.sluice.router.probe;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.health.CheckResult;
import io.sluice.router.health.HealthCheckSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.TimeUnit;

/**
 * Asks a path for its status: 2xx is healthy, 503 with the word {@code drain} in the body is draining, anything else is not
 * healthy. A new connection each time, because the next client's will be new too.
 */
public final class HttpProbe implements Probe {

    /** The gateway's answer has some 100 bytes; what is longer is none of its. */
    private static final int MAX_BODY_BYTES = 4_096;

    private static final int UNAVAILABLE = 503;

    private final HttpClient client;
    private final HealthCheckSettings settings;

    public HttpProbe(Vertx vertx, HealthCheckSettings settings) {
        this.settings = settings;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int)
                        settings.timeout().toMillis()));
    }

    @Override
    public Future<CheckResult> check(BackendAddress address) {
        int port = settings.port() > 0 ? settings.port() : address.port();
        return client.request(HttpMethod.GET, port, address.host(), settings.path())
                .compose(request -> request.send()
                        .compose(HttpProbe::read)
                        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> request.reset()));
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }

    private static Future<CheckResult> read(HttpClientResponse response) {
        Promise<CheckResult> result = Promise.promise();
        Buffer body = Buffer.buffer();
        HttpClientRequest request = response.request();
        response.exceptionHandler(result::tryFail);
        response.endHandler(end -> result.tryComplete(judge(response.statusCode(), body)));
        response.handler(piece -> {
            if (body.length() + piece.length() > MAX_BODY_BYTES) {
                result.tryComplete(judge(response.statusCode(), body));
                var unused = request.reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        return result.future();
    }

    private static CheckResult judge(int status, Buffer body) {
        if (status >= 200 && status < 300) {
            return CheckResult.PASSED;
        }
        return status == UNAVAILABLE && body.toString().contains("drain") ? CheckResult.DRAINING : CheckResult.FAILED;
    }
}

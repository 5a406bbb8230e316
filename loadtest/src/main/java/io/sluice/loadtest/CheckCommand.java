package io.sluice.loadtest;

import io.sluice.common.config.Durations;
import io.sluice.loadtest.check.CheckFailedException;
import io.sluice.loadtest.check.Credentials;
import io.sluice.loadtest.check.DeliveryCheck;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks an installation from outside. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Checks that an installation works: connects, subscribes to a channel of its own, publishes to it by the server "
                    + "API, and waits for the publication.",
            "",
            "Exit status: 0 it arrived, 1 something did not work, 2 wrong usage.",
            ""
        },
        footer = {"", "Example:", "  sluice check --url ws://localhost:8000/connection/websocket --api-key secret"})
final class CheckCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final String API_PATH = "/api";
    /** Time after the last step for which a token that is made here stays good: clocks differ. */
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(1);

    private static final int MILLIS_PER_SECOND = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "U",
            defaultValue = "ws://localhost:8000/connection/websocket",
            description = "Where clients connect, at a gateway or a router (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    @Option(
            names = "--api-url",
            paramLabel = "U",
            description = "Where the server API is, e.g. http://localhost:8000/api (default: at the host of --url).")
    private @Nullable URI apiUrl;

    @Option(
            names = "--api-key",
            paramLabel = "K",
            defaultValue = "${env:SLUICE_HTTP_API_KEY:-}",
            description = "The gateways' http_api.key (default: the variable SLUICE_HTTP_API_KEY).")
    private String apiKey = "";

    @Option(
            names = "--token",
            paramLabel = "T",
            defaultValue = "${env:SLUICE_CHECK_TOKEN:-}",
            description = "A connection token, whose user may subscribe to the channel (default: the variable "
                    + "SLUICE_CHECK_TOKEN, or no token).")
    private String token = "";

    @Option(
            names = "--token-secret",
            paramLabel = "S",
            defaultValue = "${env:SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY:-}",
            description = "Instead of --token: the gateways' client.token.hmac_secret_key, to sign tokens of a minute "
                    + "(default: the variable SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY).")
    private String tokenSecret = "";

    @Option(
            names = "--channel",
            paramLabel = "C",
            description = "The channel, which nobody else should use (default: a new one outside of all namespaces).")
    private String channel = "sluice-check-" + UUID.randomUUID();

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "10s",
            description = "For all of it (default: ${DEFAULT-VALUE}).")
    private String timeout = "";

    @Override
    public Integer call() {
        DeliveryCheck.Target target = new DeliveryCheck.Target(socket(), api(), channel, timeout());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            DeliveryCheck check = new DeliveryCheck(vertx, target, apiKey, credentials(), TimeSource.system());
            return tell(check.run().toCompletionStage().toCompletableFuture().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof CheckFailedException failed) {
                spec.commandLine().getErr().println("sluice: check failed at " + failed.getMessage());
                return FAILED;
            }
            throw e;
        } finally {
            vertx.close().await();
        }
    }

    private int tell(DeliveryCheck.Delivered delivered) {
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "ok: what was published by the API arrived at a subscriber%s after %.0f ms",
                        delivered.node().isEmpty() ? "" : " on " + delivered.node(),
                        delivered.millis()));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private URI socket() {
        Usage.require(
                spec,
                url.getHost() != null && (isScheme(url, "ws") || isScheme(url, "wss")),
                "--url: expected an address like ws://localhost:8000/connection/websocket but was " + url);
        return url;
    }

    /** An address without a path has the API where gateways have it by default. */
    private URI api() {
        if (apiUrl == null) {
            return URI.create((isScheme(url, "wss") ? "https://" : "http://") + url.getAuthority() + API_PATH);
        }
        Usage.require(
                spec,
                apiUrl.getHost() != null && (isScheme(apiUrl, "http") || isScheme(apiUrl, "https")),
                "--api-url: expected an address like http://localhost:8000/api but was " + apiUrl);
        boolean withoutPath =
                apiUrl.getPath() == null || apiUrl.getPath().replace("/", "").isEmpty();
        return withoutPath ? apiUrl.resolve(API_PATH) : apiUrl;
    }

    private static boolean isScheme(URI uri, String scheme) {
        return scheme.equalsIgnoreCase(uri.getScheme());
    }

    private Duration timeout() {
        Duration time = Usage.checked(spec, () -> Durations.parse(timeout));
        Usage.require(spec, !time.isZero(), "--timeout: expected more than 0 but was " + timeout);
        return time;
    }

    /** A token that was given beats a secret, which may be in the environment for other reasons. */
    private Credentials credentials() {
        if (!token.isEmpty()) {
            return new Credentials.Given(token);
        }
        if (!tokenSecret.isEmpty()) {
            long expires = TimeSource.system().unixMillis() / MILLIS_PER_SECOND
                    + timeout().plus(TOKEN_MARGIN).toSeconds();
            return new Credentials.Signed(tokenSecret, expires);
        }
        return new Credentials.None();
    }
}

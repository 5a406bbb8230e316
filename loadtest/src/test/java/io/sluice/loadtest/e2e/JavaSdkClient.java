package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenGetter;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.SubscriptionTokenEvent;
import io.github.centrifugal.centrifuge.SubscriptionTokenGetter;
import io.github.centrifugal.centrifuge.TokenCallback;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The SDK {@code centrifuge-java} as an application uses it: tokens when it asks for them, and an eye on what it reports. */
final class JavaSdkClient implements AutoCloseable {

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final int TIMEOUT_MILLIS = 30_000;

    private final String user;
    private final SignedTokens tokens;
    private final Client client;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> interruptions = new CopyOnWriteArrayList<>();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();

    JavaSdkClient(URI uri, String user, SignedTokens tokens) {
        this.user = user;
        this.tokens = tokens;
        Options options = new Options();
        options.setTimeout(TIMEOUT_MILLIS);
        options.setTokenGetter(new ConnectionTokenGetter() {
            @Override
            public void getConnectionToken(ConnectionTokenEvent event, TokenCallback callback) {
                tokenRequests.add("connection");
                callback.Done(null, tokens.connection(user, "Ann"));
            }
        });
        this.client = new Client(uri.toString(), options, new Connection());
        client.connect();
    }

    /** Subscribes, recoverably, with a token of its own. */
    Subscription subscribe(String channel, JavaSdkSubscription listener) throws DuplicateSubscriptionException {
        SubscriptionOptions options = new SubscriptionOptions();
        options.setRecoverable(true);
        options.setTokenGetter(new SubscriptionTokenGetter() {
            @Override
            public void getSubscriptionToken(SubscriptionTokenEvent event, TokenCallback callback) {
                tokenRequests.add("subscription");
                callback.Done(null, tokens.subscription(user, event.getChannel()));
            }
        });
        Subscription subscription = client.newSubscription(channel, options, listener);
        subscription.subscribe();
        return subscription;
    }

    Client sdk() {
        return client;
    }

    /** The ids that the client has had, one for each connection. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    /** Why it connected again, or no more. */
    List<String> interruptions() {
        return List.copyOf(interruptions);
    }

    /** {@code connection} or {@code subscription}, for each token that the SDK has asked for. */
    List<String> tokenRequests() {
        return List.copyOf(tokenRequests);
    }

    /** What the SDK answers to {@code call}, or its failure. */
    static <T> T get(Consumer<ResultCallback<T>> call) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.accept((failure, result) -> {
            if (failure == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    static String text(byte[] json) {
        return new String(json, UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        if (!client.close(TIMEOUT_MILLIS)) {
            throw new AssertionError("the SDK still had work after " + TIMEOUT_MILLIS + " ms");
        }
    }

    private final class Connection extends EventListener {

        @Override
        public void onConnected(Client connected, ConnectedEvent event) {
            ids.add(event.getClient());
        }

        @Override
        public void onConnecting(Client connecting, ConnectingEvent event) {
            if (!ids.isEmpty()) {
                interruptions.add(event.getCode() + " " + event.getReason());
            }
        }

        @Override
        public void onDisconnected(Client disconnected, DisconnectedEvent event) {
            interruptions.add("for good: " + event.getCode() + " " + event.getReason());
        }
    }
}

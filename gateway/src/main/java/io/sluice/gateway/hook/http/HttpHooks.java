package io.sluice.gateway.hook.http;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.endpoint.RpcSettings;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.HookRoutes;
import io.sluice.gateway.hook.HookSettings;
import io.sluice.gateway.hook.Hooks;
import io.sluice.gateway.hook.PublishGrant;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.metrics.HookCounters;
import io.sluice.gateway.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Back ends over HTTP: every question is a POST of JSON, answered by status 200 and a JSON object with one of {@code result}, {@code
 * error} and {@code disconnect}; every event is a POST that any status of 2xx takes.
 */
@ThreadSafe
public final class HttpHooks implements Hooks, Service {

    private final HookRoutes routes;
    private final Backends backends;
    private final Questions questions;
    private final LifecycleEvents events;
    private final Set<String> headers;
    private final Set<String> emulatedHeaders;

    /**
     * Hooks that ask these back ends; nothing is sent before somebody calls.
     *
     * @param ledger this node's page of it, used only if somebody is to be told of disconnects
     * @param tracing where spans of calls go
     * @param unixMillis wall clock, for stamps
     * @param nanoTime monotonic clock, for durations
     */
    public HttpHooks(
            Vertx vertx,
            HookRoutes routes,
            HookSettings settings,
            ConnectionLedger ledger,
            HookCounters counters,
            Tracing tracing,
            LongSupplier unixMillis,
            LongSupplier nanoTime) {
        this.routes = routes;
        this.backends = new Backends(
                routes, (label, endpoint) -> new Backend(vertx, label, endpoint, settings, tracing, nanoTime));
        this.questions = new Questions(counters, nanoTime);
        this.events = new LifecycleEvents(vertx, backends, settings, ledger, counters, unixMillis, nanoTime);
        this.headers = backends.names(EndpointSettings::httpHeaders);
        this.emulatedHeaders = backends.names(EndpointSettings::emulatedHeaders);
    }

    @Override
    public String name() {
        return "hooks";
    }

    @Override
    public Future<Void> start() {
        return events.start();
    }

    /** Tells of what has ended, for 5 s at most; to be stopped after the clients are gone, and before Redis is. */
    @Override
    public Future<Void> stop() {
        return events.stop().compose(told -> backends.close());
    }

    @Override
    public Set<String> headers() {
        return headers;
    }

    @Override
    public Set<String> emulatedHeaders() {
        return emulatedHeaders;
    }

    @Override
    public boolean decidesConnections() {
        return routes.has(HookEvent.CONNECT);
    }

    private boolean refreshesConnections() {
        return routes.has(HookEvent.REFRESH);
    }

    @Override
    public boolean answersRpc() {
        RpcSettings rpc = routes.rpc();
        return rpc.ping().enabled()
                || rpc.withoutNamespace().proxyEnabled()
                || rpc.namespaces().stream().anyMatch(RpcSettings.Options::proxyEnabled);
    }

    @Override
    public Future<Verdict<ConnectionGrant>> connect(HookClient client, Command.Connect command) {
        return ask(
                HookEvent.CONNECT,
                "",
                client,
                endpoint -> HookMessage.aboutStranger(endpoint, client)
                        .textIfAny("name", command.name())
                        .textIfAny("version", command.version())
                        .textsIfAny("channels", new TreeSet<>(command.subs().keySet()))
                        .data(command.data()),
                ConnectionForm.class,
                form -> form.grant(refreshesConnections()));
    }

    @Override
    public Future<Verdict<RefreshGrant>> refresh(HookClient client) {
        return ask(
                HookEvent.REFRESH,
                "",
                client,
                endpoint -> HookMessage.about(endpoint, client),
                RefreshForm.class,
                RefreshForm::grant);
    }

    @Override
    public Future<Verdict<SubscriptionGrant>> subscribe(String hook, HookClient client, Command.Subscribe command) {
        return ask(
                HookEvent.SUBSCRIBE,
                hook,
                client,
                endpoint -> HookMessage.about(endpoint, client)
                        .text("channel", command.channel())
                        .textIfAny("token", command.token())
                        .data(command.data()),
                SubscriptionForm.class,
                SubscriptionForm::grant);
    }

    @Override
    public Future<Verdict<PublishGrant>> publish(String hook, HookClient client, String channel, Payload data) {
        return ask(
                HookEvent.PUBLISH,
                hook,
                client,
                endpoint -> HookMessage.about(endpoint, client)
                        .text("channel", channel)
                        .data(data),
                PublicationForm.class,
                PublicationForm::grant);
    }

    @Override
    public Future<Verdict<RefreshGrant>> subRefresh(String hook, HookClient client, String channel) {
        return ask(
                HookEvent.SUB_REFRESH,
                hook,
                client,
                endpoint -> HookMessage.about(endpoint, client).text("channel", channel),
                RefreshForm.class,
                RefreshForm::grant);
    }

    /** Refused with 104 if the method's namespace is unknown, and with 108 if nobody answers its methods. */
    @Override
    public Future<Verdict<Payload>> rpc(HookClient client, String method, Payload data) {
        RpcSettings rpc = routes.rpc();
        if (rpc.ping().enabled() && rpc.ping().method().equals(method)) {
            return Future.succeededFuture(Verdict.granted(Payload.EMPTY));
        }
        Optional<RpcSettings.Options> options = rpc.optionsOf(method);
        if (options.isEmpty()) {
            return Future.succeededFuture(Verdict.refused(ErrorCode.METHOD_NOT_FOUND));
        }
        if (!options.get().proxyEnabled()) {
            return Future.succeededFuture(Verdict.refused(ErrorCode.NOT_AVAILABLE));
        }
        return ask(
                HookEvent.RPC,
                options.get().proxyName(),
                client,
                endpoint -> HookMessage.about(endpoint, client)
                        .textIfAny("method", method)
                        .data(data),
                RpcForm.class,
                RpcForm::grant);
    }

    @Override
    public void connected(HookClient client) {
        events.connected(client);
    }

    @Override
    public void disconnected(HookClient client, Disconnect disconnect) {
        events.disconnected(client, disconnect);
    }

    @Override
    public void unsubscribed(String hook, HookClient client, String channel, int code, String reason) {
        events.unsubscribed(hook, client, channel, code, reason);
    }

    private <R, T> Future<Verdict<T>> ask(
            HookEvent event,
            String hook,
            HookClient client,
            Function<EndpointSettings, HookMessage> message,
            Class<R> form,
            Function<R, T> grant) {
        return backends.find(event, hook)
                .map(backend -> questions.ask(
                        backend,
                        event,
                        client,
                        message.apply(backend.endpoint()).toBuffer(),
                        form,
                        grant))
                .orElseGet(() -> Future.succeededFuture(Verdict.refused(ErrorCode.INTERNAL)));
    }
}

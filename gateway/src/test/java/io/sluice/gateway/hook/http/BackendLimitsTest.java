package io.sluice.gateway.hook.http;

import static io.sluice.gateway.hook.http.HookFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a slow or broken back end can cost a node. */
class BackendLimitsTest {

    private static final String ENDPOINT = "default/refresh";

    private final Vertx vertx = Vertx.vertx();
    private TestBackend backend;
    private HookFixture fixture;

    @BeforeEach
    void startAll() {
        backend = new TestBackend(vertx);
        fixture = new HookFixture(
                vertx,
                "client.proxy.refresh.enabled=true",
                "client.proxy.refresh.endpoint=" + backend.url(),
                "client.proxy.refresh.timeout=30s",
                "client.proxy.connect.enabled=true",
                "client.proxy.connect.endpoint=" + backend.url(),
                "hooks.max_connections=2",
                "hooks.max_in_flight=5",
                "hooks.breaker_failures=3",
                "hooks.breaker_pause=1ms");
    }

    @AfterEach
    void stopAll() {
        fixture.close();
        backend.close();
        Outcomes.of(vertx.close());
    }

    private Future<Verdict<RefreshGrant>> ask() {
        return fixture.hooks().refresh(CLIENT);
    }

    @Test
    void callsBeyondTheBoundAreRefusedAtOnceAndTheOthersShareTheConnections() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        backend.behaves((message, request) -> held.add(request));
        List<Future<Verdict<RefreshGrant>>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(ask());
        }
        assertThat(fixture.gauge("in.flight", ENDPOINT)).isEqualTo(5);

        assertThat(Outcomes.of(ask())).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));

        assertThat(fixture.calls("overloaded")).isOne();
        await().until(() -> held.size() == 2);
        backend.answers(200, "{\"result\":{}}");
        held.forEach(request -> request.response().end("{\"result\":{}}"));
        assertThat(calls).allSatisfy(call -> assertThat(Outcomes.of(call)).isInstanceOf(Verdict.Granted.class));
        assertThat(backend.mostOpen()).isEqualTo(2);
        assertThat(fixture.gauge("in.flight", ENDPOINT)).isZero();
    }

    @Test
    void backendThatFailsIsLeftAloneUntilAProbeSucceeds() {
        backend.answers(500, "");
        for (int i = 0; i < 3; i++) {
            Outcomes.of(ask());
        }
        assertThat(fixture.gauge("breaker.open", ENDPOINT)).isOne();
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        backend.behaves((message, request) -> held.add(request));
        await().until(() -> {
            var unused = ask(); // The first after the pause is the probe.
            return !held.isEmpty();
        });
        assertThat(Outcomes.of(ask())).isEqualTo(Verdict.refused(ErrorCode.INTERNAL));
        assertThat(fixture.calls("breaker_open")).isPositive();
        assertThat(held).hasSize(1);

        backend.answers(200, "{\"result\":{}}");
        held.forEach(request -> request.response().setStatusCode(500).end());

        await().until(() -> Outcomes.of(ask()) instanceof Verdict.Granted);
        assertThat(fixture.gauge("breaker.open", ENDPOINT)).isZero();
    }

    @Test
    void oneEndpointLeftAloneDoesNotConcernTheOthers() {
        backend.answers(500, "");
        for (int i = 0; i < 3; i++) {
            Outcomes.of(ask());
        }
        assertThat(fixture.gauge("breaker.open", ENDPOINT)).isOne();

        backend.answers(200, "{\"result\":{}}");

        assertThat(fixture.connect()).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void answersThatAreWrongDoNotMakeABackendFail() {
        backend.answers(200, "nonsense");
        for (int i = 0; i < 10; i++) {
            Outcomes.of(ask());
        }

        assertThat(fixture.calls("malformed")).isEqualTo(10);
        assertThat(fixture.gauge("breaker.open", ENDPOINT)).isZero();
    }

    @Test
    void callThatFindsNoFreeConnectionIsNotWaitedForEither() {
        try (HookFixture hasty = new HookFixture(
                vertx,
                "client.proxy.refresh.enabled=true",
                "client.proxy.refresh.endpoint=" + backend.url(),
                "client.proxy.refresh.timeout=100ms",
                "hooks.max_connections=1")) {
            List<Future<Verdict<RefreshGrant>>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(hasty.hooks().refresh(CLIENT));
            }

            assertThat(calls)
                    .allSatisfy(call -> assertThat(Outcomes.of(call)).isEqualTo(Verdict.refused(ErrorCode.INTERNAL)));
            assertThat(hasty.calls("timeout")).isEqualTo(10);
            assertThat(hasty.gauge("in.flight", ENDPOINT)).isZero();
        }
    }

    @Test
    void hooksWithoutAnyBackendStopAtOnce() {
        new HookFixture(vertx).close();
    }
}

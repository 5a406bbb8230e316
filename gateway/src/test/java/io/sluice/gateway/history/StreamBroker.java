package io.sluice.gateway.history;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker that can be asked for histories, gives the test's page, and keeps how it was asked. */
final class StreamBroker {

    private final List<HistoryQuery> asked = new ArrayList<>();
    private final List<Duration> metaTtls = new ArrayList<>();
    private @Nullable HistoryPage page;

    void answer(HistoryPage answer) {
        page = answer;
    }

    List<HistoryQuery> asked() {
        return asked;
    }

    List<Duration> metaTtls() {
        return metaTtls;
    }

    /** Fails every read for which there is no page. */
    Broker broker() {
        return (Broker) Proxy.newProxyInstance(
                Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("history")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    asked.add((HistoryQuery) arguments[1]);
                    metaTtls.add((Duration) arguments[2]);
                    return page == null ? Future.failedFuture("as the test wants") : Future.succeededFuture(page);
                });
    }
}

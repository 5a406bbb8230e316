package io.sluice.gateway;

import io.sluice.common.tls.ServerTls;
import io.sluice.gateway.auth.token.TokenRefusal;
import io.sluice.gateway.auth.token.TokenRefusals;
import io.sluice.gateway.drain.Drain;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.metrics.GatewayMetric;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.publish.Publisher;
import io.sluice.gateway.rebalance.RebalanceFigures;
import io.sluice.gateway.rebalance.RebalanceState;
import io.sluice.gateway.session.ClientSettings;

/** Shows what the parts of a node keep as figures of their own. */
record NodeMeasures(GatewayMetrics metrics) {

    void show(ClientSettings client) {
        metrics.add(GatewayMetric.CONNECTIONS_MAX, client::connectionLimit);
    }

    void show(Hub hub) {
        metrics.add(GatewayMetric.CHANNELS, hub::channels);
        metrics.add(GatewayMetric.STREAMS_WENT_BACK, hub.positionChecks()::wentBack);
        metrics.add(GatewayMetric.PUBLICATIONS_DROPPED, hub::dropped, "queue_full");
    }

    void show(Publisher publisher) {
        metrics.add(GatewayMetric.PUBLICATIONS_PUBLISHED, publisher::byClients, "client");
        metrics.add(GatewayMetric.PUBLICATIONS_PUBLISHED, publisher::byBackEnds, "api");
    }

    void show(TokenRefusals refusals) {
        for (TokenRefusal refusal : TokenRefusal.values()) {
            metrics.add(GatewayMetric.TOKEN_REFUSALS, () -> refusals.count(refusal), refusal.label());
        }
    }

    void show(ServerTls tls) {
        if (tls.enabled()) {
            metrics.add(GatewayMetric.TLS_CERTIFICATE_EXPIRY_SECONDS, tls::expiresUnixSeconds);
            metrics.add(GatewayMetric.TLS_RELOADS, tls::reloads, "used");
            metrics.add(GatewayMetric.TLS_RELOADS, tls::failedReloads, "refused");
        }
    }

    void show(Drain drain) {
        metrics.add(GatewayMetric.DRAINING, () -> drain.draining() ? 1 : 0);
        metrics.add(GatewayMetric.DRAIN_REMAINING, drain::remaining);
        metrics.add(GatewayMetric.DRAIN_OVERDUE, drain::overdue);
    }

    void show(RebalanceFigures figures) {
        metrics.add(GatewayMetric.MOVES, figures::moved, "rebalance");
        metrics.add(GatewayMetric.REBALANCE_RATIO, figures::ratio);
        for (RebalanceState state : RebalanceState.values()) {
            metrics.add(GatewayMetric.REBALANCE_STATE, () -> figures.state() == state ? 1 : 0, state.label());
        }
    }
}

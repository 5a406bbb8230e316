package io.sluice.gateway.api;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.session.ClientControl;
import io.sluice.gateway.session.ClientTarget;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives orders about clients to all nodes, and carries out those that reach this one. */
public final class ClientOrders {

    private static final Logger log = LoggerFactory.getLogger(ClientOrders.class);

    private static final String ORDER = "client-order";

    private final Control control;
    private final ClientControl clients;

    /** Makes this node obey such orders; before {@code control} is started. */
    public ClientOrders(Control control, ClientControl clients) {
        this.control = control;
        this.clients = clients;
        control.onOrder(ORDER, this::obey);
    }

    /** Completes when the order is on its way to all nodes, this one included. */
    Future<Void> give(ClientOrder order) {
        return control.order(ORDER, ClientOrderJson.encode(order));
    }

    /** Has all nodes end the connections of {@code user} but the one with the id {@code client}. */
    public void keepOnly(String user, String client) {
        ClientTarget target = new ClientTarget(Optional.of(user), "", "");
        give(new ClientOrder.Disconnected(target, Set.of(client), DisconnectCode.CONNECTION_LIMIT.disconnect()))
                .onFailure(cause ->
                        log.warn(PEER, "older connections of a user were not ended cause={}", cause.toString()));
    }

    /** A node of another version may send what is not understood here; that must not cost the connection to it. */
    private void obey(Buffer details) {
        ClientOrder order;
        try {
            order = ClientOrderJson.decode(details);
        } catch (RuntimeException e) {
            log.warn(PEER, "order not understood bytes={} cause={}", details.length(), e.toString());
            return;
        }
        order.carryOut(clients);
    }
}

package io.sluice.gateway.api;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.session.ClientControl;
import io.sluice.gateway.session.ClientTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what was to be done to clients. */
final class RecordingClients implements ClientControl {

    private final List<ClientOrder> orders = new ArrayList<>();

    List<ClientOrder> orders() {
        return orders;
    }

    @Override
    public void disconnect(ClientTarget target, Set<String> spared, Disconnect disconnect) {
        orders.add(new ClientOrder.Disconnected(target, spared, disconnect));
    }

    @Override
    public void unsubscribe(ClientTarget target, String channel) {
        orders.add(new ClientOrder.Unsubscribe(target, channel));
    }

    @Override
    public void subscribe(
            ClientTarget target, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {
        orders.add(new ClientOrder.Subscribe(target, channel, grant, recoverSince));
    }

    @Override
    public void refresh(ClientTarget target, boolean expired, long expireAt, Optional<Payload> info) {
        orders.add(new ClientOrder.Refresh(target, expired, expireAt, info));
    }
}

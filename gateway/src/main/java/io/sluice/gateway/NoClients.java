package io.sluice.gateway;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.session.ClientControl;
import io.sluice.gateway.session.ClientTarget;
import java.util.Optional;
import java.util.Set;

/** Stands where the control over sessions will be. */
final class NoClients implements ClientControl {

    @Override
    public void disconnect(ClientTarget target, Set<String> spared, Disconnect disconnect) {}

    @Override
    public void unsubscribe(ClientTarget target, String channel) {}

    @Override
    public void subscribe(
            ClientTarget target, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {}

    @Override
    public void refresh(ClientTarget target, boolean expired, long expireAt, Optional<Payload> info) {}
}

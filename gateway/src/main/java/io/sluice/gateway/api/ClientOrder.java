package io.sluice.gateway.api;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.session.ClientControl;
import io.sluice.gateway.session.ClientTarget;
import java.util.Optional;
import java.util.Set;

/** What every node is to do to those of its clients that are meant. */
sealed interface ClientOrder {

    /** Which clients are meant. */
    ClientTarget target();

    /** Does it to the clients of this node. */
    void carryOut(ClientControl clients);

    record Subscribe(
            ClientTarget target, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince)
            implements ClientOrder {

        @Override
        public void carryOut(ClientControl clients) {
            clients.subscribe(target, channel, grant, recoverSince);
        }
    }

    /** An empty channel stands for all. */
    record Unsubscribe(ClientTarget target, String channel) implements ClientOrder {

        @Override
        public void carryOut(ClientControl clients) {
            clients.unsubscribe(target, channel);
        }
    }

    record Disconnected(ClientTarget target, Set<String> spared, Disconnect disconnect) implements ClientOrder {

        public Disconnected {
            spared = Set.copyOf(spared);
        }

        @Override
        public void carryOut(ClientControl clients) {
            clients.disconnect(target, spared, disconnect);
        }
    }

    record Refresh(ClientTarget target, boolean expired, long expireAt, Optional<Payload> info) implements ClientOrder {

        @Override
        public void carryOut(ClientControl clients) {
            clients.refresh(target, expired, expireAt, info);
        }
    }
}

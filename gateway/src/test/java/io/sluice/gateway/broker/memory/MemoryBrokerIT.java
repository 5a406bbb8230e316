package io.sluice.gateway.broker.memory;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerContract;

/** {@link MemoryBroker} keeps the promises of all brokers. */
class MemoryBrokerIT extends BrokerContract {

    @Override
    protected Broker newBroker() {
        return new MemoryBroker(vertx, System::nanoTime, () -> 0);
    }

    @Override
    protected Broker peerOf(Broker broker) {
        return broker;
    }
}

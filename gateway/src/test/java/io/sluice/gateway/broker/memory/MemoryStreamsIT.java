package io.sluice.gateway.broker.memory;

import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.LostStreamContract;

/** {@link MemoryBroker} keeps the promises of all brokers about streams. */
class MemoryStreamsIT extends LostStreamContract {

    @Override
    protected Broker newBroker() {
        return new MemoryBroker(vertx, System::nanoTime, () -> 0);
    }

    @Override
    protected Broker peerOf(Broker broker) {
        return broker;
    }
}

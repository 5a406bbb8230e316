package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.broker.Broker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A Redis broker together with the command connection that it uses, as a node has them. */
final class RedisNode implements Broker {

    private final RedisCommands commands;
    private final RedisBroker broker;

    RedisNode(Vertx vertx, RedisSettings settings, int maxPublicationBytes) {
        this.commands = new RedisCommands(vertx, settings);
        this.broker = new RedisBroker(vertx, settings, commands, maxPublicationBytes);
    }

    RedisCommands commands() {
        return commands;
    }

    long undecodable() {
        return broker.undecodable();
    }

    @Override
    public String name() {
        return broker.name();
    }

    @Override
    public void listener(Listener listener) {
        broker.listener(listener);
    }

    @Override
    public Future<Void> start() {
        return commands.start().compose(started -> broker.start());
    }

    @Override
    public Future<StreamPosition> publish(String channel, Publication publication) {
        return broker.publish(channel, publication);
    }

    @Override
    public Future<Void> subscribe(String channel) {
        return broker.subscribe(channel);
    }

    @Override
    public Future<Void> unsubscribe(String channel) {
        return broker.unsubscribe(channel);
    }

    @Override
    public boolean ready() {
        return broker.ready();
    }

    @Override
    public Future<Void> stop() {
        return broker.stop().compose(stopped -> commands.stop());
    }
}

package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisFigures;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamSight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Redis broker together with the command connection that it uses, as a node has them. */
final class RedisNode implements Broker {

    private final RedisCommands commands;
    private final RedisBroker broker;
    private final Queue<Long> hopsMicros = new ConcurrentLinkedQueue<>();

    RedisNode(Vertx vertx, RedisSettings settings, int maxPublicationBytes) {
        this.commands = RedisCommands.of(vertx, settings);
        this.broker = new RedisBroker(
                vertx,
                settings,
                commands,
                maxPublicationBytes,
                RedisFigures.unseen(),
                RedisNode::unixMicros,
                hopsMicros::add);
    }

    private static long unixMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** How long publications took to this node, in microseconds. */
    Queue<Long> hopsMicros() {
        return hopsMicros;
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
    public Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return broker.publish(channel, publication, options);
    }

    @Override
    public Future<Void> publishJoin(String channel, ClientInfo info) {
        return broker.publishJoin(channel, info);
    }

    @Override
    public Future<Void> publishLeave(String channel, ClientInfo info) {
        return broker.publishLeave(channel, info);
    }

    @Override
    public Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        return broker.history(channel, query, metaTtl);
    }

    @Override
    public Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        return broker.check(channel, seen, metaTtl);
    }

    @Override
    public Future<Void> removeHistory(String channel) {
        return broker.removeHistory(channel);
    }

    @Override
    public Future<Void> subscribeFeed(String feed) {
        return broker.subscribeFeed(feed);
    }

    @Override
    public Future<Void> unsubscribeFeed(String feed) {
        return broker.unsubscribeFeed(feed);
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

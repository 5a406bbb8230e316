package io.sluice.common.cluster;

/**
 * What a node tells the others about itself, once a second.
 *
 * @param sequence number of the heartbeat that wrote this record, rising from 1
 */
public record NodeRecord(
        String id,
        String name,
        String host,
        int port,
        long startedUnixMillis,
        long sequence,
        int connections,
        int subscriptions,
        int channels,
        double messagesPerSecond,
        double eventLoopLagMillis,
        boolean draining,
        String version,
        int users) {}

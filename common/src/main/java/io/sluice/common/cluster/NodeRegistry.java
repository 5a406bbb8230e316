package io.sluice.common.cluster;

import io.sluice.common.redis.RedisCommandException;
import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register in Redis of the nodes that are alive: each node's record under {@code <prefix>.nodes.<id>}, which expires
 * unless it is written again, and the ids of all in the set {@code <prefix>.nodes}; in a cluster all of them in one slot. Gateways
 * write it, routers read it.
 *
 * <p>Every operation fails as {@link RedisCommands#send} does.
 */
@ThreadSafe
public final class NodeRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);

    /** Records fetched by one command; keeps Redis from being occupied by a large installation. */
    private static final int RECORDS_PER_FETCH = 512;

    /** Beyond this many malformed records nobody reads the log lines anyway. */
    private static final int MAX_REPORTED = 100;

    private final RedisCommands commands;
    private final String idsKey;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * @param keys what the keys of this installation are called
     */
    public NodeRegistry(RedisCommands commands, RedisKeys keys) {
        this.commands = commands;
        this.idsKey = keys.group("nodes");
    }

    /**
     * Writes a node's record, which then is listed for as long as {@code ttl} (at least 1 ms). It fails while Redis has no room;
     * but what was written last is then listed for as long again, or else a Redis that is full would look like a cluster without
     * nodes.
     */
    public Future<Void> put(NodeRecord record, Duration ttl) {
        Request set = Request.cmd(Command.SET)
                .arg(keyOf(record.id()))
                .arg(Buffer.buffer(NodeRecordCodec.encode(record)))
                .arg("PX")
                .arg(ttl.toMillis());
        return Future.all(commands.send(idsKey, set), commands.send(idsKey, ids(Command.SADD, record.id())))
                .<Void>mapEmpty()
                .recover(cause -> cause instanceof RedisCommandException refusal && refusal.isOutOfMemory()
                        ? keep(record.id(), ttl, refusal)
                        : Future.failedFuture(cause));
    }

    private Future<Void> keep(String id, Duration ttl, RedisCommandException refusal) {
        Request expire = Request.cmd(Command.PEXPIRE).arg(keyOf(id)).arg(ttl.toMillis());
        return commands.send(idsKey, expire).transform(kept -> Future.failedFuture(refusal));
    }

    /** Removes a node at once; nothing happens if it is not listed. */
    public Future<Void> remove(String id) {
        Request delete = Request.cmd(Command.DEL).arg(keyOf(id));
        return Future.all(commands.send(idsKey, delete), commands.send(idsKey, ids(Command.SREM, id)))
                .mapEmpty();
    }

    /**
     * The records of all nodes alive, in no particular order. Ids whose record has expired are removed on the way; a record
     * that cannot be understood is left out, and logged once.
     */
    public Future<List<NodeRecord>> list() {
        return commands.send(idsKey, Request.cmd(Command.SMEMBERS).arg(idsKey)).compose(members -> {
            List<String> ids = new ArrayList<>();
            members.forEach(member -> ids.add(member.toString()));
            return fetch(ids);
        });
    }

    /** Calls {@code action} on an event loop each time Redis has come into reach; it must not block. */
    void onReachable(Runnable action) {
        commands.onConnected(action);
    }

    private Future<List<NodeRecord>> fetch(List<String> ids) {
        List<Future<List<NodeRecord>>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += RECORDS_PER_FETCH) {
            List<String> part = ids.subList(from, Math.min(from + RECORDS_PER_FETCH, ids.size()));
            Request get = Request.cmd(Command.MGET);
            part.forEach(id -> get.arg(keyOf(id)));
            parts.add(commands.send(idsKey, get).map(records -> decode(part, records)));
        }
        return Future.all(parts)
                .map(all ->
                        parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    private List<NodeRecord> decode(List<String> ids, Response records) {
        List<NodeRecord> decoded = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Response record = records.get(i);
            if (record == null) {
                stale.add(ids.get(i));
            } else {
                decode(ids.get(i), record).ifPresent(decoded::add);
            }
        }
        forget(stale);
        return decoded;
    }

    private Optional<NodeRecord> decode(String id, Response record) {
        try {
            NodeRecord decoded = NodeRecordCodec.decode(record.toBytes());
            if (decoded.id().equals(id)) {
                return Optional.of(decoded);
            }
            report(id, "it is the record of " + decoded.id());
        } catch (IOException malformed) {
            report(id, malformed.getMessage());
        }
        return Optional.empty();
    }

    private void report(String id, @Nullable String reason) {
        if (reported.size() < MAX_REPORTED && reported.add(id)) {
            LOG.warn("ignoring a node record that is malformed: node={} cause={}", id, reason);
        }
    }

    /* A node that is only late adds itself again with its next heartbeat. */
    private void forget(List<String> stale) {
        if (!stale.isEmpty()) {
            commands.send(idsKey, ids(Command.SREM, stale.toArray(String[]::new)))
                    .onFailure(cause -> LOG.debug("could not remove stale nodes", cause));
        }
    }

    private Request ids(Command command, String... ids) {
        Request request = Request.cmd(command).arg(idsKey);
        for (String id : ids) {
            request.arg(id);
        }
        return request;
    }

    private String keyOf(String id) {
        return idsKey + "." + id;
    }
}

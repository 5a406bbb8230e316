package io.sluice.gateway.hook.ledger.redis;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.redis.RedisCommands;
import io.sluice.common.redis.RedisKeys;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger in Redis: the hash {@code <prefix>.ledger.<node>} has the clients of a node, and the sorted set {@code
 * <prefix>.ledger} has, by Redis' own clock, until when each node is taken for alive. So a node's sign of life is one command,
 * however many clients it has.
 *
 * <p>Limits: a page that nobody claims, because no node is left, is forgotten after a day.
 */
public final class RedisLedger implements ConnectionLedger {

    private static final Logger log = LoggerFactory.getLogger(RedisLedger.class);

    private static final long PAGE_LIFE_MILLIS = Duration.ofDays(1).toMillis();

    private static final String NOW =
            """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    private static final String RENEW = NOW
            + """
            local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
            redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
            redis.call('PEXPIRE', KEYS[2], ARGV[3])
            if known and tonumber(known) >= now then return 0 end
            return 1
            """;

    /* HSCAN is begun anew until the page has given enough or is empty; what it gave is deleted, so nothing comes twice. */
    private static final String CLAIM = NOW
            + """
            local limit = tonumber(ARGV[2])
            local claimed = {}
            for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now)) do
              if node ~= ARGV[1] and #claimed < 2 * limit then
                local page = KEYS[1] .. '.' .. node
                local cursor = '0'
                repeat
                  local found = redis.call('HSCAN', page, cursor, 'COUNT', limit)
                  cursor = found[1]
                  for i = 1, #found[2], 2 do
                    if redis.call('HDEL', page, found[2][i]) == 1 then
                      redis.call('HSET', KEYS[2], found[2][i], found[2][i + 1])
                      claimed[#claimed + 1] = found[2][i]
                      claimed[#claimed + 1] = found[2][i + 1]
                    end
                  end
                until cursor == '0' or #claimed >= 2 * limit
                if redis.call('EXISTS', page) == 0 then redis.call('ZREM', KEYS[1], node) end
              end
            end
            if #claimed > 0 then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
            return claimed
            """;

    private final RedisCommands commands;
    private final String node;
    private final String nodesKey;
    private final String pageKey;

    /**
     * The page of one node.
     *
     * @param keys what the keys of this installation are called
     */
    public RedisLedger(RedisCommands commands, RedisKeys keys, String node) {
        this.commands = commands;
        this.node = node;
        this.nodesKey = keys.group("ledger");
        this.pageKey = nodesKey + "." + node;
    }

    @Override
    public Future<Boolean> renew(Duration ttl) {
        return commands.send(nodesKey, script(RENEW).arg(ttl.toMillis()).arg(PAGE_LIFE_MILLIS))
                .map(missed -> missed != null && missed.toInteger() == 1);
    }

    @Override
    public Future<Void> put(Collection<HookClient> clients) {
        if (clients.isEmpty()) {
            return Future.succeededFuture();
        }
        Request set = Request.cmd(Command.HSET).arg(pageKey);
        clients.forEach(client -> set.arg(client.id()).arg(LedgerEntry.encode(client)));
        return commands.send(nodesKey, set).mapEmpty();
    }

    @Override
    public Future<Void> remove(Collection<String> clientIds) {
        if (clientIds.isEmpty()) {
            return Future.succeededFuture();
        }
        Request delete = Request.cmd(Command.HDEL).arg(pageKey);
        clientIds.forEach(delete::arg);
        return commands.send(nodesKey, delete).mapEmpty();
    }

    @Override
    public Future<Void> clear() {
        return commands.send(nodesKey, Request.cmd(Command.DEL).arg(pageKey)).mapEmpty();
    }

    @Override
    public Future<List<HookClient>> claim(int limit) {
        return commands.send(nodesKey, script(CLAIM).arg(limit).arg(PAGE_LIFE_MILLIS))
                .map(RedisLedger::clients);
    }

    @Override
    public Future<Void> leave() {
        return commands.send(
                        nodesKey, Request.cmd(Command.ZADD).arg(nodesKey).arg(0).arg(node))
                .mapEmpty();
    }

    private Request script(String text) {
        return Request.cmd(Command.EVAL)
                .arg(text)
                .arg(2)
                .arg(nodesKey)
                .arg(pageKey)
                .arg(node);
    }

    private static List<HookClient> clients(@Nullable Response idsAndEntries) {
        List<HookClient> clients = new ArrayList<>();
        for (int i = 0; idsAndEntries != null && i < idsAndEntries.size(); i += 2) {
            String id = idsAndEntries.get(i).toString();
            LedgerEntry.decode(id, Buffer.buffer(idsAndEntries.get(i + 1).toBytes()))
                    .ifPresentOrElse(clients::add, () -> log.warn(PEER, "ledger entry cannot be read session={}", id));
        }
        return clients;
    }
}

package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sentinels that watch over a master and its replicas, and know which of them is the master now. They are asked in the order of
 * the settings until one answers; that one is asked first from then on, over a connection that is kept.
 *
 * <p>Limits: each sentinel is given the connect timeout to be connected, again to be greeted, and again to answer.
 */
@EventLoopConfined
final class Sentinels implements MasterSource {

    private static final Request ROLE = Request.cmd(Command.ROLE);

    private final Vertx vertx;
    private final RedisDialer dialer;
    private final List<RedisAddress> addresses;
    private final String masterName;
    private final long timeoutMillis;

    /* TLS, login and database of whichever server is the master; its host and port mean nothing. */
    private final RedisAddress master;

    /* Which sentinel is asked first, and the connection to it, if there is one. */
    private int present;
    private @Nullable RespConnection kept;

    /* The round of questions that is under way. */
    private @Nullable Future<RedisAddress> asking;

    Sentinels(Vertx vertx, RedisDialer dialer, RedisSettings settings) {
        this.vertx = vertx;
        this.dialer = dialer;
        this.addresses = settings.sentinels();
        this.masterName = settings.sentinelMasterName();
        this.timeoutMillis = settings.connectTimeout().toMillis();
        this.master = RedisAddress.of(settings);
    }

    @Override
    public Future<RedisAddress> find() {
        if (asking != null) {
            return asking;
        }
        Future<RedisAddress> round = ask(new TreeMap<>());
        asking = round;
        return round.onComplete(outcome -> asking = null);
    }

    @Override
    public Future<Void> confirm(RespConnection connection) {
        return RedisQuestion.ask(vertx, connection, ROLE, timeoutMillis)
                .recover(cause -> Future.failedFuture(refused(cause)))
                .compose(answer -> isMaster(answer)
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new RedisUnavailableException("the server that a sentinel names is no master", false)));
    }

    @Override
    public void doubt() {
        if (kept != null) {
            kept.close("another sentinel is asked");
            kept = null;
        }
        present = (present + 1) % addresses.size();
    }

    /**
     * Asks one after the other.
     *
     * @param failures what those who were asked in this round failed with; in the order of the settings, so that a lasting
     *     failure of all reads the same each time
     */
    private Future<RedisAddress> ask(Map<Integer, String> failures) {
        if (failures.size() == addresses.size()) {
            return Future.failedFuture(
                    new RedisUnavailableException("no sentinel names the master: " + list(failures), false));
        }
        return connection()
                .compose(connection -> RedisQuestion.ask(vertx, connection, question(), timeoutMillis))
                .compose(this::read)
                .recover(cause -> {
                    failures.put(present, String.valueOf(cause.getMessage()));
                    doubt();
                    return ask(failures);
                });
    }

    private Future<RespConnection> connection() {
        if (kept != null && !kept.closed()) {
            return Future.succeededFuture(kept);
        }
        return dialer.dial(addresses.get(present)).onSuccess(opened -> kept = opened);
    }

    private Request question() {
        return Request.cmd(Command.SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(masterName);
    }

    private Future<RedisAddress> read(@Nullable Response answer) {
        if (answer == null) {
            return Future.failedFuture(new RedisUnavailableException("knows no master " + masterName, false));
        }
        try {
            return Future.succeededFuture(master.at(text(answer, 0), text(answer, 1)));
        } catch (IllegalArgumentException nonsense) {
            return Future.failedFuture(new RedisUnavailableException(
                    "answers with something else than the host and port of a master", false));
        }
    }

    private static boolean isMaster(@Nullable Response role) {
        return role != null
                && role.type() == ResponseType.MULTI
                && role.size() > 0
                && "master".equals(String.valueOf(role.get(0)));
    }

    private static String text(Response answer, int index) {
        if (answer.type() != ResponseType.MULTI || answer.size() != 2 || answer.get(index) == null) {
            throw new IllegalArgumentException("expected two texts");
        }
        return answer.get(index).toString();
    }

    private static RedisUnavailableException refused(Throwable cause) {
        return new RedisUnavailableException("no role: " + cause.getMessage(), false);
    }

    private String list(Map<Integer, String> failures) {
        return failures.entrySet().stream()
                .map(failure -> addresses.get(failure.getKey()).endpoint() + " " + failure.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return masterName + " at the sentinels "
                + addresses.stream().map(RedisAddress::endpoint).toList();
    }
}

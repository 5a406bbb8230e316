package io.sluice.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member of a cluster, for the commands that belong to it. Connections to it are of use while it is in touch with its cluster: one
 * that is not would still take what is published there, and nobody elsewhere would hear it.
 *
 * @param timeoutMillis how long it may take to say how its cluster does
 */
record ClusterMember(Vertx vertx, RedisAddress address, long timeoutMillis) implements MasterSource {

    private static final String WORKS = "cluster_state:ok";

    /** Looks at a connection to a member; fails if that one has lost touch with its cluster. */
    static Future<Void> confirm(Vertx vertx, RespConnection connection, long timeoutMillis) {
        Request info = Request.cmd(Command.CLUSTER).arg("INFO");
        return RedisQuestion.ask(vertx, connection, info, timeoutMillis)
                .compose(answer -> String.valueOf(answer).contains(WORKS)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new RedisUnavailableException("its cluster does not work", false)));
    }

    /** Whether the member at the other end of a connection is in touch with its cluster; without a limit of time. */
    static Future<Boolean> works(RespConnection connection) {
        Promise<@Nullable Response> answer = Promise.promise();
        Request info = Request.cmd(Command.CLUSTER).arg("INFO");
        connection.send(RequestEncoder.encode(info), List.of(new RedisQuestion(answer)));
        return answer.future().map(text -> String.valueOf(text).contains(WORKS));
    }

    @Override
    public Future<RedisAddress> find() {
        return Future.succeededFuture(address);
    }

    @Override
    public Future<Void> confirm(RespConnection connection) {
        return confirm(vertx, connection, timeoutMillis);
    }

    @Override
    public void doubt() {}

    @Override
    public String toString() {
        return address.toString();
    }
}

package io.sluice.loadtest.e2e;

import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedis;
import io.sluice.common.redis.RedisCommandException;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A connection to Redis of a person who looks after it, or of a user whose rights are tried. */
final class RedisSession implements AutoCloseable {

    private static final Pattern COMMAND_USED = Pattern.compile("cmdstat_([a-z]+):calls=[1-9]");

    /** What this class itself sends to look at Redis. */
    private static final Set<String> OWN = Set.of("info", "hello", "acl", "config");

    /** The machine may be busy with other things. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerCommands commands;

    private RedisSession(ServerCommands commands) {
        this.commands = commands;
    }

    /** As the user that needs no password. */
    static RedisSession open(Vertx vertx, LocalRedis redis) throws Exception {
        return open(vertx, redis, "", "");
    }

    static RedisSession open(Vertx vertx, LocalRedis redis, RedisUser user) throws Exception {
        return open(vertx, redis, user.name(), user.password());
    }

    private static RedisSession open(Vertx vertx, LocalRedis redis, String user, String password) throws Exception {
        RedisSettings settings = new RedisSettings(redis.uri(), "unused", PATIENCE, PATIENCE, user, password);
        ServerCommands commands = new ServerCommands(vertx, settings);
        Clients.get(commands.start());
        // The first attempt may have failed.
        await().atMost(PATIENCE).until(commands::connected);
        return new RedisSession(commands);
    }

    /** The answer to a command; fails with what Redis says if it refuses. */
    Response send(String command, String... arguments) throws Exception {
        Request request = Request.cmd(Command.create(command));
        for (String argument : arguments) {
            request.arg(argument);
        }
        return Clients.get(commands.send(request));
    }

    /** Whether Redis refuses these words, a command and its arguments, for lack of rights. */
    boolean refuses(String words) throws Exception {
        String[] parts = words.split(" ");
        try {
            send(parts[0], Arrays.copyOfRange(parts, 1, parts.length));
            return false;
        } catch (RedisCommandException refusal) {
            return refusal.code().equals("NOPERM");
        }
    }

    /** Makes the user, with these rules and no others. */
    void add(RedisUser user) throws Exception {
        String[] arguments = new String[user.rules().size() + 2];
        arguments[0] = "SETUSER";
        arguments[1] = user.name();
        for (int i = 0; i < user.rules().size(); i++) {
            arguments[i + 2] = user.rules().get(i);
        }
        send("ACL", arguments);
    }

    /** How often Redis has refused somebody for lack of rights, grouped by what was wanted. */
    int refusals() throws Exception {
        return send("ACL", "LOG").size();
    }

    /** What {@link #commandsUsed} tells begins anew. */
    void forgetCommandsUsed() throws Exception {
        send("CONFIG", "RESETSTAT");
    }

    /** Commands that Redis has carried out for anybody, those in scripts among them. */
    Set<String> commandsUsed() throws Exception {
        Set<String> used = new TreeSet<>();
        COMMAND_USED
                .matcher(send("INFO", "commandstats").toString())
                .results()
                .map(match -> match.group(1))
                .filter(command -> !OWN.contains(command))
                .forEach(used::add);
        return used;
    }

    @Override
    public void close() throws Exception {
        Clients.get(commands.stop());
    }
}

package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script that Redis runs as one step. It goes out whole until the server has run it once on the present connection, and by
 * the hash of its text from then on.
 *
 * <p>Order: as for {@link RedisCommands#send}, between scripts and plain commands too; but for those under way in the moment in
 * which somebody makes Redis forget its scripts ({@code SCRIPT FLUSH}).
 *
 * <p>Threading: all methods from any thread; outcomes arrive on the context of the caller.
 */
public final class RedisScript {

    private final RedisCommands commands;
    private final RedisUse use;
    private final String text;
    private final String hash;

    /**
     * A script that has not been run yet.
     *
     * @param text its source, in Lua
     */
    public RedisScript(RedisCommands commands, String text) {
        this(commands, RedisUse.OTHER, text);
    }

    private RedisScript(RedisCommands commands, RedisUse use, String text) {
        this.commands = commands;
        this.use = use;
        this.text = text;
        this.hash = sha1(text);
    }

    /**
     * A script whose source are files beside a class, one after the other.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public static RedisScript of(RedisCommands commands, RedisUse use, Class<?> neighbour, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(source(neighbour, file));
        }
        return new RedisScript(commands, use, text.toString());
    }

    /**
     * Runs the script.
     *
     * @param keys at least one; all of them in the same slot, if it is a cluster that has them
     * @return what it returns; fails as {@link RedisCommands#send} does, also when the script ends with an error
     */
    public Future<@Nullable Response> run(List<String> keys, List<Buffer> arguments) {
        return commands.run(this, keys, arguments);
    }

    String hash() {
        return hash;
    }

    RedisUse use() {
        return use;
    }

    /** The command that brings the script along. */
    Request whole(List<String> keys, List<Buffer> arguments) {
        return request(Command.EVAL, text, keys, arguments);
    }

    /** The command for a server that knows the script. */
    Request byHash(List<String> keys, List<Buffer> arguments) {
        return request(Command.EVALSHA, hash, keys, arguments);
    }

    private static Request request(Command command, String script, List<String> keys, List<Buffer> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static String source(Class<?> neighbour, String file) {
        try (InputStream in = neighbour.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("expected a script beside " + neighbour.getName() + ": " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected every Java to know SHA-1", e);
        }
    }
}

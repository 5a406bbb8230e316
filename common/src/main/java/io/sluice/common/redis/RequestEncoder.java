package io.sluice.common.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.CommandImpl;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.List;

/**
 * The bytes of a command, in a buffer made to measure. The Vert.x Redis client, whose own encoder lets a buffer grow with each
 * argument, copies a command of 1 KB four times.
 */
final class RequestEncoder {

    private static final byte[] END = {'\r', '\n'};

    /** A type, ten digits at most, and the end of the line. */
    private static final int MAX_LENGTH_LINE = 1 + 10 + END.length;

    private RequestEncoder() {}

    /**
     * Encodes a command. Any thread.
     *
     * @throws IllegalArgumentException if the number of arguments is wrong for this command
     */
    static Buffer encode(Request request) {
        RequestImpl command = (RequestImpl) request;
        if (!command.valid()) {
            throw new IllegalArgumentException("wrong number of arguments for " + request.command());
        }
        byte[] name = ((CommandImpl) request.command()).getBytes();
        List<byte[]> arguments = command.getArgs();
        Buffer out = Buffer.buffer(maxLength(name, arguments));
        out.appendBytes(lengthLine('*', 1 + arguments.size())).appendBytes(name);
        for (byte[] argument : arguments) {
            out.appendBytes(lengthLine('$', argument.length))
                    .appendBytes(argument)
                    .appendBytes(END);
        }
        return out;
    }

    private static int maxLength(byte[] name, List<byte[]> arguments) {
        int length = MAX_LENGTH_LINE + name.length;
        for (byte[] argument : arguments) {
            length = Math.addExact(length, MAX_LENGTH_LINE + argument.length + END.length);
        }
        return length;
    }

    private static byte[] lengthLine(char type, int length) {
        int digits = 1;
        for (int rest = length / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] line = new byte[1 + digits + END.length];
        line[0] = (byte) type;
        int rest = length;
        for (int at = digits; at > 0; at--) {
            line[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(END, 0, line, 1 + digits, END.length);
        return line;
    }
}

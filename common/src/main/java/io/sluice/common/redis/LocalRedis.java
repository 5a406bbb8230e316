package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;

/** A Redis server on this machine, run as a child process. Blocks: for mains and tests, never for an event loop. */
@ThreadSafe
public final class LocalRedis implements AutoCloseable {

    private LocalRedis() {}

    /** Starts a server on a free port of 127.0.0.1. */
    public static LocalRedis start() {
        return new LocalRedis();
    }

    public String uri() {
        return "";
    }

    public int port() {
        return 0;
    }

    /** Ends the server as a crash would ({@code SIGKILL}). */
    public void killForcibly() {}

    /** Starts the server again, empty, on the same port. */
    public void restart() {}

    @Override
    public void close() {}
}

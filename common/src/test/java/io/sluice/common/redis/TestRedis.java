package io.sluice.common.redis;

/** The Redis server of a test run. */
public final class TestRedis implements AutoCloseable {

    private TestRedis() {}

    /** The server that all tests of this JVM share; its data are not cleaned between tests, so use own prefixes. */
    public static TestRedis shared() {
        return new TestRedis();
    }

    /** A server of the caller's own, which it may kill and restart, and must close. */
    public static TestRedis exclusive() {
        return new TestRedis();
    }

    public String uri() {
        return "";
    }

    public int port() {
        return 0;
    }

    public void killForcibly() {}

    public void restart() {}

    @Override
    public void close() {}
}

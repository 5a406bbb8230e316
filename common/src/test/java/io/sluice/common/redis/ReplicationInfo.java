package io.sluice.common.redis;

/**
 * What a server answers to {@code INFO replication}. A replica has all that its master was told when its {@link #received} has come to
 * the master's {@link #written} of then; {@code WAIT} speaks only of what its own connection has written.
 */
public record ReplicationInfo(String text) {

    /** Bytes of the stream of writes, as of a master. */
    public long written() {
        return number("master_repl_offset");
    }

    /** Bytes of its master's stream of writes that a replica has. */
    public long received() {
        return number("slave_repl_offset");
    }

    private long number(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElseThrow();
    }
}

package io.sluice.loadtest.scenario;

/** Loads by which makers of such servers have published results, so that ours can be held against theirs. */
public enum Preset {
    /** Caplin's: 1,000 subjects, each updating every 2 s; clients take 2, 20 or 200 of them. */
    CAPLIN(1_000, 20, 500, 120),
    /** MigratoryData's: every client receives ten messages of 512 bytes a second. */
    MIGRATORY(100, 10, 100, 512),
    /** Lightstreamer's: 40 keys, 100 messages of 1 KB a second in all, one key for each client. */
    LIGHTSTREAMER(40, 1, 100, 1_024),
    /** MigratoryData's and Centrifugo's: a subject of one's own, with a message every 3 s. */
    PRIVATE(0, 1, 0, 120);

    private static final double SECONDS_BETWEEN_PRIVATE = 3;

    private final int symbols;
    private final int subscribe;
    private final double rate;
    private final int bytes;

    Preset(int symbols, int subscribe, double rate, int bytes) {
        this.symbols = symbols;
        this.subscribe = subscribe;
        this.rate = rate;
        this.bytes = bytes;
    }

    public int symbols(int connections) {
        return this == PRIVATE ? connections : symbols;
    }

    public int subscribe() {
        return subscribe;
    }

    /** Updates a second over all symbols. */
    public double rate(int connections) {
        return this == PRIVATE ? connections / SECONDS_BETWEEN_PRIVATE : rate;
    }

    public int bytes() {
        return bytes;
    }
}

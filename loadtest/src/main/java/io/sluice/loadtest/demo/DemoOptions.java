package io.sluice.loadtest.demo;

import io.sluice.loadtest.feed.Symbols;

/**
 * What the demonstration is to be.
 *
 * @param host the address that its servers listen on
 * @param port of the web page; 0 takes any free one
 * @param nodes gateways, from 1 to {@value #MAX_NODES}
 * @param symbols from 1 to {@value Symbols#MAX_COUNT}
 * @param rate prices a second over all symbols, above 0 and at most {@value #MAX_RATE}
 * @param seed of companies and prices; the same seed gives the same ones
 */
public record DemoOptions(String host, int port, int nodes, int symbols, double rate, long seed) {
    /** Each gateway is a JVM of some 150 MB. */
    public static final int MAX_NODES = 16;
    /** What one feed can publish in batches one after the other, with room to spare. */
    public static final int MAX_RATE = 20_000;

    private static final int MAX_PORT = 65_535;

    public DemoOptions {
        check("--port", "0 to " + MAX_PORT, port, port >= 0 && port <= MAX_PORT);
        check("--nodes", "1 to " + MAX_NODES, nodes, nodes >= 1 && nodes <= MAX_NODES);
        check("--symbols", "1 to " + Symbols.MAX_COUNT, symbols, symbols >= 1 && symbols <= Symbols.MAX_COUNT);
        check("--rate", "more than 0 and at most " + MAX_RATE, rate, rate > 0 && rate <= MAX_RATE);
    }

    private static void check(String option, String expected, Number value, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException(option + ": expected " + expected + " but was " + value);
        }
    }
}

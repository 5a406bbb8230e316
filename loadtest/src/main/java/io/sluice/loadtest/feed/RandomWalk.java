package io.sluice.loadtest.feed;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prices that walk at random: each tick takes one symbol and moves its price by a small factor (a geometric walk), with a
 * weak pull back to where it began, so that a demo that runs for a week still shows sane prices. The same seed gives the
 * same ticks.
 *
 * <p>Threading: for one thread at a time; it never waits.
 */
public final class RandomWalk {
    /** Standard deviation of one step: 0.06 %. */
    private static final double STEP = 0.0006;
    /** The part of the distance to the opening price that each step takes back. */
    private static final double PULL = 0.0002;

    private static final int MIN_OPEN_CENTS = 500;
    private static final int MAX_OPEN_CENTS = 50_000;
    private static final int LOT = 10;
    private static final int MAX_LOTS = 50;

    private final SplittableRandom random;
    private final List<Symbol> symbols;
    private final long[] openCents;
    private final double[] cents;

    public RandomWalk(List<Symbol> symbols, long seed) {
        this.symbols = List.copyOf(symbols);
        this.random = new SplittableRandom(seed);
        this.openCents =
                random.longs(symbols.size(), MIN_OPEN_CENTS, MAX_OPEN_CENTS).toArray();
        this.cents = Arrays.stream(openCents).asDoubleStream().toArray();
    }

    public List<Symbol> symbols() {
        return symbols;
    }

    /** Where the price of the symbol at {@code index} of {@link #symbols()} began. */
    public long openCents(int index) {
        return openCents[index];
    }

    /** The next trade, said to have happened at {@code unixMillis}. */
    public Tick next(long unixMillis) {
        int index = random.nextInt(symbols.size());
        double home = StrictMath.log(openCents[index] / cents[index]);
        cents[index] *= StrictMath.exp(STEP * gaussian() + PULL * home);
        // Rounding must not stop the walk of a cheap symbol, so only what is shown is rounded.
        long shown = Math.max(1, Math.round(cents[index]));
        int volume = LOT * random.nextInt(1, MAX_LOTS + 1);
        return new Tick(symbols.get(index).code(), shown, openCents[index], volume, unixMillis);
    }

    /** Normally distributed (Box–Muller); strict functions, so that every machine draws the same. */
    private double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}

package io.sluice.loadtest.load;

/** How many publications have gone to each channel of a run. */
@FunctionalInterface
public interface Published {
    long on(int channel);
}

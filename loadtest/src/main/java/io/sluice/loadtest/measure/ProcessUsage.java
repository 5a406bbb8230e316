package io.sluice.loadtest.measure;

/**
 * What one process used in an interval.
 *
 * @param process what it is called in reports, e.g. {@code gateway-1}
 * @param cores CPU seconds per second of the interval, user and system together
 * @param residentBytes memory in RAM at the end of the interval, shared pages included
 */
public record ProcessUsage(String process, double cores, long residentBytes) {}

package io.sluice.loadtest.load;

/**
 * What a process used in the measured window.
 *
 * @param userSeconds CPU time in the program
 * @param systemSeconds CPU time in the kernel
 * @param residentBytes memory in RAM at the end of the window, shared pages included
 */
public record ProcessCost(WatchedProcess process, double userSeconds, double systemSeconds, long residentBytes) {
    public double cpuSeconds() {
        return userSeconds + systemSeconds;
    }
}

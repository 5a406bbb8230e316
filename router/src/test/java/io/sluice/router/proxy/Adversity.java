package io.sluice.router.proxy;

/**
 * One bad thing that happens to a router.
 *
 * @param name what it is, in the words of the report
 * @param strike does it, and checks what those who did it or met it got to see
 */
record Adversity(String name, Strike strike) {

    /** Does the bad thing. */
    @FunctionalInterface
    interface Strike {
        void at(Arena arena) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}

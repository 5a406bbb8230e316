package io.sluice.common.metrics;

/** What a histogram has counted. Any thread may read it while others count; what they see may be a moment old. */
public sealed interface BucketCounts permits LoopHistogram, SharedHistogram {

    /** Values in the class with this index so far. */
    long count(int index);

    /** Sum of all values so far. */
    long sum();
}

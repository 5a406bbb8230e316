package io.sluice.loadtest.feed;

/** Publishing cannot go on: the server cannot be reached or refuses us. The message tells what to do. */
public final class FeedAbortedException extends Exception {
    private static final long serialVersionUID = 1L;

    FeedAbortedException(String message) {
        super(message);
    }
}

package io.sluice.gateway.trace;

/**
 * One step of a trace that is being taken.
 *
 * <p>Threading: any thread. Nothing blocks or throws; what comes after the end is without effect.
 */
public interface Span {

    /** A step that nobody records. */
    Span NONE = new Span() {
        @Override
        public TraceContext context() {
            return TraceContext.NONE;
        }

        @Override
        public void attribute(String name, String value) {}

        @Override
        public void fail(String reason) {}

        @Override
        public void end() {}
    };

    /** Its place, for the steps that follow from it. */
    TraceContext context();

    /** Says something about it: never a token, a key or what a client sent. */
    void attribute(String name, String value);

    /** It went wrong; it still has to end. */
    void fail(String reason);

    void end();
}

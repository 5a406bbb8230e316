package io.sluice.common.admission;

import io.sluice.common.threading.ThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * What one client that was let in has taken. It is given back by {@link #close}, however often that is called.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class AdmissionTicket {

    private final Admission admission;
    private final Claim.@Nullable Held<SourceKey> source;

    // Guarded by this.
    private boolean shakingHands = true;
    private boolean open = true;

    /** @param source what its source has taken; null if sources are not limited */
    AdmissionTicket(Admission admission, Claim.@Nullable Held<SourceKey> source) {
        this.admission = admission;
        this.source = source;
    }

    /** The client has its first answer: it is in, and no longer on its way. */
    public synchronized void handshakeOver() {
        if (shakingHands) {
            shakingHands = false;
            admission.handshakeOver();
        }
    }

    /** The connection is closed. */
    public synchronized void close() {
        handshakeOver();
        if (open) {
            open = false;
            admission.closed(source);
        }
    }
}

package io.sluice.gateway.history;

import io.sluice.common.protocol.ErrorCode;

/** A part of a channel's history cannot be had; {@link #error} is what the caller is told. */
public final class HistoryRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    HistoryRefusedException(ErrorCode error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    HistoryRefusedException(ErrorCode error, Throwable cause) {
        super(error.message(), cause, false, false);
        this.error = error;
    }

    public ErrorCode error() {
        return error;
    }
}

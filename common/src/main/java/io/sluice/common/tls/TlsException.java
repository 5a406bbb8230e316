package io.sluice.common.tls;

import java.io.Serial;

/**
 * A certificate, a key or a list of authorities that cannot be used. The message is one line for the operator: which setting and
 * what is wrong with it; it never repeats what the setting holds, except for the path of a file.
 */
public final class TlsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.sluice.common.tls;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/** Whose code encrypts. */
public enum TlsEngine {
    /** OpenSSL where it is there, else the JDK. */
    AUTO,
    JDK,
    /** BoringSSL, as Netty packages it for Linux with glibc. */
    OPENSSL;

    /**
     * The engine that this machine has, never {@link #AUTO}.
     *
     * @throws TlsException if OpenSSL is demanded and is not there
     */
    TlsEngine resolved() {
        boolean available = this != JDK && OpenSSLEngineOptions.isAvailable();
        if (this == OPENSSL && !available) {
            throw new TlsException(
                    "tls.engine: openssl is not available: netty-tcnative-boringssl-static is not among the "
                            + "libraries, or has nothing for this machine; expected auto or jdk");
        }
        return available ? OPENSSL : JDK;
    }

    /** What tells Vert.x so. */
    SSLEngineOptions options() {
        return resolved() == OPENSSL ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }
}

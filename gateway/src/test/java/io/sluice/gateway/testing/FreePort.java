package io.sluice.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that cannot be told to take any. It is below those that systems hand out to connections, so that none of the
 * many connections of tests takes it before the server does, and above those of the members of test clusters.
 */
public final class FreePort {

    private static final int LOWEST = 32_000;
    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 1000;

    private FreePort() {}

    /** A port of loopback on which nobody listens. */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("expected a free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

package io.sluice.loadtest.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Which address of this machine a client connects from, because one address has only some 28,000 ports to one server. */
final class LocalAddresses {
    /** Far below the ports of one address, also when the last run's still linger. */
    static final int CLIENTS_PER_ADDRESS = 5_000;

    private static final int LAST_ADDRESS = 254;

    private LocalAddresses() {}

    /** 127.0.0.1, 127.0.0.2 … for servers on this machine; empty for others, where the system chooses. */
    static Optional<InetSocketAddress> forClient(int number, InetSocketAddress server) {
        if (!server.getAddress().isLoopbackAddress()) {
            return Optional.empty();
        }
        int address = 1 + number / CLIENTS_PER_ADDRESS % LAST_ADDRESS;
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}

package io.sluice.router.discovery.dns;

import io.sluice.common.config.Setting;
import io.sluice.router.backend.BackendAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name that stands for all backends.
 *
 * @param name empty if the backends are not in DNS
 * @param port 1 to 65535, where it is used
 * @param interval at least 100 ms
 */
public record DnsSettings(
        @Setting(
                        doc =
                                "Name whose addresses are the backends, such as that of a headless service of Kubernetes. The search "
                                        + "domains of the system count. Leave it empty when backends are found otherwise.")
                String name,
        @Setting(value = "8000", doc = "Port of all backends that dns.name has as addresses.") int port,
        @Setting(
                        doc =
                                "Name of a port: then hosts and ports come from the service records _NAME._tcp.(dns.name), which has to "
                                        + "be a full name, and dns.port does not count.")
                String portName,
        @Setting(
                        value = "any",
                        doc =
                                "Which addresses count: any, ipv4 or ipv6. Choose one of them where each backend has both, or it counts "
                                        + "twice.")
                Family family,
        @Setting(value = "5s", doc = "Pause between an answer and the next question; caches are not asked.")
                Duration interval,
        @Setting(
                        doc =
                                "IP address and port of the DNS server to ask, such as 10.96.0.10:53; empty means those of the system.")
                String server) {

    /** Which addresses of a name count. */
    public enum Family {
        ANY,
        IPV4,
        IPV6
    }

    /** More often would be load on DNS without use: what it answers is seconds old anyway. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,253}");
    private static final Pattern PORT_NAME = Pattern.compile("[a-zA-Z0-9-]{0,62}");
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int MAX_PORT = 65_535;

    public DnsSettings {
        require(name.isEmpty() || NAME.matcher(name).matches(), "name", name, "a name of DNS");
        require(port >= 1 && port <= MAX_PORT, "port", port, "1 to " + MAX_PORT);
        require(PORT_NAME.matcher(portName).matches(), "port_name", portName, "the name of a port");
        require(interval.compareTo(SHORTEST_INTERVAL) >= 0, "interval", interval, "at least 100ms");
        if (!server.isEmpty()) {
            BackendAddress parsed = parseServer(server);
            require(IP_ADDRESS.matcher(parsed.host()).matches(), "server", server, "an IP address and a port");
        }
    }

    public boolean isPresent() {
        return !name.isEmpty();
    }

    /** The kinds of records to ask for. */
    List<RecordKind> kinds() {
        if (!portName.isEmpty()) {
            return List.of(RecordKind.SRV);
        }
        return switch (family) {
            case ANY -> List.of(RecordKind.A, RecordKind.AAAA);
            case IPV4 -> List.of(RecordKind.A);
            case IPV6 -> List.of(RecordKind.AAAA);
        };
    }

    /** Name of the service records. */
    String serviceName() {
        return "_" + portName + "._tcp." + name;
    }

    /** The server to ask, or nothing for those of the system. */
    Optional<InetSocketAddress> serverAddress() {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        BackendAddress parsed = parseServer(server);
        return Optional.of(new InetSocketAddress(parsed.host(), parsed.port()));
    }

    private static BackendAddress parseServer(String server) {
        try {
            return BackendAddress.parse(server);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("server: " + e.getMessage(), e);
        }
    }

    private static void require(boolean fulfilled, String name, Object value, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(name + " must be " + expected + ", but was " + value);
        }
    }
}

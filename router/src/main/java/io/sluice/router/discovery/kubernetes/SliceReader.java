package io.sluice.router.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.backend.BackendAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads slices as {@code discovery.k8s.io/v1} writes them. What is missing has the meaning that Kubernetes gives it: no
 * word on {@code ready} is ready, no word on {@code terminating} is not terminating. An entry that makes no sense is left
 * out and counted; it costs the others nothing.
 */
final class SliceReader {

    private static final Logger LOG = LoggerFactory.getLogger(SliceReader.class);

    /** As the registry has it for zones; what else may stand there is no zone. */
    private static final Pattern ZONE = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

    private static final Pattern POD = Pattern.compile("[a-z0-9.-]{1,253}");

    private final String portName;

    /**
     * @param portName of the port that backends are reached at; empty if slices are to have but one
     */
    SliceReader(String portName) {
        this.portName = portName;
    }

    /** The slice, or nothing if it has no name. */
    Optional<EndpointSlice> read(JsonNode slice) {
        String name = slice.path("metadata").path("name").asText("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        JsonNode entries = slice.path("endpoints");
        int port = port(name, slice.path("ports"));
        if (port == 0) {
            return Optional.of(new EndpointSlice(name, List.of(), entries.size()));
        }
        List<Endpoint> endpoints = new ArrayList<>();
        int malformed = 0;
        for (JsonNode entry : entries) {
            if (isUsable(entry.path("conditions"))) {
                Optional<Endpoint> endpoint = endpoint(entry, port);
                endpoint.ifPresent(endpoints::add);
                malformed += endpoint.isPresent() ? 0 : 1;
            }
        }
        return Optional.of(new EndpointSlice(name, endpoints, malformed));
    }

    private int port(String slice, JsonNode ports) {
        List<Integer> candidates = new ArrayList<>();
        for (JsonNode port : ports) {
            boolean named = portName.isEmpty() || port.path("name").asText("").equals(portName);
            if (named && port.path("protocol").asText("TCP").equals("TCP")) {
                candidates.add(port.path("port").asInt());
            }
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        // A service without any pod has a slice without ports, which is no fault.
        if (!ports.isEmpty()) {
            LOG.warn(
                    "An endpoint slice is left out, set kubernetes.port_name: slice={} ports={} port_name={}",
                    slice,
                    ports.size(),
                    portName);
        }
        return 0;
    }

    private static boolean isUsable(JsonNode conditions) {
        return conditions.path("ready").asBoolean(true) || isTerminating(conditions);
    }

    private static boolean isTerminating(JsonNode conditions) {
        return conditions.path("terminating").asBoolean(false);
    }

    /** Of several addresses of one entry the first counts: they are the same pod. */
    private static Optional<Endpoint> endpoint(JsonNode entry, int port) {
        try {
            BackendAddress address =
                    new BackendAddress(entry.path("addresses").path(0).asText(""), port);
            String pod = entry.path("targetRef").path("name").asText("");
            String zone = entry.path("zone").asText("");
            return Optional.of(new Endpoint(
                    POD.matcher(pod).matches() ? pod : address.toString(),
                    address,
                    isTerminating(entry.path("conditions")),
                    ZONE.matcher(zone).matches() ? zone : ""));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

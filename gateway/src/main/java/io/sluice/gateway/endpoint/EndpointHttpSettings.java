package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only matters over HTTP. */
public record EndpointHttpSettings(
        @Setting(
                        value = "",
                        secret = true,
                        doc = "Headers of every request, each as Name: value; for instance the key of the back end")
                List<String> staticHeaders,
        @Setting(doc = "HTTP statuses that mean an error or a disconnect for the client, rather than a failure")
                List<StatusTransform> statusToCodeTransforms) {

    public EndpointHttpSettings {
        staticHeaders = List.copyOf(staticHeaders);
        statusToCodeTransforms = List.copyOf(statusToCodeTransforms);
        parsed(staticHeaders);
        Set<Integer> statuses = new HashSet<>();
        for (StatusTransform transform : statusToCodeTransforms) {
            if (!statuses.add(transform.statusCode())) {
                throw new IllegalArgumentException(
                        "status_to_code_transforms has status " + transform.statusCode() + " twice");
            }
        }
    }

    /** The static headers by name, in lower case. */
    public Map<String, String> staticHeadersByName() {
        return parsed(staticHeaders);
    }

    /** What this status means; empty if nothing in particular. */
    public Optional<StatusTransform> transform(int status) {
        return statusToCodeTransforms.stream()
                .filter(transform -> transform.statusCode() == status)
                .findFirst();
    }

    private static Map<String, String> parsed(List<String> headers) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            String name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (!HeaderRules.mayBePassedOn(name)) {
                throw new IllegalArgumentException(
                        "static_headers must each be Name: value, with a name that is not HTTP's own");
            }
            String value = header.substring(colon + 1).strip();
            if (!HeaderRules.isValue(value)) {
                throw new IllegalArgumentException("static_headers: the value of " + name + " has control characters");
            }
            byName.put(name, value);
        }
        return Map.copyOf(byName);
    }
}

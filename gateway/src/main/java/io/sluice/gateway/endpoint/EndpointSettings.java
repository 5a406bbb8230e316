package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A back end that takes part in what clients do, and what it is sent. */
public record EndpointSettings(
        @Setting(value = "", doc = "Name by which namespaces choose it; only in proxies, and not default") String name,
        @Setting(value = "false", doc = "Turns it on; only in client.proxy, as elsewhere namespaces do")
                boolean enabled,
        @Setting(value = "", doc = "Where requests go: a URL with http:// or https://") String endpoint,
        @Setting(
                        value = "1s",
                        doc =
                                "Time that an answer may take, 1ms to 60s; the client waits as long, so a longer one only hides"
                                        + " that the back end is slow")
                Duration timeout,
        @Setting(value = "", doc = "Headers of the client's handshake that are passed on") List<String> httpHeaders,
        @Setting(value = "", doc = "Entries of the connect command's headers that are passed on, as HTTP headers")
                List<String> emulatedHeaders,
        @Setting(value = "false", doc = "Sends data as base64 in b64data, so that it may be anything but JSON")
                boolean binaryEncoding,
        @Setting(value = "false", doc = "Sends the connection's meta along") boolean includeConnectionMeta,
        @Setting(doc = "HTTP") EndpointHttpSettings http) {

    /** Nobody would wait longer; and every call under way holds memory. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    private static final int LAST_PORT = 65_535;

    public EndpointSettings {
        check(
                timeout.toMillis() >= 1 && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                "timeout must be 1ms to 60s but was " + timeout.toMillis() + "ms");
        check(!enabled || !endpoint.isEmpty(), "endpoint must be set where enabled is true");
        check(
                endpoint.isEmpty() || isUrl(endpoint),
                "endpoint must be a URL with http:// or https:// and a host but was '" + withoutQuery(endpoint) + "'");
        httpHeaders = lowerCase("http_headers", httpHeaders);
        emulatedHeaders = lowerCase("emulated_headers", emulatedHeaders);
    }

    /** Whether it can be asked at all. */
    public boolean isConfigured() {
        return !endpoint.isEmpty();
    }

    private static List<String> lowerCase(String setting, List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        for (String name : lower) {
            check(
                    HeaderRules.mayBePassedOn(name),
                    setting + " must name headers that are not HTTP's own, such as host, but was '" + name + "'");
        }
        return lower;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= LAST_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A query may hold a key, which no message should show. */
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?…";
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

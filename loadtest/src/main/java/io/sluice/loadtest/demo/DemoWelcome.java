package io.sluice.loadtest.demo;

import io.sluice.loadtest.cluster.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demonstration tells when it has started. */
final class DemoWelcome {
    private static final String ANY_ADDRESS = "0.0.0.0";

    private DemoWelcome() {}

    static List<String> lines(
            DemoOptions options, int pagePort, ServerProcess router, List<ServerProcess> gateways, String prefix) {
        String host =
                options.host().equals(ANY_ADDRESS) || options.host().equals("127.0.0.1") ? "localhost" : options.host();
        String socket = "ws://" + host + ":" + router.port() + "/connection/websocket";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Sluice is running: Redis, %d gateways, a router, and %,.0f simulated prices a second of %d symbols.",
                gateways.size(),
                options.rate(),
                options.symbols()));
        lines.add("");
        lines.add("  Page       http://" + host + ":" + pagePort + "/");
        lines.add("  WebSocket  " + socket + "  (the router)");
        for (ServerProcess gateway : gateways) {
            lines.add("  Node       " + gateway.name() + " on port " + gateway.port() + ", process " + gateway.pid());
        }
        lines.add("");
        lines.add("By hand:     npx wscat -c '" + socket + "?cf_ws_frame_ping_pong=true'");
        lines.add("  then type  {\"id\":1,\"connect\":{}}");
        lines.add("  and        {\"id\":2,\"subscribe\":{\"channel\":\"" + prefix + "ACME\"}}");
        lines.add("Publish:     echo '{\"symbol\":\"ACME\",\"price\":1,\"open\":1,\"volume\":1,\"time\":0}' |"
                + " ./sluice publish --url http://" + host + ":" + router.port() + " --channel " + prefix + "ACME");
        lines.add("Fail over:   kill -9 the process of a node, and watch the page");
        lines.add("");
        lines.add("Ctrl-C ends it all.");
        return lines;
    }
}

package io.sluice.loadtest.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.feed.RandomWalk;
import io.sluice.loadtest.feed.Symbol;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page has to know of the demonstration.
 *
 * @param routerPort where the router takes WebSockets
 * @param nodes the gateways
 * @param symbols what is traded
 * @param prefix what stands before a symbol's code in the name of its channel
 */
record DemoState(int routerPort, List<Node> nodes, List<Listed> symbols, String prefix) {
    private static final double CENTS = 100;

    /** A gateway; its id is empty while the cluster does not know it, e.g. because it has been killed. */
    record Node(String name, String id, int port) {}

    /** A symbol with the price that it began at. */
    record Listed(String code, String name, long openCents) {}

    static List<Listed> symbols(RandomWalk walk) {
        List<Listed> listed = new ArrayList<>();
        for (Symbol symbol : walk.symbols()) {
            listed.add(new Listed(symbol.code(), symbol.name(), walk.openCents(listed.size())));
        }
        return listed;
    }

    /** The gateways with the ids that the result of the API's {@code info} has for their names. */
    static List<Node> nodes(List<ServerProcess> gateways, JsonNode info) {
        List<Node> nodes = new ArrayList<>();
        for (ServerProcess gateway : gateways) {
            String id = "";
            for (JsonNode known : info.path("nodes")) {
                if (known.path("name").asText().equals(gateway.name())) {
                    id = known.path("uid").asText();
                }
            }
            nodes.add(new Node(gateway.name(), id, gateway.port()));
        }
        return nodes;
    }

    /** The object that the page fetches; {@code time} in milliseconds is there to compare clocks. */
    String json(long unixMillis) {
        ObjectNode object = Json.object()
                .put("ready", true)
                .put("time", unixMillis)
                .put("router", routerPort)
                .put("prefix", prefix);
        nodes.forEach(node -> object.withArray("nodes")
                .addObject()
                .put("name", node.name())
                .put("id", node.id())
                .put("port", node.port()));
        symbols.forEach(symbol -> object.withArray("symbols")
                .addObject()
                .put("code", symbol.code())
                .put("name", symbol.name())
                .put("open", symbol.openCents() / CENTS));
        return object.toString();
    }
}

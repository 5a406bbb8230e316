package io.sluice.gateway;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.config.Setting;

/** What this node calls itself. */
record NodeSettings(
        @Setting(value = "", doc = "Name of the node in the registry; empty takes the host's name and the port")
                String name,
        @Setting(
                        value = "",
                        doc =
                                "Address at which routers reach this node; empty takes http_server.address, or 127.0.0.1 if that stands for every address")
                String address,
        @Setting(
                        value = "",
                        doc =
                                "Where this node runs, for routers that prefer gateways of their own zone: letters, digits, - _ and .")
                String zone,
        @Setting(
                        value = "",
                        doc =
                                "Where clients reach this node directly, as ws://host[:port] or wss://host[:port]; routers name it in /negotiate. Empty: only through routers")
                String publicUrl) {

    NodeSettings {
        new NodeAccess(zone, publicUrl, false); // checks both
    }
}

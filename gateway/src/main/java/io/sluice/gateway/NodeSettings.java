package io.sluice.gateway;

import io.sluice.common.config.Setting;

/** What this node calls itself. */
record NodeSettings(
        @Setting(value = "", doc = "Name of the node in the registry; empty takes the host's name and the port")
                String name,
        @Setting(
                        value = "",
                        doc =
                                "Address at which routers reach this node; empty takes http_server.address, or 127.0.0.1 if that stands for every address")
                String address) {}

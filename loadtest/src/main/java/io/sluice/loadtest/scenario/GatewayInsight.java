package io.sluice.loadtest.scenario;

import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.MetricsReading;
import java.io.IOException;
import java.util.List;

/**
 * What only the gateways of a cluster of our own tell: their live heap and their metrics.
 *
 * @param gateways none when the target is somebody else's
 * @param jvmOptions that they were started with
 */
record GatewayInsight(List<ServerProcess> gateways, List<String> jvmOptions) {
    GatewayInsight {
        gateways = List.copyOf(gateways);
        jvmOptions = List.copyOf(jvmOptions);
    }

    static GatewayInsight into(LoadTarget target) {
        return target instanceof ClusterTarget own
                ? new GatewayInsight(own.cluster().gateways(), own.jvmOptions())
                : new GatewayInsight(List.of(), List.of());
    }

    boolean known() {
        return !gateways.isEmpty();
    }

    /** Bytes of live objects in all gateways, after full collections that stop them meanwhile. */
    long liveHeapBytes() throws IOException, InterruptedException {
        long bytes = 0;
        for (ServerProcess gateway : gateways) {
            bytes += gateway.liveHeapBytes();
        }
        return bytes;
    }

    /** The sum of a metric over all gateways, e.g. {@code sluice_gateway_connections}. */
    double metric(String name) throws IOException, InterruptedException {
        double sum = 0;
        for (ServerProcess gateway : gateways) {
            sum += MetricsReading.of(gateway.managementUrl()).total(name);
        }
        return sum;
    }
}

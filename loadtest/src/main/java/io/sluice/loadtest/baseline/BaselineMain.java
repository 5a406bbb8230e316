package io.sluice.loadtest.baseline;

import io.sluice.loadtest.measure.TimeSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The baseline server as a process: says where it listens, carries out the order of each line that it reads, and ends with
 * its input.
 */
public final class BaselineMain {
    private BaselineMain() {}

    public static void main(String[] arguments) throws IOException {
        int loops = Runtime.getRuntime().availableProcessors();
        try (BaselineServer server = new BaselineServer(loops, TimeSource.system());
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println("baseline ready on port " + server.port());
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                server.carryOut(BaselineOrder.parse(order));
            }
        }
    }
}

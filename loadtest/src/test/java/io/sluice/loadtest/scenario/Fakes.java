package io.sluice.loadtest.scenario;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.measure.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What tests of scenarios run on. */
final class Fakes {
    private Fakes() {}

    /** The gateway as a server whose process is our own. */
    static LoadTarget target(FakeGateway gateway) {
        return new UrlTarget(
                URI.create("http://127.0.0.1:" + gateway.port()),
                "",
                List.of(new WatchedProcess(
                        "fake",
                        WatchedProcess.Role.SERVER,
                        ProcessHandle.current().pid())),
                TimeSource.system());
    }

    /** Two clients with one channel. */
    static LoadShape shape() {
        return new LoadShape(2, new SpreadChannels(1), 10, new LoadPayload(64), Duration.ZERO, Duration.ofSeconds(1));
    }
}

package io.sluice.loadtest;

import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.feed.BatchPublisher;
import io.sluice.loadtest.feed.ChannelRule;
import io.sluice.loadtest.feed.FeedAbortedException;
import io.sluice.loadtest.feed.PublishRun;
import io.sluice.loadtest.feed.PublishRun.Tally;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes lines of JSON from standard input. */
@Command(
        name = "publish",
        sortOptions = false,
        description = {
            "Publishes newline-delimited JSON from standard input: each line, one JSON object, to a channel.",
            "The order within a channel is kept. What fails for the moment is tried again for some seconds; a batch "
                    + "whose answer was lost may then be published twice.",
            "",
            "Exit status: 0 all was published, 1 something was not, 2 wrong usage.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  echo '{\"text\":\"hello\"}' | sluice publish --channel chat",
            "  sluice publish --channel-field symbol --prefix ticker. < prices.ndjson"
        })
final class PublishCommand implements Callable<Integer>, PublishRun.Observer {
    /** More complaints than these tell nothing new; the rest is only counted. */
    private static final int MAX_COMPLAINTS = 20;

    private static final int SOMETHING_REJECTED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** Either of two ways to name the channel. */
    private static final class Target {
        @Option(names = "--channel", paramLabel = "C", description = "Publish all lines to this channel.")
        private @Nullable String channel;

        @ArgGroup(exclusive = false)
        private @Nullable ByField byField;

        ChannelRule rule() {
            return byField == null
                    ? new ChannelRule.Fixed(channel == null ? "" : channel)
                    : new ChannelRule.FromField(byField.field, byField.prefix);
        }
    }

    /** The channel from a field of each line. */
    private static final class ByField {
        @Option(
                names = "--channel-field",
                required = true,
                paramLabel = "NAME",
                description = "Publish each line to the channel that this field of it names …")
        private String field = "";

        @Option(names = "--prefix", paramLabel = "P", description = "… with this before it.", defaultValue = "")
        private String prefix = "";
    }

    @Option(
            names = "--url",
            paramLabel = "U",
            defaultValue = "http://localhost:8000",
            description = "Gateway or router (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    @Option(
            names = "--api-key",
            paramLabel = "K",
            defaultValue = "${env:SLUICE_HTTP_API_KEY:-}",
            description = "Its http_api.key (default: the variable SLUICE_HTTP_API_KEY).")
    private String apiKey = "";

    @Option(names = "--rate", paramLabel = "N", description = "Lines a second (default: as fast as they are taken).")
    private Optional<Double> rate = Optional.empty();

    private final Surroundings surroundings;
    private @Nullable StatusLine status;
    private int complaints;

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            HttpApi api = new HttpApi(vertx, url, apiKey);
            BatchPublisher publisher = new BatchPublisher(api, url, TimeSource.system());
            return publish(new PublishRun(publisher, target.rule(), TimeSource.system(), this));
        } finally {
            vertx.close().await();
        }
    }

    private void checkOptions() {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new ParameterException(
                    spec.commandLine(), "--url: expected an address like http://localhost:8000 but was " + url);
        }
        if (rate.isPresent() && !(rate.get() > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate: expected more than 0 but was " + rate.get());
        }
        if (target.channel != null && target.channel.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--channel: expected a name but was empty");
        }
    }

    private int publish(PublishRun run) throws InterruptedException {
        try {
            Tally tally = run.run(surroundings.input(), rate);
            tell(tally);
            return tally.rejected() == 0 ? 0 : SOMETHING_REJECTED;
        } catch (FeedAbortedException e) {
            tell(run.tally());
            status().message("sluice: " + e.getMessage());
            return SOMETHING_REJECTED;
        }
    }

    private void tell(Tally tally) {
        if (complaints > MAX_COMPLAINTS) {
            status().message((complaints - MAX_COMPLAINTS) + " more were rejected");
        }
        status().clear();
        spec.commandLine().getOut().println("sent " + tally.sent() + ", rejected " + tally.rejected());
        spec.commandLine().getOut().flush();
    }

    @Override
    public void rejected(String complaint) {
        if (++complaints <= MAX_COMPLAINTS) {
            status().message(complaint);
        }
    }

    @Override
    public void progress(Tally tally) {
        status().show("sent " + tally.sent() + ", rejected " + tally.rejected() + " …");
    }

    private StatusLine status() {
        if (status == null) {
            status = new StatusLine(spec.commandLine().getErr(), surroundings.terminal());
        }
        return status;
    }
}

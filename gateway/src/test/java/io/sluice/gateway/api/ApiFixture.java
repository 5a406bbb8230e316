package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.channel.ChannelRules;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.TestHubs;
import io.sluice.gateway.fakes.TestOptions;
import io.sluice.gateway.history.HistoryReader;
import io.sluice.gateway.history.Streams;
import io.sluice.gateway.hub.Hub;
import io.sluice.gateway.publish.Publisher;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of the server API on fakes. */
final class ApiFixture {

    /** The namespaces {@code shut}, {@code full} with all that a channel can have, and {@code bytes} for binary data. */
    private static final ChannelRules CHANNELS = new ChannelRules(TestOptions.settings(
            "max_length=20",
            "max_publication_size=10",
            "namespaces[0].name=shut",
            "namespaces[1].name=full",
            "namespaces[1].presence=true",
            "namespaces[1].history_size=10",
            "namespaces[1].history_ttl=60s",
            "namespaces[2].name=bytes",
            "namespaces[2].publication_data_format=binary"));

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker();
    private final FakeControl control = new FakeControl();
    private final FakePresence presence = new FakePresence();
    private final RecordingClients clients = new RecordingClients();
    private final Hub hub = TestHubs.of(loop, new FakeBroker());
    private final Streams streams = new Streams(Duration.ofDays(30));
    private Future<List<NodeRecord>> nodes = Future.succeededFuture(List.of());
    private final ApiMethods methods = new ApiMethods(
            new PublishMethods(new Publisher(broker, streams, CHANNELS.maxPublicationBytes(), () -> 1234), CHANNELS),
            new ClientMethods(new ClientOrders(control, clients), CHANNELS),
            new PresenceMethods(presence, CHANNELS),
            new HistoryMethods(new HistoryReader(broker, streams, HistoryQuery.NO_LIMIT), broker, CHANNELS),
            new ClusterMethods(() -> nodes, new ChannelsSurvey(control, hub), () -> 100_000));

    HandLoop loop() {
        return loop;
    }

    FakeBroker broker() {
        return broker;
    }

    FakeControl control() {
        return control;
    }

    FakePresence presence() {
        return presence;
    }

    RecordingClients clients() {
        return clients;
    }

    Hub hub() {
        return hub;
    }

    ApiMethods methods() {
        return methods;
    }

    void nodes(Future<List<NodeRecord>> records) {
        nodes = records;
    }

    /** Begins a call with a body, in which apostrophes stand for quotation marks. */
    Future<ApiResult> begin(ApiMethod method, String body) {
        return methods.call(method, ApiJson.read(body.replace('\'', '"').getBytes(UTF_8), method.request()));
    }

    /** A call that is answered at once. */
    String call(ApiMethod method, String body) {
        return json(begin(method, body));
    }

    static String json(Future<ApiResult> answer) {
        assertThat(answer.isComplete()).as("answered").isTrue();
        @Nullable ApiResult result = answer.result();
        return new String(ApiJson.write(result.envelope()), UTF_8);
    }

    static String error(int code, String message) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }
}

package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.DeltaType;
import io.sluice.gateway.channel.PublicationDataFormat;
import io.sluice.gateway.channel.RecoveryMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Centrifugo 6. */
class CentrifugoCatalogueTest {

    private static final Path FILE = Path.of("src", "test", "resources", "centrifugo.json");
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "centrifugo.json");

    @TempDir
    private Path directory;

    private final ConfigLoader<GatewaySettings> loader =
            ConfigLoader.of(GatewaySettings.class).lacking(CentrifugoCatalogue.lacking());

    @Test
    void aFileIsReadAsItIs() {
        GatewaySettings settings = loader.file(FILE).load();

        assertThat(settings.httpServer().port()).isEqualTo(8000);
        assertThat(settings.engine().redis().address()).isEqualTo("redis://redis:6379");
        assertThat(settings.client().channelLimit()).isEqualTo(256);
        assertThat(settings.client().connectionLimit()).isEqualTo(100_000);
        assertThat(settings.channel().historyMetaTtl()).isEqualTo(Duration.ofHours(720));
        assertThat(settings.channel().namespaces())
                .extracting(ChannelOptions::name)
                .containsExactly("chat", "quotes", "board");
        ChannelOptions chat = settings.channel().namespaces().get(0);
        assertThat(chat.historySize()).isEqualTo(100);
        assertThat(chat.historyTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(chat.forceRecoveryMode()).isEqualTo(RecoveryMode.STREAM);
        assertThat(chat.publicationDataFormat()).contains(PublicationDataFormat.JSON_OBJECT);
        ChannelOptions quotes = settings.channel().namespaces().get(1);
        assertThat(quotes.historyMetaTtl()).contains(Duration.ofHours(48));
        assertThat(quotes.forceRecoveryMode()).isEqualTo(RecoveryMode.CACHE);
        assertThat(quotes.allowedDeltaTypes()).containsExactly(DeltaType.FOSSIL);
        assertThat(quotes.subscribeProxyName()).isEqualTo("shop");
    }

    @Test
    void whatSluiceLacksIsListedByName() {
        loader.file(FILE).load();

        assertThat(loader.ignored())
                .containsExactlyInAnyOrder(
                        "admin",
                        "channel.namespaces[1].subscribe_stream_proxy_enabled",
                        "channel.namespaces[2].map",
                        "channel.namespaces[2].subscription_type",
                        "client.concurrency",
                        "consumers",
                        "engine.redis.io_timeout",
                        "engine.redis.presence_ttl",
                        "health",
                        "http_server.internal_port",
                        "prometheus",
                        "shutdown",
                        "usage_stats",
                        "websocket.write_buffer_size");
    }

    @Test
    void whatTransportsLackIsListedToo() throws IOException {
        Path file = Files.writeString(
                directory.resolve("config.json"),
                """
                {"uni_grpc": {"enabled": true}, "webtransport": {"enabled": false}, "init": {"enabled": true},
                 "uni_sse": {"enabled": true, "connect_code_to_http_response": {"enabled": true}},
                 "uni_http_stream": {"connect_code_to_http_response": {"enabled": true, "transforms": [{"code": 3501}]}},
                 "uni_websocket": {"enabled": true, "compression": true, "compression_min_size": 10, "compression_level": 2,
                   "join_push_messages": true, "disable_closing_handshake": true, "disable_disconnect_push": true}}
                """);

        assertThat(loader.file(file).load().uniSse().enabled()).isTrue();
        assertThat(loader.ignored())
                .containsExactlyInAnyOrder(
                        "uni_grpc",
                        "webtransport",
                        "init",
                        "uni_sse.connect_code_to_http_response",
                        "uni_http_stream.connect_code_to_http_response",
                        "uni_websocket.compression",
                        "uni_websocket.compression_min_size",
                        "uni_websocket.compression_level",
                        "uni_websocket.join_push_messages",
                        "uni_websocket.disable_closing_handshake",
                        "uni_websocket.disable_disconnect_push");
    }

    @Test
    void theExampleIsReadAsItIs() {
        GatewaySettings settings = loader.file(EXAMPLE).load();

        assertThat(settings.channel().namespaces())
                .extracting(ChannelOptions::name)
                .containsExactly("chat", "quotes", "orders", "board");
        assertThat(loader.ignored())
                .contains(
                        "admin",
                        "health",
                        "prometheus",
                        "channel.namespaces[3].map",
                        "channel.namespaces[3].subscription_type");
    }

    @Test
    void aMisspeltNameIsAnErrorAllTheSame() throws IOException {
        Path file = Files.writeString(
                directory.resolve("config.json"),
                "{\"admin\": {\"enabled\": true}, \"channel\": {\"namespaces\": [{\"name\": \"chat\", \"presense\": true}]}}");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.file(file)::load)
                .withMessage("unknown setting channel.namespaces[0].presense (" + file
                        + "), the nearest known is channel.namespaces[].presence");
    }

    @Test
    void nothingThatSluiceHasIsCalledLacking() {
        String table = ConfigLoader.of(GatewaySettings.class).document();

        assertThat(CentrifugoCatalogue.lacking().names())
                .isNotEmpty()
                .as("take these lines out of centrifugo-settings.txt")
                .noneMatch(name -> table.contains("| `" + name + "` |") || table.contains("| `" + name + "."));
    }
}

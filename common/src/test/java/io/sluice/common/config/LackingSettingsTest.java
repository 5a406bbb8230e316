package io.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of another program. */
class LackingSettingsTest {

    @TempDir
    Path directory;

    private final ConfigLoader<ExampleSettings> loader = ConfigLoader.of(ExampleSettings.class)
            .lacking(LackingSettings.read(List.of(
                    "# a comment",
                    "",
                    "admin  # all of it",
                    "consumers",
                    "client.concurrency",
                    "client.ping_interval",
                    "channel.namespaces[].map")));

    @Test
    void whatIsLackingIsReportedAndHasNoEffect() throws IOException {
        ExampleSettings settings = loader.file(
                        file(
                                """
                        name: x
                        admin: {enabled: true, password: p}
                        client: {concurrency: 8, queue_max_size: 5}
                        consumers:
                          - {name: kafka, brokers: [a, b]}
                        """))
                .load();

        assertThat(settings.name()).isEqualTo("x");
        assertThat(settings.client().queueMaxSize()).isEqualTo(5);
        assertThat(loader.ignored()).containsExactlyInAnyOrder("admin", "client.concurrency", "consumers");
    }

    @Test
    void whatIsLackingInAListIsReportedWithItsIndex() throws IOException {
        ExampleSettings settings = loader.file(
                        file(
                                """
                        channel:
                          namespaces:
                            - {name: a}
                            - {name: b, map: {mode: x, ttl: 1s}, history_ttl: 7s}
                        """))
                .load();

        assertThat(settings.channel().namespaces().get(1).historyTtl()).isEqualTo(Duration.ofSeconds(7));
        assertThat(loader.ignored()).containsExactly("channel.namespaces[1].map");
    }

    @Test
    void whatThisProgramHasIsNotLackingWhateverIsSaid() throws IOException {
        assertThat(loader.file(file("client: {ping_interval: 40s}"))
                        .load()
                        .client()
                        .pingInterval())
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(loader.ignored()).isEmpty();
    }

    @Test
    void whatAsksForNothingIsNoLoss() throws IOException {
        loader.file(file("admin: {password: \"\"}\nconsumers: []")).load();

        assertThat(loader.ignored()).isEmpty();
    }

    @Test
    void whatNeitherProgramKnowsIsAnError() throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.file(file("admin: {enabled: true}\nadmins: 1\nclient: {concurrenci: 1}"))::load)
                .withMessageContaining("unknown setting admins")
                .withMessageContaining("unknown setting client.concurrenci")
                .withMessageNotContaining("admin.enabled");
    }

    @Test
    void onlyFilesMayHaveIt() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.override("admin.enabled", "true")::load)
                .withMessageContaining("unknown setting admin.enabled");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(ConfigLoader.of(ExampleSettings.class)
                        .lacking(LackingSettings.read(List.of("admin")))
                        .environment(Map.of("SLUICE_ADMIN_ENABLED", "true"))::load)
                .withMessageContaining("unknown variable SLUICE_ADMIN_ENABLED");
    }

    @Test
    void aListOfOneStandsForASingleValue() throws IOException {
        assertThat(loader.file(file("engine: {address: [\"redis://a,b\"]}"))
                        .load()
                        .engine()
                        .address())
                .isEqualTo("redis://a,b");
    }

    @Test
    void aMappingStandsForAListOfTexts() throws IOException {
        assertThat(loader.file(file("client: {allowed_origins: {X-A: b, X-C: \"d: e\"}}"))
                        .load()
                        .client()
                        .allowedOrigins())
                .containsExactly("X-A: b", "X-C: d: e");
    }

    @Test
    void anEmptyTextForAnEnumIsItsDefault() throws IOException {
        assertThat(loader.file(file("engine: {type: \"\"}")).load().engine().type())
                .isEqualTo(ExampleSettings.EngineType.MEMORY);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), content);
    }
}

package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said after an installation: where to connect, and what to think of. */
class NotesTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void notesSayWhereToConnect(Path file) {
        assertThat(Chart.of(file).notes())
                .contains("/connection/websocket", "/api")
                .doesNotContain("<no value>", "%!", "\n\n\n");
    }

    @Test
    void defaultsAreWarnedOf() {
        assertThat(Chart.byDefault().notes())
                .contains("WARNING: there is no Secret")
                .contains("WARNING: redis.mode is internal")
                .contains("Nothing scrapes the metrics yet")
                .contains("Webhooks and JWKS need networkPolicy.extraEgress");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{secrets: {generate: true}}                                | WARNING: secrets.generate",
                "{gateway: {replicaCount: 1}}                               | WARNING: there is one gateway",
                "{gateway: {podDisruptionBudget: {enabled: false}}}         | WARNING: gateway.podDisruptionBudget is off",
                "{gateway: {config: {client: {insecure: true}}}}            | WARNING: client.insecure",
                "{ingress: {enabled: true}}                                 | The Ingress has no preset",
                "{ingress: {enabled: true, preset: traefik}}                | idleTimeout",
                "{secrets: {generate: true}}                                | helm -n live test demo",
                "{redis: {mode: none}, gateway: {replicaCount: 1}, router: {enabled: false}} | WARNING: redis.mode is none",
            })
    void notesWarn(String values, String words) {
        assertThat(Chart.byDefault().with(values).notes()).contains(words);
        assertThat(Chart.byDefault().notes()).doesNotContain(words);
    }

    @Test
    void productionIsWarnedOfNothing() {
        assertThat(Chart.of(Chart.DIRECTORY.resolve("ci/production.yaml")).notes())
                .contains("wss://live.example.com/connection/websocket")
                .doesNotContain("WARNING");
    }

    @Test
    void timeOfARolloutIsTold() {
        assertThat(Chart.byDefault().notes())
                .contains("A rollout of 2 gateways, one after the other, takes about 50 s")
                .contains("85 s more");
    }
}

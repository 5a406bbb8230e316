package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the programs. */
class SettingsTest {

    @Test
    void configOfTheUserAndOfTheChartAreOneFile() {
        JsonNode settings = Chart.byDefault()
                .with(
                        """
                        gateway:
                          maxConnections: 30000
                          config:
                            client: {queue_max_size: 2097152, insecure: true}
                            channel: {namespaces: [{name: prices, history_size: 100}]}
                        """)
                .render()
                .settings("demo-sluice-gateway");
        assertThat(Yaml.at(settings, "client.queue_max_size").asText()).isEqualTo("2097152");
        assertThat(Yaml.at(settings, "client.connection_limit").asText()).isEqualTo("30000");
        assertThat(settings.at("/channel/namespaces/0/name").asText()).isEqualTo("prices");
        assertThat(Yaml.at(settings, "engine.redis.address").asText()).isEqualTo("redis://demo-sluice-redis:6379");
        assertThat(Yaml.at(settings, "engine.redis.prefix").asText()).isEqualTo("demo-sluice");
    }

    @ParameterizedTest
    @CsvSource({"gateway, engine.redis", "router, redis"})
    void sentinelsAreAskedByBothPrograms(String component, String section) {
        Manifests manifests = Chart.of(Chart.DIRECTORY.resolve("ci/keda.yaml")).render();
        JsonNode redis = Yaml.at(manifests.settings("demo-sluice-" + component), section);
        assertThat(redis.path("sentinel_address").toString())
                .isEqualTo("[\"sentinel-0.redis:26379\",\"rediss://sentinel-1.redis:26380\"]");
        assertThat(redis.path("sentinel_master_name").asText()).isEqualTo("live");
        assertThat(redis.path("sentinel_user").asText()).isEqualTo("sluice");
        String variable = component.equals("gateway") ? "SLUICE_ENGINE_REDIS" : "SLUICE_REDIS";
        assertThat(manifests
                        .variable("demo-sluice-" + component, variable + "_SENTINEL_PASSWORD")
                        .at("/valueFrom/secretKeyRef/key")
                        .asText())
                .isEqualTo("sentinel");
    }

    @ParameterizedTest
    @CsvSource({"gateway, engine.redis", "router, redis"})
    void nodesOfARedisClusterAreNamedToBothPrograms(String component, String section) {
        Manifests manifests = Chart.byDefault()
                .with("{redis: {mode: external, external: {cluster: {addresses: ['redis-0:7000', redis-1]}}}}")
                .render();
        JsonNode redis = Yaml.at(manifests.settings("demo-sluice-" + component), section);
        assertThat(redis.path("cluster_address").toString()).isEqualTo("[\"redis-0:7000\",\"redis-1\"]");
        assertThat(redis.has("address")).isFalse();
        assertThat(redis.has("sentinel_address")).isFalse();
    }

    @Test
    void changedConfigChangesThePods() {
        String before = checksum(Chart.byDefault());
        assertThat(checksum(Chart.byDefault())).isEqualTo(before);
        assertThat(checksum(Chart.byDefault().with("{gateway: {config: {client: {channel_limit: 7}}}}")))
                .isNotEqualTo(before);
    }

    private static String checksum(Chart chart) {
        return chart.render()
                .get("Deployment", "demo-sluice-gateway")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    @Test
    void podsAreNodesOfTheirOwnNameAndAddress() {
        Manifests manifests = Chart.byDefault().render();
        assertThat(manifests
                        .variable("demo-sluice-gateway", "SLUICE_NODE_NAME")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("metadata.name");
        assertThat(manifests
                        .variable("demo-sluice-gateway", "SLUICE_NODE_ADDRESS")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("status.podIP");
    }

    @Test
    void settingsOfTheChartComeAsVariablesWithAConfigMapOfTheUser() {
        Manifests manifests = Chart.byDefault()
                .with("{gateway: {existingConfigMap: mine, maxConnections: 1000000}}")
                .render();
        assertThat(manifests.find("ConfigMap", "demo-sluice-gateway")).isEmpty();
        assertThat(manifests
                        .variable("demo-sluice-gateway", "SLUICE_CLIENT_CONNECTION_LIMIT")
                        .path("value")
                        .asText())
                .isEqualTo("1000000");
        assertThat(manifests
                        .variable("demo-sluice-gateway", "SLUICE_DRAIN_PERIOD")
                        .path("value")
                        .asText())
                .isEqualTo("60s");
        assertThat(manifests
                        .get("Deployment", "demo-sluice-gateway")
                        .at("/spec/template/spec/volumes/0/configMap/name")
                        .asText())
                .isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, '{http_server: {port: 1}}', gateway.config.http_server.port",
        "gateway, '{engine: {type: memory}}', gateway.config.engine",
        "gateway, '{client: {connection_limit: 1}}', gateway.maxConnections",
        "gateway, '{node: {name: x}}', gateway.config.node.name",
        "gateway, '{http_api: {key: x}}', secrets.existingSecret",
        "gateway, '{client: {token: {hmac_secret_key: x}}}', secrets.existingSecret",
        "router, '{redis: {address: \"redis://x\"}}', router.config.redis",
        "router, '{shutdown_spread: 1s}', router.shutdown.spreadSeconds",
        "router, '{backends: [a:1]}', router.discovery",
    })
    void settingOfTheChartIsRefusedWithWhatToUse(String component, String config, String words) {
        assertThatThrownBy(Chart.byDefault().with("{" + component + ": {config: " + config + "}}")::text)
                .hasMessageContaining(words);
    }

    @Test
    void publicAddressOfNodesIsForTheUser() {
        JsonNode settings = Chart.byDefault()
                .with("{gateway: {config: {node: {public_url: 'wss://x.example.com'}}}}")
                .render()
                .settings("demo-sluice-gateway");
        assertThat(Yaml.at(settings, "node.public_url").asText()).isEqualTo("wss://x.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "router"})
    void everySecretTextOfTheProgramsIsRefusedInAConfigMap(String component) {
        String page = component.equals("gateway") ? "configuration.md" : "router-configuration.md";
        Pattern secret = Pattern.compile("^\\| `([a-z_.]+)` \\| text, secret \\|", Pattern.MULTILINE);
        Matcher matcher = secret.matcher(Chart.read(Chart.DIRECTORY.resolve("../../docs/" + page)));
        int found = 0;
        while (matcher.find()) {
            String path = matcher.group(1);
            String value = path.endsWith("key_pem") ? "\"-----BEGIN PRIVATE KEY-----\"" : "topsecret";
            String nested = path.replace(".", ": {") + ": " + value + "}".repeat(path.split("\\.").length - 1);
            assertThatThrownBy(Chart.byDefault().with("{" + component + ": {config: {" + nested + "}}}")::text)
                    .as(path)
                    .hasMessageContaining(component + ".config.");
            found++;
        }
        assertThat(found).isPositive();
    }

    @Test
    void privateKeyInAListIsRefused() {
        assertThatThrownBy(
                        Chart.byDefault()
                                        .with(
                                                """
                                router:
                                  config:
                                    http_server:
                                      tls:
                                        certificates: [{cert_pem: /x.pem, key_pem: "-----BEGIN PRIVATE KEY-----"}]
                                """)
                                ::text)
                .hasMessageContaining("router.config.http_server.tls.certificates[0].key_pem is a private key");
    }

    @ParameterizedTest
    @CsvSource({
        "'1', 1Gi, -XX:ActiveProcessorCount=1, -XX:MaxDirectMemorySize=256m",
        "500m, 512Mi, -XX:ActiveProcessorCount=1, -XX:MaxDirectMemorySize=128m",
        "1500m, 2Gi, -XX:ActiveProcessorCount=2, -XX:MaxDirectMemorySize=512m",
        "2.1, 1G, -XX:ActiveProcessorCount=3, -XX:MaxDirectMemorySize=238m",
        "4, 1073741824, -XX:ActiveProcessorCount=4, -XX:MaxDirectMemorySize=256m",
    })
    void jvmIsSizedByRequestAndLimit(String cpu, String memory, String processors, String direct) {
        String options = Chart.byDefault()
                .with("{gateway: {resources: {requests: {cpu: " + cpu + "}, limits: {memory: " + memory + "}}}}")
                .render()
                .variable("demo-sluice-gateway", "JAVA_OPTS")
                .path("value")
                .asText();
        assertThat(options.split(" ")).contains(processors, direct, "-XX:MaxRAMPercentage=50");
    }

    @ParameterizedTest
    @CsvSource({"'', true", "-XX:+UseZGC, false", "-Xlog:gc, true"})
    void collectorIsG1UnlessTheUserChoosesAnother(String options, boolean g1) {
        String all = Chart.byDefault()
                .with("{gateway: {jvm: {extraOpts: '" + options + "'}}}")
                .render()
                .variable("demo-sluice-gateway", "JAVA_OPTS")
                .path("value")
                .asText();
        assertThat(all.contains("-XX:+UseG1GC")).isEqualTo(g1);
        assertThat(all).doesNotContain("  ").contains(options);
    }

    @Test
    void heapAndBuffersLeaveRoomWithinTheLimit() {
        Stream.of("demo-sluice-gateway", "demo-sluice-router").forEach(name -> {
            String options = Chart.byDefault()
                    .render()
                    .variable(name, "JAVA_OPTS")
                    .path("value")
                    .asText();
            Matcher heap = Pattern.compile("MaxRAMPercentage=(\\d+)").matcher(options);
            assertThat(heap.find()).isTrue();
            assertThat(Integer.parseInt(heap.group(1)) + 25).as(options).isLessThanOrEqualTo(80);
        });
    }
}

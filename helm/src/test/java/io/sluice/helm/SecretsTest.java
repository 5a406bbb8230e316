package io.sluice.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets are in Secrets, and reach pods as variables. */
class SecretsTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void noSecretIsOutsideOfASecret(Path file) {
        Chart chart = Chart.of(file);
        String key = Yaml.at(chart.values(), "secrets.apiKey").asText();
        chart.render().objects().stream()
                .filter(object -> !Manifests.kind(object).equals("Secret"))
                .forEach(object -> {
                    if (!key.isEmpty()) {
                        assertThat(object.toString()).doesNotContain(key);
                    }
                    assertThat(object.toString()).doesNotContain("hmac_secret_key", "redis_password");
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    void variablesWithSecretsAreReferences(Path file) {
        Chart.of(file)
                .render()
                .pods()
                .flatMap(pod -> Manifests.elements(pod.getValue().at("/containers/0/env")))
                .filter(variable -> variable.path("name").asText().matches("SLUICE_.*(KEY|PASSWORD|SECRET).*"))
                .forEach(variable -> {
                    assertThat(variable.has("value")).isFalse();
                    assertThat(variable.at("/valueFrom/secretKeyRef/key").asText())
                            .isNotEmpty();
                });
    }

    @Test
    void withoutASecretNobodyIsLetIn() {
        Manifests manifests = Chart.byDefault().render();
        assertThat(manifests.ofKind("Secret")).isEmpty();
        assertThat(manifests.container("demo-sluice-gateway").path("env").toString())
                .doesNotContain("SLUICE_HTTP_API_KEY");
        assertThat(manifests.settings("demo-sluice-gateway").toString()).doesNotContain("insecure");
    }

    @Test
    void generatedSecretIsKept() {
        Manifests manifests =
                Chart.byDefault().with("{secrets: {generate: true}}").render();
        JsonNode secret = manifests.get("Secret", "demo-sluice-secrets");
        assertThat(secret.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .isEqualTo("keep");
        for (String key : List.of("api-key", "token-hmac-secret")) {
            String value = new String(
                    Base64.getDecoder().decode(secret.path("data").path(key).asText()), UTF_8);
            assertThat(value).matches("[A-Za-z0-9]{48}");
        }
        assertThat(manifests
                        .get("Deployment", "demo-sluice-gateway")
                        .at("/spec/template/metadata/annotations")
                        .has("checksum/secrets"))
                .as("random values must not restart pods")
                .isFalse();
    }

    @Test
    void upgradeKeepsWhatWasGenerated() {
        Chart.CLUSTER.put(
                Chart.NAMESPACE,
                "kept-sluice-secrets",
                """
                {"kind":"Secret","apiVersion":"v1","metadata":{"name":"kept-sluice-secrets","namespace":"live"},
                 "data":{"api-key":"a2VwdA=="}}
                """);
        JsonNode data = Chart.byDefault()
                .named("kept")
                .with("{secrets: {generate: true}}")
                .render()
                .get("Secret", "kept-sluice-secrets")
                .path("data");
        assertThat(data.path("api-key").asText()).isEqualTo("a2VwdA==");
        assertThat(data.path("token-hmac-secret").asText())
                .as("one that was missing")
                .isNotEmpty();
    }

    @Test
    void plainSecretsRestartPodsWhenTheyChange() {
        assertThat(checksum("one")).isNotEqualTo(checksum("two")).isEqualTo(checksum("one"));
    }

    private static String checksum(String key) {
        return Chart.byDefault()
                .with("{secrets: {apiKey: " + key + "}}")
                .render()
                .get("Deployment", "demo-sluice-gateway")
                .at("/spec/template/metadata/annotations/checksum~1secrets")
                .asText();
    }

    @Test
    void secretOfTheUserIsReadByItsKeys() {
        Manifests manifests = Chart.byDefault()
                .with("{secrets: {existingSecret: mine, keys: {apiKey: KEY, tokenHmacSecret: ''}}}")
                .render();
        assertThat(manifests.ofKind("Secret")).isEmpty();
        JsonNode reference =
                manifests.variable("demo-sluice-gateway", "SLUICE_HTTP_API_KEY").at("/valueFrom/secretKeyRef");
        assertThat(Yaml.texts(reference)).containsEntry("name", "mine").containsEntry("key", "KEY");
        assertThat(manifests
                        .variable("demo-sluice-gateway", "SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void passwordOfRedisReachesBothPrograms() {
        Manifests manifests = Chart.byDefault()
                .with(
                        """
                        redis:
                          mode: external
                          external: {address: "rediss://r:6380", user: sluice, existingSecret: redis, passwordKey: pw}
                        """)
                .render();
        for (String[] where : new String[][] {
            {"demo-sluice-gateway", "SLUICE_ENGINE_REDIS_PASSWORD"}, {"demo-sluice-router", "SLUICE_REDIS_PASSWORD"}
        }) {
            assertThat(Yaml.texts(manifests.variable(where[0], where[1]).at("/valueFrom/secretKeyRef")))
                    .containsEntry("name", "redis")
                    .containsEntry("key", "pw");
        }
        assertThat(Yaml.at(manifests.settings("demo-sluice-router"), "redis.user")
                        .asText())
                .isEqualTo("sluice");
        assertThat(manifests.ofKind("StatefulSet")).isEmpty();
    }
}

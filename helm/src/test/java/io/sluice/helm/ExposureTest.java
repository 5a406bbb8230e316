package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in from outside of the cluster. */
class ExposureTest {

    @ParameterizedTest
    @CsvSource({"true, demo-sluice-router", "false, demo-sluice-gateway"})
    void ingressLeadsToRoutersOrElseToGateways(boolean routers, String service) {
        JsonNode ingress = ingress("{ingress: {enabled: true}, router: {enabled: " + routers + "}}");
        assertThat(ingress.findValuesAsText("name")).contains(service);
        assertThat(ingress.at("/spec/rules/0/http/paths").findValuesAsText("path"))
                .as("the server API is not for the public")
                .containsExactly("/connection", "/emulation");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx.ingress.kubernetes.io/proxy-read-timeout, 3600",
        "haproxy, haproxy.org/timeout-tunnel, 3600s",
        "alb, alb.ingress.kubernetes.io/healthcheck-port, 9080",
    })
    void presetsLetConnectionsBeSilent(String preset, String annotation, String value) {
        JsonNode ingress = ingress("{ingress: {enabled: true, preset: " + preset + "}}");
        assertThat(Yaml.texts(ingress.at("/metadata/annotations"))).containsEntry(annotation, value);
    }

    @Test
    void annotationsOfTheUserWinOverThePreset() {
        JsonNode ingress = ingress(
                """
                ingress:
                  enabled: true
                  preset: nginx
                  annotations: {nginx.ingress.kubernetes.io/proxy-read-timeout: "99"}
                """);
        assertThat(Yaml.texts(ingress.at("/metadata/annotations")))
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "99")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-send-timeout", "3600");
    }

    @Test
    void everyHostHasItsRule() {
        JsonNode ingress = ingress("{ingress: {enabled: true, hosts: [a.example.com, b.example.com]}}");
        assertThat(ingress.at("/spec/rules").findValuesAsText("host"))
                .containsExactly("a.example.com", "b.example.com");
    }

    private static JsonNode ingress(String values) {
        return Chart.byDefault().with(values).render().ofKind("Ingress").get(0);
    }

    @Test
    void routeOfTheGatewayApiSetsNoTimeoutsUnlessTold() {
        String values = "{gatewayApi: {httpRoute: {enabled: true, parentRefs: [{name: public}]}}}";
        JsonNode route = Chart.byDefault().with(values).render().get("HTTPRoute", "demo-sluice-router");
        assertThat(route.at("/spec/rules/0").has("timeouts")).isFalse();
        assertThat(route.at("/spec/rules/0/backendRefs/0/name").asText()).isEqualTo("demo-sluice-router");
        JsonNode told = Chart.byDefault()
                .with(values)
                .with("{gatewayApi: {httpRoute: {timeouts: {request: 0s}}}}")
                .render()
                .get("HTTPRoute", "demo-sluice-router");
        assertThat(told.at("/spec/rules/0/timeouts/request").asText()).isEqualTo("0s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "router"})
    void servicesTakeWhatLoadBalancersNeed(String component) {
        JsonNode service = Chart.byDefault()
                .with("{" + component + ": {service: {type: LoadBalancer, externalTrafficPolicy: Local, port: 8443}}}")
                .render()
                .get("Service", "demo-sluice-" + component);
        assertThat(service.at("/spec/externalTrafficPolicy").asText()).isEqualTo("Local");
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(8443);
    }

    @Test
    void testOfTheReleaseGoesTheWayOfClientsAndBackEnds() {
        Manifests manifests = Chart.byDefault()
                .with("{secrets: {existingSecret: mine}, gateway: {config: {http_api: {handler_prefix: /v2}}}}")
                .render();
        JsonNode pod = manifests.get("Pod", "demo-sluice-test");
        assertThat(pod.at("/metadata/annotations/example.com~1hook").asText()).isEqualTo("test");
        assertThat(pod.at("/spec/containers/0/args").toString())
                .isEqualTo("[\"check\",\"--url\",\"ws://demo-sluice-router:80/connection/websocket\","
                        + "\"--api-url\",\"http://demo-sluice-gateway:80/v2\",\"--timeout\",\"30s\"]");
        assertThat(pod.at("/spec/containers/0/env").findValuesAsText("name"))
                .contains("SLUICE_HTTP_API_KEY", "SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY");
        assertThat(Chart.byDefault().render().ofKind("Pod"))
                .as("without an API key nothing can be published")
                .isEmpty();
    }
}

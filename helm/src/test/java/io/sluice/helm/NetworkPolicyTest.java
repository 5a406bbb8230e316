package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may speak with whom. */
class NetworkPolicyTest {

    static List<Path> files() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDeploymentAndTheRedisHaveAPolicy(Path file) {
        Manifests manifests = Chart.of(file).render();
        manifests.pods().filter(pod -> !pod.getKey().startsWith("Pod ")).forEach(pod -> assertThat(
                        manifests.find("NetworkPolicy", pod.getKey().split(" ")[1]))
                .as(pod.getKey())
                .isPresent());
    }

    @ParameterizedTest
    @MethodSource("files")
    void managementPortIsOpenToNobodyAtLarge(Path file) {
        Chart.of(file).render().ofKind("NetworkPolicy").forEach(policy -> Manifests.elements(policy.at("/spec/ingress"))
                .filter(rule -> rule.path("ports").toString().contains("management"))
                .forEach(rule -> assertThat(rule.path("from").size())
                        .as("a rule without from lets everybody in")
                        .isPositive()));
    }

    @Test
    void redisIsForGatewaysAndRoutersOnly() {
        JsonNode policy = Chart.byDefault().render().get("NetworkPolicy", "demo-sluice-redis");
        assertThat(policy.at("/spec/ingress").size()).isOne();
        assertThat(policy.at("/spec/ingress/0/from").findValuesAsText("app.kubernetes.io/component"))
                .containsExactly("gateway", "router");
        assertThat(policy.at("/spec/egress").isEmpty()).isTrue();
        assertThat(policy.at("/spec/policyTypes").toString()).contains("Egress");
    }

    @Test
    void clientsMayBeNarrowedDownWithoutCuttingRoutersAndTheTestOff() {
        JsonNode from = Chart.byDefault()
                .with("{networkPolicy: {clientsFrom: [{ipBlock: {cidr: 192.0.2.0/24}}]}}")
                .render()
                .get("NetworkPolicy", "demo-sluice-gateway")
                .at("/spec/ingress/0/from");
        assertThat(from.at("/0/ipBlock/cidr").asText()).isEqualTo("192.0.2.0/24");
        assertThat(from.findValuesAsText("app.kubernetes.io/component")).containsExactly("router", "test");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://redis.example.com, 6379",
        "redis://redis.example.com:6380/1, 6380",
        "rediss://192.0.2.7:7000, 7000",
        "'redis://[2001:db8::1]:6390', 6390",
        "'redis://[2001:db8::1]', 6379",
    })
    void egressFollowsTheAddressOfRedis(String address, int port) {
        JsonNode policy = Chart.byDefault()
                .with("{redis: {mode: external, external: {address: '" + address + "'}}}")
                .render()
                .get("NetworkPolicy", "demo-sluice-gateway");
        assertThat(policy.at("/spec/egress/0/ports/0/port").asInt()).isEqualTo(53);
        assertThat(policy.at("/spec/egress/1/ports/0/port").asInt()).isEqualTo(port);
    }

    @Test
    void egressGoesToSentinelsAsWell() {
        JsonNode policy = Chart.byDefault()
                .with(
                        """
                        redis:
                          mode: external
                          external: {sentinel: {addresses: [a, "b:26379", "rediss://[2001:db8::1]:27000"], masterName: m}}
                        """)
                .render()
                .get("NetworkPolicy", "demo-sluice-router");
        assertThat(policy.at("/spec/egress/1/ports").findValuesAsText("port"))
                .containsExactly("6379", "26379", "27000");
    }

    @Test
    void egressGoesToTheNodesOfARedisCluster() {
        JsonNode policy = Chart.byDefault()
                .with("{redis: {mode: external, external: {cluster: {addresses: [a, 'b:7000', 'b:7000']}}}}")
                .render()
                .get("NetworkPolicy", "demo-sluice-gateway");
        assertThat(policy.at("/spec/egress/1/ports").findValuesAsText("port")).containsExactly("6379", "7000");
    }

    @Test
    void egressMayBeLeftOpen() {
        JsonNode policy = Chart.byDefault()
                .with("{networkPolicy: {restrictEgress: false}}")
                .render()
                .get("NetworkPolicy", "demo-sluice-gateway");
        assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
        assertThat(policy.at("/spec").has("egress")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"registry, 1", "dns, 2", "kubernetes, 2"})
    void routersReachTheManagementPortWhereTheyCheckHealth(String discovery, int peers) {
        JsonNode policy = Chart.byDefault()
                .with("{router: {discovery: " + discovery + "}}")
                .render()
                .get("NetworkPolicy", "demo-sluice-gateway");
        assertThat(policy.at("/spec/ingress/1/ports/0/port").asText()).isEqualTo("management");
        assertThat(policy.at("/spec/ingress/1/from").size()).isEqualTo(peers);
    }

    @Test
    void thereAreNoneWhenTheyAreOff() {
        assertThat(Chart.byDefault()
                        .with("{networkPolicy: {enabled: false}}")
                        .render()
                        .ofKind("NetworkPolicy"))
                .isEmpty();
    }
}

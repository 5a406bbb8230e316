package io.sluice.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value is an error that says where, and values that do not go together one that says why. */
class BadValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gateway: {replicaCount: two}}                                   | /gateway/replicaCount",
                "{gateway: {replicaCount: -1}}                                    | /gateway/replicaCount",
                "{gateway: {replicas: 3}}                                         | replicas",
                "{gatway: {}}                                                     | gatway",
                "{image: {tag: 1.0}}                                              | /image/tag",
                "{image: {digest: abc}}                                           | /image/digest",
                "{image: {pullPolicy: Sometimes}}                                 | /image/pullPolicy",
                "{redis: {mode: sentinel}}                                        | /redis/mode",
                "{redis: {external: null}}                                        | external",
                "{gateway: {drain: null}}                                         | drain",
                "{redis: {mode: external}}                                        | /redis/external/address",
                "{redis: {mode: external, external: {address: 'redis://:pw@h'}}}  | /redis/external/address",
                "{redis: {mode: external, external: {address: 'rediss://'}}}      | /redis/external/address",
                "{redis: {mode: external, external: {sentinel: {addresses: [a]}}}}| /redis/external/sentinel/masterName",
                "{redis: {external: {sentinel: {addresses: [a], masterName: m}}}} | /redis/external/sentinel/addresses",
                "{redis: {external: {address: 'redis://h:6379'}}}                 | /redis/external/address",
                "{redis: {external: {cluster: {addresses: ['a:7000']}}}}          | /redis/external/cluster/addresses",
                "{redis: {mode: external, external: {cluster: {addresses: ['rediss://a']}}}} | /redis/external/cluster/addresses/0",
                "{redis: {mode: external, external: {cluster: {addresses: [a]}, address: 'redis://h/1'}}} | /redis/external/address",
                "{redis: {mode: external, external: {cluster: {addresses: [a]}, sentinel: {addresses: [b], masterName: m}}}} | /redis/external/sentinel/addresses",
                "{gateway: {drain: {delaySeconds: 301}}}                          | /gateway/drain/delaySeconds",
                "{gateway: {resources: {limits: {memory: null}}}}                 | /gateway/resources/limits",
                "{gateway: {resources: {limits: {memory: much}}}}                 | /gateway/resources/limits/memory",
                "{gateway: {jvm: {maxRamPercentage: 99}}}                         | /gateway/jvm/maxRamPercentage",
                "{gateway: {service: {type: External}}}                           | /gateway/service/type",
                "{gateway: {extraEnv: [{value: x}]}}                              | /gateway/extraEnv/0",
                "{router: {discovery: consul}}                                    | /router/discovery",
                "{gatewayApi: {httpRoute: {enabled: true}}}                       | /gatewayApi/httpRoute/parentRefs",
                "{ingress: {paths: [connection]}}                                 | /ingress/paths/0",
                "{metrics: {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}}} | /metrics/serviceMonitor/enabled",
                "{metrics: {prometheusRule: {severities: {A: loud}}}}             | /metrics/prometheusRule/severities/A",
                "{gateway: {autoscaling: {keda: {enabled: true}}}}                | /gateway/autoscaling/keda/serverAddress",
            })
    void schemaNamesTheValue(String values, String path) {
        assertThatThrownBy(Chart.byDefault().with(values)::text).hasMessageContaining(path);
    }

    @Test
    void twoAutoscalersAtOnceAreRefused() {
        for (String component : new String[] {"gateway", "router"}) {
            assertThatThrownBy(
                            Chart.byDefault()
                                            .with(
                                                    "{" + component
                                                            + ": {autoscaling: {hpa: {enabled: true}, keda: {enabled: true, serverAddress: 'http://p'}}}}")
                                    ::text)
                    .hasMessageContaining("/" + component + "/autoscaling/keda/enabled");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gateway: {replicaCount: 2}}",
                "{gateway: {replicaCount: null}}",
                "{gateway: {replicaCount: 1, autoscaling: {hpa: {enabled: true}}}}",
            })
    void severalGatewaysWithoutRedisAreRefused(String values) {
        assertThatThrownBy(Chart.byDefault()
                        .with("{redis: {mode: none}, router: {enabled: false}}")
                        .with(values)::text)
                .hasMessageContaining("several gateways need Redis")
                .hasMessageContaining("redis.mode");
    }

    @Test
    void registryWithoutRedisIsRefused() {
        Chart chart = Chart.byDefault().with("{redis: {mode: none}, gateway: {replicaCount: 1}}");
        assertThatThrownBy(chart::text).hasMessageContaining("router.discovery");
        assertThat(chart.with("{router: {discovery: dns}}").text()).contains("kind: Deployment");
    }

    @Test
    void budgetWithBothLimitsIsRefused() {
        assertThatThrownBy(Chart.byDefault().with("{gateway: {podDisruptionBudget: {minAvailable: 1}}}")::text)
                .hasMessageContaining("exactly one of maxUnavailable and minAvailable");
    }

    @Test
    void fewestPodsAboveMostAreRefused() {
        assertThatThrownBy(Chart.byDefault().with("{router: {autoscaling: {minReplicas: 9}}}")::text)
                .hasMessageContaining("router.autoscaling.minReplicas is 9, more than maxReplicas 6");
    }

    @Test
    void configBesideAConfigMapOfTheUserIsRefused() {
        assertThatThrownBy(
                        Chart.byDefault().with("{router: {existingConfigMap: mine, config: {connect_timeout: 3s}}}")
                                ::text)
                .hasMessageContaining("router.existingConfigMap is given, so router.config would have no effect");
    }

    @Test
    void secretsOfTwoKindsAreRefused() {
        assertThatThrownBy(Chart.byDefault().with("{secrets: {existingSecret: x, apiKey: y}}")::text)
                .hasMessageContaining("secrets.existingSecret is given");
    }
}

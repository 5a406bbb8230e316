package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.balance.HashKey;
import io.sluice.router.balance.RendezvousHash;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        RouterSettings settings = load("backends", "a:1, [::1]:2");
        assertThat(settings.httpServer().port()).isEqualTo(8080);
        assertThat(settings.management().port()).isEqualTo(9080);
        assertThat(settings.redis().isPresent()).isFalse();
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.addresses()).containsExactly(new BackendAddress("a", 1), new BackendAddress("::1", 2));
    }

    @Test
    void aRegistryIsGivenByItsAddress() {
        RouterSettings settings = load("redis.address", "redis://localhost:7000/1");
        assertThat(settings.redis().toRedis().address()).isEqualTo("redis://localhost:7000/1");
        assertThat(settings.redis().toRedis().prefix()).isEqualTo("sluice");
    }

    @Test
    void settingsComeFromVariables() {
        RouterSettings settings = ConfigLoader.of(RouterSettings.class)
                .environment(Map.of("SLUICE_REDIS_ADDRESS", "redis://r", "SLUICE_HTTP_SERVER_PORT", "81"))
                .load();
        assertThat(settings.httpServer().port()).isEqualTo(81);
        assertThat(settings.redis().isPresent()).isTrue();
    }

    @Test
    void aPolicyForKeysKnowsItsKey() {
        RouterSettings settings = ConfigLoader.of(RouterSettings.class)
                .override("backends", "a:1")
                .override("balance.policy", "rendezvous_hash")
                .override("balance.hash_key", "query:room")
                .load();
        assertThat(settings.balance().key()).contains(new HashKey(HashKey.Source.QUERY, "room"));
        assertThat(settings.balance().toRules().policy()).isInstanceOf(RendezvousHash.class);
    }

    @Test
    void aKeyThatIsNoneIsRefusedByName() {
        ConfigLoader<RouterSettings> loader = ConfigLoader.of(RouterSettings.class)
                .override("backends", "a:1")
                .override("balance.policy", "rendezvous_hash")
                .override("balance.hash_key", "header");
        assertThatThrownBy(loader::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("hash_key")
                .hasMessageContaining("header:NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "http_server.port, 65536",
        "http_server.address, ''",
        "http_server.head_timeout, 0s",
        "http_server.keep_alive_timeout, 0s",
        "management.port, -1",
        "connect_timeout, 0s",
        "handshake_timeout, 0s",
        "response_timeout, 0s",
        "max_requests_per_backend, 0",
        "shutdown_spread, -1s",
        "backends, nowhere",
        "redis.address, redis://both",
        "redis.command_timeout, 0s",
        "balance.policy, fastest",
        "balance.policy, rendezvous_hash",
        "balance.hash_key, header:X-User",
        "balance.weights.connections, 0",
        "balance.weights.lag, -1",
        "balance.slow_start, -1s",
        "balance.zone, a b",
        "balance.bounded_load, 1",
        "negotiate.path, negotiate",
        "negotiate.endpoint, /a?b",
        "negotiate.ttl, 0s",
        "negotiate.ttl, 6m",
        "negotiate.max_reservations, 0",
        "dns.name, both",
        "dns.port, 0",
        "dns.port_name, a b",
        "dns.interval, 99ms",
        "dns.server, nowhere",
        "dns.server, name:53",
        "dns.family, ipv5",
        "kubernetes.service, both",
        "kubernetes.service, UPPER",
        "kubernetes.namespace, a/b",
        "kubernetes.port_name, a/b",
        "kubernetes.api, ftp://host",
        "kubernetes.api, https://host/path",
        "health_check.mode, sometimes",
        "health_check.port, 65536",
        "health_check.path, health",
        "health_check.interval, 99ms",
        "health_check.timeout, 0s",
        "health_check.timeout, 1m",
        "health_check.unhealthy_after, 0",
        "health_check.healthy_after, 101"
    })
    void valuesThatMakeNoSenseAreRefusedByName(String key, String value) {
        ConfigLoader<RouterSettings> loader = ConfigLoader.of(RouterSettings.class)
                .override("backends", "a:1")
                .override(key, value);
        assertThatThrownBy(loader::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
    }

    @Test
    void twoWaysToFindBackendsExcludeEachOtherByName() {
        ConfigLoader<RouterSettings> loader = ConfigLoader.of(RouterSettings.class)
                .override("kubernetes.service", "gateways")
                .override("redis.address", "redis://r");
        assertThatThrownBy(loader::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("redis.address, kubernetes.service exclude each other");
    }

    @Test
    void withoutAnyWayToFindBackendsAllAreNamed() {
        assertThatThrownBy(() -> ConfigLoader.of(RouterSettings.class).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one of redis.address, backends, dns.name, kubernetes.service must be given");
    }

    @Test
    void everySettingIsDocumented() {
        assertThat(ConfigLoader.of(RouterSettings.class).document())
                .contains(
                        "http_server.address",
                        "http_server.port",
                        "http_server.head_timeout",
                        "http_server.keep_alive_timeout",
                        "management.address",
                        "management.port",
                        "redis.address",
                        "redis.prefix",
                        "redis.connect_timeout",
                        "redis.command_timeout",
                        "redis.user",
                        "redis.password",
                        "redis.sentinel_address",
                        "redis.sentinel_master_name",
                        "redis.sentinel_user",
                        "redis.sentinel_password",
                        "redis.cluster_address",
                        "backends",
                        "dns.name",
                        "kubernetes.service",
                        "health_check.mode",
                        "connect_timeout",
                        "handshake_timeout",
                        "response_timeout",
                        "max_requests_per_backend",
                        "shutdown_spread",
                        "balance.policy",
                        "balance.weights.connections",
                        "balance.weights.messages",
                        "balance.weights.lag",
                        "balance.weights.queue",
                        "balance.weights.heap",
                        "balance.slow_start",
                        "balance.zone",
                        "balance.hash_key",
                        "balance.bounded_load",
                        "negotiate.enabled",
                        "negotiate.path",
                        "negotiate.endpoint",
                        "negotiate.ttl",
                        "negotiate.max_reservations",
                        "negotiate.allowed_origins");
    }

    @Test
    void thePasswordIsNeverShown() {
        ConfigLoader<RouterSettings> loader = ConfigLoader.of(RouterSettings.class)
                .override("redis.address", "redis://user:hidden1@host")
                .override("redis.password", "hidden2");
        assertThat(loader.describe()).doesNotContain("hidden2");
        assertThat(loader.load().toString()).doesNotContain("hidden1", "hidden2");
    }

    private static RouterSettings load(String key, String value) {
        return ConfigLoader.of(RouterSettings.class).override(key, value).load();
    }
}

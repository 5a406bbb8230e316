package io.sluice.gateway.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HookRoutesTest {

    private static final String NAMED = "proxies=[{\"name\":\"other\",\"endpoint\":\"http://other/hook\"}]";

    @Test
    void withoutSettingsNobodyIsAsked() {
        HookRoutes routes = HookConfig.of().routes();

        assertThat(routes.defaults()).isEmpty();
        assertThat(routes.named()).isEmpty();
    }

    @Test
    void hooksOfClientsAreOnOnlyWhereTheyAreTurnedOn() {
        HookRoutes routes = HookConfig.of(
                        "client.proxy.connect.endpoint=http://app/connect",
                        "client.proxy.disconnect.endpoint=http://app/gone",
                        "client.proxy.disconnect.enabled=true")
                .routes();

        assertThat(routes.has(HookEvent.CONNECT)).isFalse();
        assertThat(routes.has(HookEvent.DISCONNECT)).isTrue();
    }

    @Test
    void namespaceGetsTheDefaultByBothItsNamesAndOthersByTheirs() {
        HookRoutes routes = HookConfig.of("channel.proxy.subscribe.endpoint=http://app/subscribe", NAMED)
                .routes();

        assertThat(routes.find(HookEvent.SUBSCRIBE, ""))
                .hasValueSatisfying(endpoint -> assertThat(endpoint.endpoint()).isEqualTo("http://app/subscribe"));
        assertThat(routes.find(HookEvent.SUBSCRIBE, "default")).isEqualTo(routes.find(HookEvent.SUBSCRIBE, ""));
        assertThat(routes.find(HookEvent.PUBLISH, "other"))
                .hasValueSatisfying(endpoint -> assertThat(endpoint.endpoint()).isEqualTo("http://other/hook"));
        assertThat(routes.find(HookEvent.PUBLISH, "")).isEmpty();
        assertThat(routes.find(HookEvent.PUBLISH, "third")).isEmpty();
    }

    @Test
    void hookThatDoesNotExistIsNamedInTheError() {
        HookRoutes routes = HookConfig.of(NAMED).routes();

        routes.require(HookEvent.SUBSCRIBE, "other", "namespace 'chat'");
        assertThatThrownBy(() -> routes.require(HookEvent.SUBSCRIBE, "absent", "namespace 'chat'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("namespace 'chat' names the proxy 'absent', which is not in proxies");
        assertThatThrownBy(() -> routes.require(HookEvent.SUB_REFRESH, "default", "namespace 'chat'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("namespace 'chat' turns on the sub_refresh hook, but no endpoint of it is set");
    }

    static Stream<Arguments> badSettings() {
        return Stream.of(
                bad(
                        "its own name",
                        "defined twice",
                        NAMED.replace("]", ",{\"name\":\"other\",\"endpoint\":\"http://b\"}]")),
                bad("the default's name", "not default", "proxies=[{\"name\":\"default\",\"endpoint\":\"http://b\"}]"),
                bad("no name", "at least 2", "proxies=[{\"endpoint\":\"http://b\"}]"),
                bad(
                        "a name that does not fit a label",
                        "at least 2",
                        "proxies=[{\"name\":\"a b\",\"endpoint\":\"http://b\"}]"),
                bad("no endpoint", "proxy 'other' has no endpoint", "proxies=[{\"name\":\"other\"}]"),
                bad(
                        "methods of nobody",
                        "rpc.without_namespace turns on the rpc hook",
                        "rpc.without_namespace.proxy_enabled=true"),
                bad(
                        "methods of somebody unknown",
                        "rpc namespace 'shop' names the proxy 'gone'",
                        "rpc.namespaces=[{\"name\":\"shop\",\"proxy_enabled\":true,\"proxy_name\":\"gone\"}]"),
                bad("a namespace twice", "defined twice", "rpc.namespaces=[{\"name\":\"shop\"},{\"name\":\"shop\"}]"),
                bad("a namespace that cannot be", "without ':'", "rpc.namespaces=[{\"name\":\"a:b\"}]"),
                bad("a name where it has no use", "only proxies have a name", "client.proxy.connect.name=x"),
                bad("a name on a channel's hook", "neither name nor enabled", "channel.proxy.publish.name=x"),
                bad(
                        "a channel's hook turned on in the wrong place",
                        "neither name nor enabled",
                        "channel.proxy.publish.endpoint=http://b",
                        "channel.proxy.publish.enabled=true"));
    }

    private static Arguments bad(String what, String message, String... settings) {
        return Arguments.of(what, message, settings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSettings")
    void settingsThatCannotWorkAreRefusedInWords(String what, String message, String[] settings) {
        assertThatThrownBy(() -> HookConfig.of(settings).routes())
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(message);
    }
}

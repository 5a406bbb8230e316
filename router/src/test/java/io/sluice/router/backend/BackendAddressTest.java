package io.sluice.router.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"gateway-0.gateways:8000", "10.0.0.1:1", "[::1]:65535", "[fe80::1%eth0]:80"})
    void anAddressIsPrintedAsItWasWritten(String text) {
        assertThat(BackendAddress.parse(text)).hasToString(text);
    }

    @Test
    void anIpv6AddressLosesItsBracketsAsHost() {
        assertThat(BackendAddress.parse("[::1]:8000")).isEqualTo(new BackendAddress("::1", 8000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "a:",
                ":80",
                "a:b",
                "a:0",
                "a:65536",
                "a:-1",
                "::1:80",
                "[]:80",
                " a:80",
                "a b:80",
                "a:80 ",
                "http://a:80",
                "user@a:80",
                "a\r\n:80"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> BackendAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRefusalRepeatsTheText() {
        assertThatThrownBy(() -> BackendAddress.parse("gateway")).hasMessage("expected host:port but was \"gateway\"");
    }
}

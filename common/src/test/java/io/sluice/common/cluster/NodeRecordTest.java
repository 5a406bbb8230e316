package io.sluice.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRecordTest {

    @Test
    void addressIsHostAndPort() {
        assertThat(withHost("node-7.cluster.local").address()).isEqualTo("node-7.cluster.local:8000");
    }

    @Test
    void addressOfBareIpv6HostHasBrackets() {
        assertThat(withHost("fd00::7").address()).isEqualTo("[fd00::7]:8000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "user@host", "[::1]", "höst", "a\nb"})
    void hostThatCannotBeDialledIsRefused(String host) {
        assertThatThrownBy(() -> withHost(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host: expected a name or an address but was ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a\r\nb"})
    void oddIdIsRefused(String id) {
        assertThatThrownBy(() -> SampleRecord.of(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("id: ");
    }

    @Test
    void longIdIsRefusedAndNotRepeatedInFull() {
        assertThatThrownBy(() -> SampleRecord.of("x".repeat(10_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void portOutsideItsRangeIsRefused(int port) {
        assertThatThrownBy(() -> new NodeRecord(
                        "a",
                        "",
                        "h",
                        port,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        false,
                        "",
                        0,
                        NodePressure.NONE,
                        NodeCapacity.UNLIMITED,
                        NodeAccess.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: expected 1 to 65535 but was " + port);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void rateThatIsNoQuantityIsRefused(double rate) {
        assertThatThrownBy(() -> new NodeRecord(
                        "a",
                        "",
                        "h",
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        rate,
                        0,
                        false,
                        "",
                        0,
                        NodePressure.NONE,
                        NodeCapacity.UNLIMITED,
                        NodeAccess.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("messagesPerSecond: expected a number of 0 or more");
    }

    @Test
    void negativeCountIsRefused() {
        assertThatThrownBy(() -> new NodeRecord(
                        "a",
                        "",
                        "h",
                        1,
                        0,
                        0,
                        -3,
                        0,
                        0,
                        0,
                        0,
                        false,
                        "",
                        0,
                        NodePressure.NONE,
                        NodeCapacity.UNLIMITED,
                        NodeAccess.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections: expected 0 or more but was -3");
    }

    private static NodeRecord withHost(String host) {
        return new NodeRecord(
                "a",
                "",
                host,
                8000,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                "",
                0,
                NodePressure.NONE,
                NodeCapacity.UNLIMITED,
                NodeAccess.PLAIN);
    }
}

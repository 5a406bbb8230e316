package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client's address as a balancer tells it before the first byte of HTTP, written here byte by byte. */
@ExtendWith(LeakWatch.class)
class ProxyProtocolIT {

    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    @Test
    void eachAddressThatAHeaderTellsIsASourceOfItsOwn() {
        try (GatewayFixture node = node()) {
            assertThat(status(node, version1("TCP4 198.51.100.1 10.0.0.1 4711 443")))
                    .isEqualTo(101);
            assertThat(status(node, version1("TCP4 198.51.100.1 10.0.0.1 4712 443")))
                    .isEqualTo(429);
            assertThat(status(node, ipv4(198, 51, 100, 1))).as("in version 2").isEqualTo(429);
            assertThat(status(node, ipv4(198, 51, 100, 2))).isEqualTo(101);
            assertThat(status(node, ipv6(1))).isEqualTo(101);
            assertThat(status(node, ipv6(2))).as("of the same /64").isEqualTo(429);
            assertThat(status(node, version1("TCP6 2001:db8::7 2001:db8::1 4711 443")))
                    .isEqualTo(429);
        }
    }

    @Test
    void aConnectionOfTheBalancerItselfIsTakenAsWhatItIs() {
        try (GatewayFixture node = node()) {
            assertThat(status(node, version2(LOCAL, 0))).isEqualTo(101);
            assertThat(status(node, version2(LOCAL, 0)))
                    .as("the balancer's own address")
                    .isEqualTo(429);
        }
    }

    @Test
    void aConnectionWithoutTheHeaderIsClosedAndTheOthersGoOn() {
        try (GatewayFixture node = node();
                RawWebSocket bare = RawWebSocket.connect(node.port());
                RawWebSocket nonsense = RawWebSocket.connect(node.port())) {
            bare.send(Handshake.plain().bytes());
            nonsense.send(version1("TCP4 nowhere 10.0.0.1 4711 443"));
            bare.startReading().awaitEnd();
            nonsense.startReading().awaitEnd();
            assertThat(bare.isQuiet()).isTrue();
            assertThat(status(node, version1("TCP4 198.51.100.1 10.0.0.1 4711 443")))
                    .isEqualTo(101);
        }
    }

    private static GatewayFixture node() {
        return GatewayFixture.start(
                "http_server.proxy_protocol=true", "admission.source.rate=0.01", "admission.source.burst=1");
    }

    private static int status(GatewayFixture node, byte[] header) {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            socket.send(header);
            return socket.handshake(Handshake.plain()).status();
        }
    }

    private static byte[] version1(String line) {
        return ("PROXY " + line + "\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] ipv4(int... source) {
        byte[] addresses = new byte[12];
        for (int i = 0; i < source.length; i++) {
            addresses[i] = (byte) source[i];
        }
        return version2(PROXY, TCP_OVER_IPV4, addresses);
    }

    /** Of 2001:db8::/64. */
    private static byte[] ipv6(int last) {
        byte[] addresses = new byte[36];
        addresses[0] = 0x20;
        addresses[1] = 0x01;
        addresses[2] = 0x0d;
        addresses[3] = (byte) 0xb8;
        addresses[15] = (byte) last;
        return version2(PROXY, TCP_OVER_IPV6, addresses);
    }

    private static byte[] version2(int command, int family, byte... addresses) {
        byte[] head = {(byte) command, (byte) family, 0, (byte) addresses.length};
        return Frames.join(SIGNATURE, head, addresses);
    }
}

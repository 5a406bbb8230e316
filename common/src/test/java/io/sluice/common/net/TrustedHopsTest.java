package io.sluice.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TrustedHopsTest {

    private static final TrustedHops HOPS = TrustedHops.parse(List.of("10.0.0.0/8", "2001:db8:1::/48"));

    @Test
    void aPeerThatIsNotTrustedIsTheClientWhateverItSays() {
        ClientAddress client = HOPS.client("203.0.113.9", List.of("198.51.100.1"));

        assertThat(client.forwardedFor()).isEqualTo("203.0.113.9");
        assertThat(client.peerTrusted()).isFalse();
    }

    @Test
    void aTrustedPeerIsBelieved() {
        ClientAddress client = HOPS.client("10.0.0.1", List.of("198.51.100.1"));

        assertThat(client.address()).contains(read("198.51.100.1"));
        assertThat(client.hops()).containsExactly(read("10.0.0.1"));
        assertThat(client.peerTrusted()).isTrue();
    }

    @Test
    void theClientIsTheFirstFromTheRightThatIsNotTrusted() {
        ClientAddress client =
                HOPS.client("10.0.0.1", List.of("1.1.1.1, 198.51.100.1", "10.0.0.3,10.0.0.2", "2001:db8:1::5"));

        assertThat(client.forwardedFor()).isEqualTo("198.51.100.1, 10.0.0.3, 10.0.0.2, 2001:db8:1::5, 10.0.0.1");
    }

    @Test
    void aChainOfTrustedHopsAloneBeginsWithTheClient() {
        assertThat(HOPS.client("10.0.0.1", List.of("10.0.0.3, 10.0.0.2")).forwardedFor())
                .isEqualTo("10.0.0.3, 10.0.0.2, 10.0.0.1");
        assertThat(HOPS.client("10.0.0.1", List.of()).forwardedFor()).isEqualTo("10.0.0.1");
    }

    @Test
    void portsAndBracketsAreReadOver() {
        assertThat(clientOf("198.51.100.1:4711")).isEqualTo("198.51.100.1");
        assertThat(clientOf("[2001:db8::9]:443")).isEqualTo("2001:db8::9");
        assertThat(clientOf("[2001:db8::9]")).isEqualTo("2001:db8::9");
        assertThat(clientOf("  2001:db8::9  ")).isEqualTo("2001:db8::9");
        assertThat(clientOf("::ffff:198.51.100.1")).isEqualTo("198.51.100.1");
    }

    @Test
    void anEntryThatIsNoAddressEndsTheWalkAtTheLastBelievedHop() {
        for (String entry : List.of(
                "unknown",
                "",
                "_hidden",
                "[::1",
                "[1.2.3.4]",
                "1.2.3.4:",
                "1.2.3.4:123456",
                "1.2.3.4:x",
                "\"1.2.3.4\"",
                "for=1.2.3.4",
                "[::1]x",
                "1.2.3.4;")) {
            ClientAddress client = HOPS.client("10.0.0.1", List.of("198.51.100.1, " + entry + ", 10.0.0.2"));
            assertThat(client.forwardedFor()).as(entry).isEqualTo("10.0.0.2, 10.0.0.1");
        }
    }

    @Test
    void noMoreHopsAreReadThanThereCanBe() {
        String endless = String.join(",", Collections.nCopies(1000, "10.0.0.2"));

        assertThat(HOPS.client("10.0.0.1", List.of("198.51.100.1," + endless)).hops())
                .hasSize(TrustedHops.MAX_HOPS);
    }

    @Test
    void aConnectionWithoutAnAddressIsOfNobodyKnown() {
        ClientAddress client = HOPS.client("", List.of("198.51.100.1"));

        assertThat(client.address()).isEmpty();
        assertThat(client.forwardedFor()).isEqualTo("unknown");
    }

    @Test
    void withoutTrustedHopsNobodyIsBelieved() {
        assertThat(TrustedHops.NONE.client("10.0.0.1", List.of("198.51.100.1")).forwardedFor())
                .isEqualTo("10.0.0.1");
    }

    @Test
    void aRangeThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedHops.parse(List.of("10.0.0.0/8", "the-balancer")))
                .withMessageContaining("\"the-balancer\"");
    }

    /** Whatever a client writes, what trusted proxies add behind it decides. */
    @Property
    void aClientCannotChooseItsAddress(@ForAll String lie, @ForAll("chains") List<String> proxies) {
        List<String> header = new ArrayList<>(List.of(lie, "203.0.113.9"));
        header.addAll(proxies);

        ClientAddress joined = HOPS.client("10.9.9.9", List.of(String.join(",", header)));
        ClientAddress apart = HOPS.client("10.9.9.9", header);

        assertThat(joined.address()).contains(read("203.0.113.9"));
        assertThat(apart).isEqualTo(joined);
        assertThat(joined.hops()).hasSize(proxies.size() + 1);
    }

    @Property
    void noiseIsReadWithoutAnError(@ForAll List<String> noise, @ForAll String peer) {
        assertThat(HOPS.client("10.0.0.1", noise).address()).isPresent();
        assertThat(HOPS.client(peer, noise).hops()).hasSizeLessThanOrEqualTo(TrustedHops.MAX_HOPS);
    }

    @Provide
    Arbitrary<List<String>> chains() {
        return Arbitraries.integers()
                .between(0, 255)
                .map(last -> "10.0.0." + last)
                .list()
                .ofMaxSize(20);
    }

    private static String clientOf(String entry) {
        return HOPS.client("10.0.0.1", List.of(entry)).address().orElseThrow().toString();
    }

    private static IpAddress read(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}

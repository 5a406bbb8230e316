package io.sluice.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CidrRangeTest {

    @Test
    void aRangeHoldsTheAddressesWithItsPrefix() {
        CidrRange range = CidrRange.parse("10.32.0.0/11");

        assertThat(range.contains(read("10.32.0.0"))).isTrue();
        assertThat(range.contains(read("10.63.255.255"))).isTrue();
        assertThat(range.contains(read("::ffff:10.40.0.1"))).isTrue();
        assertThat(range.contains(read("10.64.0.0"))).isFalse();
        assertThat(range.contains(read("10.31.255.255"))).isFalse();
    }

    @Test
    void anAddressAloneIsARangeOfOne() {
        assertThat(CidrRange.parse("192.0.2.1").contains(read("192.0.2.1"))).isTrue();
        assertThat(CidrRange.parse("192.0.2.1").contains(read("192.0.2.2"))).isFalse();
        assertThat(CidrRange.parse("2001:db8::1").contains(read("2001:db8::1"))).isTrue();
        assertThat(CidrRange.parse("2001:db8::1").contains(read("2001:db8::2"))).isFalse();
    }

    @Test
    void eachFamilyHasARangeOfAllThatLeavesOutTheOther() {
        assertThat(CidrRange.parse("0.0.0.0/0").contains(read("203.0.113.9"))).isTrue();
        assertThat(CidrRange.parse("0.0.0.0/0").contains(read("2001:db8::1"))).isFalse();
        assertThat(CidrRange.parse("::/0").contains(read("2001:db8::1"))).isTrue();
        assertThat(CidrRange.parse("::/0").contains(read("203.0.113.9"))).isFalse();
    }

    @Test
    void rangesAreWrittenAsTheyAreRead() {
        for (String text : List.of("10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "::/0")) {
            assertThat(CidrRange.parse(text)).hasToString(text);
        }
    }

    @Test
    void aRangeThatIsNoneIsAnErrorThatSaysWhatIsExpected() {
        for (String text : List.of(
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "proxy.example.com",
                "10.0.0.0/99999999999",
                "10.0.0.0/+8")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> CidrRange.parse(text))
                    .withMessageContaining("\"" + text + "\"");
        }
    }

    @Test
    void bitsBehindThePrefixAreAnErrorThatTellsTheRangeThatIsMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CidrRange.parse("10.1.2.3/8"))
                .withMessageContaining("write 10.0.0.0/8");
    }

    @Property
    void aRangeHoldsWhatBeginsWithItsBits(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(max = 128) int prefix,
            @ForAll @IntRange(max = 127) int bit) {
        BigInteger bits = bits(high, low);
        BigInteger lowest = bits.shiftRight(128 - prefix).shiftLeft(128 - prefix);
        CidrRange range = new CidrRange(address(lowest), prefix);
        IpAddress flipped = address(bits.flipBit(127 - bit)); // bit 0 is the first

        assertThat(range.contains(new IpAddress(high, low)) || new IpAddress(high, low).isIpv4())
                .isTrue();
        assertThat(range.contains(flipped) || flipped.isIpv4()).isEqualTo(bit >= prefix || flipped.isIpv4());
    }

    private static BigInteger bits(long high, long low) {
        return new BigInteger(
                1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    private static IpAddress address(BigInteger bits) {
        return new IpAddress(bits.shiftRight(64).longValue(), bits.longValue());
    }

    private static IpAddress read(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}

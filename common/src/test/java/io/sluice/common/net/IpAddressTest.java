package io.sluice.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IpAddressTest {

    @Test
    void theFormsOfAnAddressAreTheSameAddress() {
        assertThat(read("2001:DB8:0:0:0:0:0:1")).isEqualTo(read("2001:db8::1"));
        assertThat(read("::ffff:192.0.2.1")).isEqualTo(read("192.0.2.1"));
        assertThat(read("::ffff:c000:201")).isEqualTo(read("192.0.2.1"));
        assertThat(read("fe80::1%eth0")).isEqualTo(read("fe80::1"));
    }

    @Test
    void addressesAreWrittenInTheirShortestForm() {
        assertThat(read("2001:0db8:0000:0000:0001:0000:0000:0001")).hasToString("2001:db8::1:0:0:1");
        assertThat(read("0:0:0:0:0:0:0:0")).hasToString("::");
        assertThat(read("1:0:2:3:4:5:6:7")).hasToString("1:0:2:3:4:5:6:7");
        assertThat(read("::ffff:192.0.2.1")).hasToString("192.0.2.1");
        assertThat(read("1::")).hasToString("1::");
    }

    @Test
    void whatIsNoAddressIsNone() {
        for (String text : List.of(
                "",
                " ",
                "localhost",
                "unknown",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.-4",
                "1.2.3.4 ",
                "0x7f.0.0.1",
                "2130706433",
                "1..2.3",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "1.2.3.4::",
                "::1.2.3",
                "1.2.3.4:80",
                "[::1]",
                "١.٢.٣.٤",
                "%eth0",
                "1".repeat(100))) {
            assertThat(IpAddress.parse(text)).as(text).isEmpty();
        }
    }

    /** The JDK is the other opinion, asked about literals only. */
    @Property
    void everyIpv6AddressIsReadAndWrittenAsTheJdkDoes(@ForAll long high, @ForAll long low) throws UnknownHostException {
        IpAddress address = new IpAddress(high, low);
        InetAddress same = InetAddress.getByAddress(
                ByteBuffer.allocate(16).putLong(high).putLong(low).array());

        assertThat(IpAddress.parse(same.getHostAddress())).contains(address);
        assertThat(IpAddress.parse(address.toString())).contains(address);
        assertThat(InetAddress.getByName(address.toString())).isEqualTo(same);
    }

    @Property
    void everyIpv4AddressIsReadAndWrittenAsTheJdkDoes(@ForAll int bits) throws UnknownHostException {
        IpAddress address = IpAddress.ipv4(bits);
        InetAddress same =
                InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());

        assertThat(address.isIpv4()).isTrue();
        assertThat(address).hasToString(same.getHostAddress());
        assertThat(IpAddress.parse(same.getHostAddress())).contains(address);
    }

    /** Nothing that is read is read differently by the JDK, and nothing makes the reader fail. */
    @Property(tries = 20_000)
    void noiseIsReadAsTheJdkReadsItOrNotAtAll(
            @ForAll @StringLength(max = 24) @CharRange(from = '0', to = ':') String noise) throws UnknownHostException {
        var address = IpAddress.parse(noise);
        if (address.isPresent()) {
            assertThat(InetAddress.getByName(noise))
                    .isEqualTo(InetAddress.getByName(address.get().toString()));
        }
    }

    private static IpAddress read(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}

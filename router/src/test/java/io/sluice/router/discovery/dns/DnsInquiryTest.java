package io.sluice.router.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.BackendLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The questions to DNS against a name server that does all that real ones do, and worse. */
class DnsInquiryTest {

    private static final String NAME = "gateways.test";

    private final FakeDns dns = new FakeDns();
    private DnsInquiry inquiry = inquiry("", DnsSettings.Family.ANY);

    DnsInquiryTest() throws InterruptedException {}

    @AfterEach
    void close() throws TimeoutException {
        inquiry.close().await(30, TimeUnit.SECONDS);
        dns.close();
    }

    @Test
    void allAddressesOfBothFamiliesAreBackends() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.2", "10.0.0.1"));
        dns.records.put("AAAA gateways.test.", List.of("fd00::1"));
        assertThat(ask()).containsExactly("10.0.0.1:8000", "10.0.0.2:8000", "[fd00::1]:8000");
    }

    @Test
    void anAddressThatIsNoLongerAnsweredIsGoneAndNothingIsCached() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1", "10.0.0.2"));
        assertThat(ask()).hasSize(2);
        dns.records.put("A gateways.test.", List.of("10.0.0.2"));
        assertThat(ask()).containsExactly("10.0.0.2:8000");
    }

    @Test
    void aNameThatDoesNotExistIsSilence() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        ask();
        dns.records.clear();
        dns.errors.put("A", DnsResponseCode.NXDOMAIN);
        dns.errors.put("AAAA", DnsResponseCode.NXDOMAIN);
        assertThatThrownBy(this::ask).isInstanceOf(NoRecordsException.class);
        assertThat(inquiry.unanswered()).extracting(Backend::id).containsExactly("10.0.0.1:8000");
    }

    @Test
    void aNameWithoutRecordsIsSilence() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        ask();
        dns.records.clear();
        assertThatThrownBy(this::ask).isInstanceOf(NoRecordsException.class);
        assertThat(inquiry.unanswered()).hasSize(1);
    }

    @Test
    void aServerThatCannotTellIsSilence() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        ask();
        dns.errors.put("A", DnsResponseCode.SERVFAIL);
        dns.errors.put("AAAA", DnsResponseCode.SERVFAIL);
        assertThatThrownBy(this::ask).isInstanceOf(Exception.class);
        assertThat(inquiry.unanswered()).hasSize(1);
    }

    @Test
    void aServerThatDoesNotAnswerIsSilence() {
        dns.silent.add("A");
        dns.silent.add("AAAA");
        assertThatThrownBy(this::ask).isInstanceOf(Exception.class);
    }

    @Test
    void aFamilyThatIsNotAnsweredStaysAsItWasKnownAndTheOtherCounts() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        dns.records.put("AAAA gateways.test.", List.of("fd00::1"));
        ask();
        dns.silent.add("AAAA");
        dns.records.put("A gateways.test.", List.of("10.0.0.2"));
        assertThat(ask()).containsExactly("10.0.0.2:8000", "[fd00::1]:8000");
    }

    @Test
    void aFamilyThatIsAnsweredWithNothingIsGone() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        dns.records.put("AAAA gateways.test.", List.of("fd00::1"));
        ask();
        dns.records.remove("AAAA gateways.test.");
        assertThat(ask()).containsExactly("10.0.0.1:8000");
    }

    @Test
    void oneFamilyIsAskedForIfOnlyItIsWanted() throws TimeoutException {
        reopen("", DnsSettings.Family.IPV6);
        dns.records.put("A gateways.test.", List.of("10.0.0.1"));
        dns.records.put("AAAA gateways.test.", List.of("fd00::1"));
        assertThat(ask()).containsExactly("[fd00::1]:8000");
        assertThat(dns.asked).containsOnly("AAAA gateways.test.");
    }

    @Test
    void anAnswerThatIsTooLongForADatagramComesByTcp() throws TimeoutException {
        dns.truncating = true;
        dns.records.put("A gateways.test.", addresses(200));
        assertThat(ask()).hasSize(200);
    }

    @Test
    void addressesBeyondTheLimitAreLeftOut() throws TimeoutException {
        dns.truncating = true;
        dns.records.put("A gateways.test.", addresses(BackendLimit.MAX_BACKENDS + 5));
        assertThat(ask()).hasSize(BackendLimit.MAX_BACKENDS);
    }

    @Test
    void anAddressThatIsAnsweredTwiceIsOneBackend() throws TimeoutException {
        dns.records.put("A gateways.test.", List.of("10.0.0.1", "10.0.0.1"));
        assertThat(ask()).containsExactly("10.0.0.1:8000");
    }

    @Test
    void serviceRecordsHaveHostsAndPorts() throws TimeoutException {
        reopen("ws", DnsSettings.Family.ANY);
        dns.records.put("SRV _ws._tcp.gateways.test.", List.of("gw-1.gateways.test 8001", "gw-0.gateways.test 8000"));
        assertThat(ask()).containsExactly("gw-0.gateways.test:8000", "gw-1.gateways.test:8001");
    }

    @Test
    void aServiceRecordThatMakesNoSenseCostsTheOthersNothing() throws TimeoutException {
        reopen("ws", DnsSettings.Family.ANY);
        dns.records.put("SRV _ws._tcp.gateways.test.", List.of("gw-1.gateways.test 0", "gw-0.gateways.test 8000"));
        assertThat(ask()).containsExactly("gw-0.gateways.test:8000");
    }

    private static List<String> addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.1." + i / 250 + "." + i % 250)
                .toList();
    }

    private List<String> ask() throws TimeoutException {
        return inquiry.answered(inquiry.ask().await(30, TimeUnit.SECONDS), 0).stream()
                .map(Backend::id)
                .toList();
    }

    private void reopen(String portName, DnsSettings.Family family) throws TimeoutException {
        inquiry.close().await(30, TimeUnit.SECONDS);
        inquiry = inquiry(portName, family);
    }

    private DnsInquiry inquiry(String portName, DnsSettings.Family family) {
        return new DnsInquiry(new DnsSettings(NAME, 8000, portName, family, Duration.ofSeconds(5), dns.address()));
    }
}

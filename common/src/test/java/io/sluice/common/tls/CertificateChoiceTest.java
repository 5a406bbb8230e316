package io.sluice.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateChoiceTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");
    private static final CertificateChoice CHOICE = new CertificateChoice(List.of(
            keyed(AUTHORITY.issue("EC", "main.test")),
            keyed(AUTHORITY.issue("EC", "*.wild.test", "wild.test")),
            keyed(AUTHORITY.issue("EC", "one.wild.test")),
            keyed(AUTHORITY.issue("RSA", "main.test"))));

    @ParameterizedTest
    @CsvSource({
        "main.test, 0 3",
        "MAIN.test, 0 3",
        "'', 0 3",
        "unknown.test, 0 3",
        "localhost, 0 3",
        "wild.test, 1",
        "two.wild.test, 1",
        "one.wild.test, 2",
        "a.b.wild.test, 0 3",
        ".wild.test, 1",
        "*.wild.test, 1"
    })
    void theNameDecidesAndTheFirstServesTheRest(String name, String indexes) {
        assertThat(CHOICE.indexesFor(name).stream().map(String::valueOf).reduce((a, b) -> a + " " + b))
                .contains(indexes);
    }

    private static KeyedCertificate keyed(TestAuthority.Issued issued) {
        return KeyedCertificate.of("cert_pem", issued.certPem(), "key_pem", issued.keyPem());
    }
}

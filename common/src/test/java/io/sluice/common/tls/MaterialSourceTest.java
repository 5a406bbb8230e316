package io.sluice.common.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaterialSourceTest {

    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");
    private static final TestAuthority.Issued EC = AUTHORITY.issue("EC", "a.test");
    private static final TestAuthority.Issued RSA = AUTHORITY.issue("RSA", "a.test");

    @TempDir
    private Path directory;

    /** What is wrong, with which settings, and what the operator reads. */
    record Row(String what, String cert, String key, String authorities, String message) {

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        String cert = EC.certPem();
        String key = EC.keyPem();
        String notDer = TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3});
        String encrypted = TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[100]);
        return Stream.of(
                new Row("no such file", "/nowhere/tls.crt", key, "", "tls.cert_pem: there is no file /nowhere/tls.crt"),
                new Row("a directory", "/tmp", key, "", "tls.cert_pem: /tmp cannot be read"),
                new Row("a path that cannot be one", cert, "a\0b", "", "tls.key_pem: expected the path"),
                new Row("a file without PEM", "/etc/hostname", key, "", "tls.cert_pem: there is no PEM"),
                new Row("half a block", cert.substring(0, 200), key, "", "but found no complete block"),
                new Row("a key for a certificate", key, key, "", "tls.cert_pem: expected at least one PEM block CERT"),
                new Row("a certificate for a key", cert, cert, "", "tls.key_pem: expected one PEM block PRIVATE KEY"),
                new Row("two keys", cert, key + key, "", "but found PRIVATE KEY, PRIVATE KEY"),
                new Row("a certificate that is none", notDer, key, "", "tls.cert_pem: a certificate cannot be read"),
                new Row(
                        "a key that is none",
                        cert,
                        TestAuthority.pem("PRIVATE KEY", new byte[9]),
                        "",
                        "cannot be read"),
                new Row(
                        "broken base64",
                        cert,
                        key.replaceAll("(?s)KEY-----\n....", "KEY-----\n!!!!"),
                        "",
                        "tls.key_pem"),
                new Row("an encrypted key", cert, encrypted, "", "tls.key_pem: the key is encrypted"),
                new Row("another's key", cert, AUTHORITY.issue("EC", "b.test").keyPem(), "", "does not belong to"),
                new Row("a key of another kind", cert, RSA.keyPem(), "", "the certificate's algorithm, EC"),
                new Row("no authority", cert, key, "/nowhere/ca.crt", "tls.client_ca_pem: there is no file"),
                new Row("a key as authority", cert, key, key, "tls.client_ca_pem: expected at least one PEM block"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsWrongIsSaidInOneLineAndWithoutTheKey(Row row) {
        MaterialSource source = source(row.cert, row.key, row.authorities);

        assertThatThrownBy(() -> source.parse(source.read()))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(row.message)
                .message()
                .doesNotContain("\n", "BEGIN PRIVATE", EC.keyPem().substring(40, 60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void pemComesFromAFileAsItselfOrInBase64(String kind) throws IOException {
        TestAuthority.Issued issued = AUTHORITY.issue(kind, "x.test");
        Path file = Files.writeString(directory.resolve("tls.key"), issued.keyPem());
        String base64 = Base64.getEncoder().encodeToString(issued.keyPem().getBytes(US_ASCII));

        for (String key :
                List.of(file.toString(), issued.keyPem(), issued.keyPem().replace("\n", "\\n"), base64)) {
            MaterialSource source = source(issued.certPem(), key, AUTHORITY.pem());
            TlsMaterial material = source.parse(source.read());

            assertThat(material.certificates()).hasSize(1);
            assertThat(material.certificates().get(0).names()).containsExactly("x.test");
            assertThat(material.authorities()).hasSize(1);
        }
    }

    @Test
    void keysOfTheFormsBeforePkcs8AreRead() throws Exception {
        for (TestAuthority.Issued issued : List.of(EC, RSA)) {
            byte[] bare = bareKey(issued.key().getEncoded());
            String label = issued.equals(EC) ? "EC PRIVATE KEY" : "RSA PRIVATE KEY";
            MaterialSource source = source(issued.certPem(), TestAuthority.pem(label, bare), "");

            assertThat(source.parse(source.read()).certificates().get(0).key()).isEqualTo(issued.key());
        }
    }

    @Test
    void theRestOfAChainIsKeptAndItsFirstEndCounts() {
        MaterialSource source = source(EC.certPem() + "some words\n" + AUTHORITY.pem(), EC.keyPem(), "");
        TlsMaterial material = source.parse(source.read());

        assertThat(material.certificates().get(0).chain()).hasSize(2);
        assertThat(material.expiresUnixSeconds())
                .isEqualTo(EC.certificate().getNotAfter().toInstant().getEpochSecond());
    }

    private static MaterialSource source(String cert, String key, String authorities) {
        return new MaterialSource(
                List.of(MaterialSource.Pair.of("tls", cert, key)), new PemSource("tls.client_ca_pem", authorities));
    }

    /** The last octet string of a PKCS#8 key, which is the key in its own form. */
    private static byte[] bareKey(byte[] pkcs8) {
        for (int i = 0; i < pkcs8.length; i++) {
            int header = pkcs8[i + 1] == (byte) 0x82 ? 4 : pkcs8[i + 1] == (byte) 0x81 ? 3 : 2;
            int length = header == 4
                    ? ((pkcs8[i + 2] & 0xFF) << 8) | (pkcs8[i + 3] & 0xFF)
                    : header == 3 ? pkcs8[i + 2] & 0xFF : pkcs8[i + 1];
            if (pkcs8[i] == 0x04 && i + header + length == pkcs8.length) {
                return Arrays.copyOfRange(pkcs8, i + header, pkcs8.length);
            }
        }
        throw new AssertionError("no key");
    }
}

package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.common.config.ConfigException;
import io.sluice.common.tls.TestAuthority;
import io.sluice.common.tls.TestAuthority.Issued;
import io.sluice.gateway.testing.LeakWatch;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose client port speaks TLS, with both engines where both are there. */
@ExtendWith(LeakWatch.class)
class TlsIT {

    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");
    private static final Issued MAIN = AUTHORITY.issue("EC", "main.test");
    private static final Issued OTHER = AUTHORITY.issue("RSA", "*.other.test");
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    static Stream<String> engines() {
        return OpenSSLEngineOptions.isAvailable() ? Stream.of("jdk", "openssl") : Stream.of("jdk");
    }

    private static GatewayFixture node(String... more) {
        return node(1, more);
    }

    private static GatewayFixture node(int loops, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "http_server.tls.enabled=true",
                "http_server.tls.cert_pem=" + MAIN.certPem(),
                "http_server.tls.key_pem=" + MAIN.keyPem(),
                "http_stream.enabled=true",
                "sse.enabled=true"));
        settings.addAll(List.of(more));
        return GatewayFixture.start(loops, settings.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void webSocketsStreamsEmulationAndTheApiAllWorkThroughTls(String engine) throws Exception {
        try (GatewayFixture node = node("http_server.tls.engine=" + engine)) {
            HttpClient http = client(AUTHORITY.client(null));
            Texts texts = new Texts();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://127.0.0.1:" + node.port() + "/connection/websocket"), texts)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.sendText("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}", true);
            texts.awaitContaining("\"subscribe\":{}");

            InputStream lines = stream(http, node.port(), "/connection/http_stream", "{\"id\":1,\"connect\":{}}");
            String connected = line(lines);
            assertThat(connected).contains("\"connect\"", "\"session\"");
            InputStream events =
                    get(http, node.port(), "/connection/sse?cf_connect=%7B%22id%22:1,%22connect%22:%7B%7D%7D");
            assertThat(eventOf(events)).contains("\"connect\"");

            String session = connected.replaceAll(".*\"session\":\"([^\"]+)\".*", "$1");
            String nodeId = connected.replaceAll(".*\"node\":\"([^\"]+)\".*", "$1");
            HttpResponse<String> emulated = post(
                    http,
                    node.port(),
                    "/emulation",
                    "{\"node\":\"" + nodeId + "\",\"session\":\"" + session
                            + "\",\"data\":\"{\\\"id\\\":2,\\\"subscribe\\\":{\\\"channel\\\":\\\"news\\\"}}\"}");
            assertThat(emulated.statusCode()).isEqualTo(204);
            assertThat(line(lines)).contains("\"subscribe\"");

            String large = "x".repeat(100_000);
            HttpResponse<String> published =
                    post(http, node.port(), "/api/publish", "{\"channel\":\"news\",\"data\":\"" + large + "\"}");
            assertThat(published.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(published.body()).startsWith("{\"result\":{");
            texts.awaitContaining(large);
            assertThat(line(lines)).contains(large);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
            assertThat(texts.closeCode.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1000);
            lines.close();
            events.close();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theCertificateIsChosenByTheNameAndTheFirstServesTheRest(String engine) throws IOException {
        String further = "[{\"cert_pem\":\"" + OTHER.certPem().replace("\n", "\\n") + "\",\"key_pem\":\""
                + OTHER.keyPem().replace("\n", "\\n") + "\"}]";
        try (GatewayFixture node =
                node("http_server.tls.engine=" + engine, "http_server.tls.certificates=" + further)) {
            assertThat(certificateFor(node.port(), "a.other.test")).isEqualTo(OTHER.certificate());
            assertThat(certificateFor(node.port(), "main.test")).isEqualTo(MAIN.certificate());
            assertThat(certificateFor(node.port(), "unknown.test")).isEqualTo(MAIN.certificate());
            assertThat(certificateFor(node.port(), null)).isEqualTo(MAIN.certificate());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void newFilesServeNewConnectionsOnAllLoopsAndOpenOnesStay(String engine) throws Exception {
        Path cert = Files.writeString(directory.resolve("tls.crt"), MAIN.certPem());
        Path key = Files.writeString(directory.resolve("tls.key"), MAIN.keyPem());
        Issued renewed = AUTHORITY.issue("EC", "main.test");
        try (GatewayFixture node = node(
                2,
                "http_server.tls.engine=" + engine,
                "http_server.tls.cert_pem=" + cert,
                "http_server.tls.key_pem=" + key,
                "http_server.tls.reload_interval=20ms")) {
            try (SSLSocket before = handshaken(node.port(), null, AUTHORITY.client(null))) {
                write(cert, renewed.certPem());
                await().untilAsserted(() -> assertThat(metrics(node)).contains("outcome=\"refused\"} 1.0"));
                assertThat(certificateFor(node.port(), null)).isEqualTo(MAIN.certificate());

                write(key, renewed.keyPem());
                await().untilAsserted(() -> assertThat(metrics(node)).contains("outcome=\"used\"} 1.0"));
                await().untilAsserted(() ->
                        assertThat(certificateFor(node.port(), null)).isEqualTo(renewed.certificate()));
                for (int i = 0; i < 8; i++) {
                    assertThat(certificateFor(node.port(), null)).isEqualTo(renewed.certificate());
                }
                assertThat(metrics(node)).contains("outcome=\"refused\"} 1.0");
                assertThat(statusOf(before, "/connection/websocket")).contains("400");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void onlyClientsOfTheAuthorityComeInWhereOneIsDemanded(String engine) throws Exception {
        TestAuthority strangers = new TestAuthority("strangers");
        try (GatewayFixture node =
                node("http_server.tls.engine=" + engine, "http_server.tls.client_ca_pem=" + AUTHORITY.pem())) {
            try (SSLSocket known =
                    handshaken(node.port(), null, AUTHORITY.client(AUTHORITY.issue("EC", "client.test")))) {
                assertThat(statusOf(known, "/connection/websocket")).contains("400");
            }
            for (Issued wrong : new Issued[] {null, strangers.issue("EC", "client.test")}) {
                assertThatThrownBy(() -> {
                            try (SSLSocket socket = handshaken(node.port(), null, AUTHORITY.client(wrong))) {
                                statusOf(socket, "/");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void oldVersionsAreRefused(String version) throws IOException {
        try (GatewayFixture node = node()) {
            assertThat(answerTo(node.port(), helloOf(version))).as("an alert").startsWith(new byte[] {0x15});
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theOldestVersionIsASetting(String engine) throws Exception {
        try (GatewayFixture node = node("http_server.tls.engine=" + engine, "http_server.tls.min_version=1.3")) {
            assertThat(handshakeBy(node.port(), "TLSv1.3")).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> handshakeBy(node.port(), "TLSv1.2")).isInstanceOf(SSLException.class);
        }
        try (GatewayFixture node = node("http_server.tls.engine=" + engine)) {
            assertThat(handshakeBy(node.port(), "TLSv1.2")).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void askingForAnotherHandshakeEndsTheConnection() throws Exception {
        try (GatewayFixture node = node("http_server.tls.engine=jdk");
                SSLSocket socket = socket(node.port(), AUTHORITY.client(null))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(statusOf(socket, "/connection/websocket")).contains("400");

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        statusOf(socket, "/connection/websocket");
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPortWithoutUsableCertificatesDoesNotOpen() {
        assertThatThrownBy(() -> node("http_server.tls.key_pem=" + OTHER.keyPem()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("http_server.tls.key_pem: ");
        assertThatThrownBy(() -> node("http_server.tls.cert_pem=/nowhere/tls.crt"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http_server.tls.cert_pem: there is no file /nowhere/tls.crt");
        assertThatThrownBy(() -> node("http_server.tls.cert_pem="))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected cert_pem and key_pem");
    }

    static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static void write(Path file, String content) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling("fresh"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String metrics(GatewayFixture node) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_gateway_tls_reloads"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static X509Certificate certificateFor(int port, @Nullable String name) throws IOException {
        try (SSLSocket socket = handshaken(port, name, AUTHORITY.client(null))) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String handshakeBy(int port, String version) throws IOException {
        try (SSLSocket socket = socket(port, AUTHORITY.client(null))) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static SSLSocket handshaken(int port, @Nullable String name, SSLContext context) throws IOException {
        SSLSocket socket = socket(port, context);
        if (name != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static SSLSocket socket(int port, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return socket;
    }

    private static String statusOf(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: main.test\r\n\r\n").getBytes(UTF_8));
        String line = line(socket.getInputStream());
        if (line.isEmpty()) {
            throw new IOException("no answer");
        }
        socket.getInputStream().readNBytes(socket.getInputStream().available());
        return line;
    }

    /** A greeting of a client that knows this version at most. */
    static byte[] helloOf(String version) {
        byte minor = (byte) (version.equals("TLSv1") ? 1 : 2);
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 4 + 2];
        byte[] head = {0x16, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, minor};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] tail = {0, 0, 4, (byte) 0xC0, 0x09, (byte) 0xC0, 0x0A, 1, 0};
        System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
        return hello;
    }

    private static byte[] answerTo(int port, byte[] sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            socket.getOutputStream().write(sent);
            return socket.getInputStream().readAllBytes();
        }
    }

    private static InputStream stream(HttpClient http, int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofInputStream()).body();
    }

    private static InputStream get(HttpClient http, int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .build();
        return http.send(request, BodyHandlers.ofInputStream()).body();
    }

    private static HttpResponse<String> post(HttpClient http, int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String eventOf(InputStream events) throws IOException {
        String line = line(events);
        while (!line.startsWith("data:")) {
            line = line(events);
        }
        return line;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    /** What a WebSocket receives. */
    private static final class Texts implements WebSocket.Listener {

        private final StringBuffer all = new StringBuffer();
        private final BlockingQueue<Integer> closeCode = new LinkedBlockingQueue<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            all.append(data);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode.add(code);
            return null;
        }

        void awaitContaining(String text) {
            await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> all.indexOf(text) >= 0);
        }
    }
}

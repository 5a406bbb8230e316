package io.sluice.gateway.auth.token;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An identity provider's endpoint for keys: serves what the test says, and counts who asks. */
final class KeyServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentMap<String, String> documents = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile boolean holding;

    KeyServer() {
        server = VerifierRig.outcome(
                vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    }

    private void serve(HttpServerRequest request) {
        requests.add(request.path());
        Runnable answer = () -> request.response()
                .setStatusCode(documents.containsKey(request.path()) ? status : 404)
                .end(documents.getOrDefault(request.path(), ""));
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    void document(String path, String json) {
        documents.put(path, json);
    }

    void keys(String path, String... keys) {
        document(path, "{\"keys\":[" + String.join(",", keys) + "]}");
    }

    void status(int status) {
        this.status = status;
    }

    /** Takes requests from here on and answers them when they are released. */
    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        vertx.runOnContext(go ->
                Stream.generate(held::poll).takeWhile(answer -> answer != null).forEach(Runnable::run));
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    static String jwk(String kid, PublicKey key, String more) {
        return "{\"kid\":\"" + kid + "\"," + more + fields(key) + "}";
    }

    private static String fields(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus().toByteArray(), 0) + "\",\"e\":\""
                    + number(rsa.getPublicExponent().toByteArray(), 0) + "\"";
        }
        if (key instanceof ECPublicKey ec) {
            int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            return "\"kty\":\"EC\",\"crv\":\"P-"
                    + ec.getParams().getCurve().getField().getFieldSize() + "\",\"x\":\""
                    + number(ec.getW().getAffineX().toByteArray(), bytes) + "\",\"y\":\""
                    + number(ec.getW().getAffineY().toByteArray(), bytes) + "\"";
        }
        byte[] encoded = key.getEncoded();
        return "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + Signer.base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "\"";
    }

    /** A number without a sign, of {@code size} bytes if that is not 0. */
    private static String number(byte[] bytes, int size) {
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] digits = Arrays.copyOfRange(bytes, from, bytes.length);
        byte[] padded = new byte[Math.max(size, digits.length)];
        System.arraycopy(digits, 0, padded, padded.length - digits.length, digits.length);
        return Signer.base64(padded);
    }

    static String oct(String kid, byte[] secret) {
        return Stream.of("\"kty\":\"oct\"", "\"kid\":\"" + kid + "\"", "\"k\":\"" + Signer.base64(secret) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public void close() {
        VerifierRig.outcome(vertx.close());
    }
}

package io.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.loadtest.client.FakeApi;
import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.client.Json;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
    private final FakeGateway gateway = new FakeGateway("gateway-1", 0);
    private final FakeApi otherApi = new FakeApi();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void closeServers() {
        gateway.close();
        otherApi.close();
    }

    private int check(String... options) {
        Surroundings surroundings = new Surroundings(InputStream.nullInputStream(), System.err, false);
        return LoadtestMain.commandLine(surroundings)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("check"), Stream.of(options)).toArray(String[]::new));
    }

    private int checkGateway(String... more) {
        return check(Stream.concat(Stream.of("--url", gateway.webSocketUri().toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    /** The parameters of each command of that name that the gateway got. */
    private List<JsonNode> commands(String name) {
        return gateway.frames().stream()
                .map(frame -> {
                    try {
                        return Json.read(frame);
                    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(command -> command.has(name))
                .map(command -> command.path(name))
                .toList();
    }

    @Test
    void aPublicationThatArrivesIsOk() {
        assertThat(checkGateway("--api-url", gateway.apiUrl().toString())).isZero();

        assertThat(out.toString()).startsWith("ok: ").contains(" on gateway-1 after ");
        assertThat(err).hasToString("");
    }

    @Test
    void theApiIsLookedForAtTheHostOfTheSocket() {
        assertThat(checkGateway()).isZero();
    }

    @Test
    void everyCheckHasAChannelOfItsOwn() {
        checkGateway();
        checkGateway();

        assertThat(commands("subscribe"))
                .extracting(subscribe -> subscribe.path("channel").asText())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(channel -> channel.matches("sluice-check-[0-9a-f-]{36}"));
    }

    @Test
    void aGivenTokenIsSentWithTheConnectCommand() {
        checkGateway("--token", "abc");

        assertThat(commands("connect"))
                .singleElement()
                .extracting(connect -> connect.path("token").asText())
                .isEqualTo("abc");
        assertThat(commands("subscribe").get(0).has("token")).isFalse();
    }

    @Test
    void withTheSecretItSignsATokenForTheConnectionAndOneForTheChannel() throws Exception {
        checkGateway("--token-secret", "0123456789abcdef0123456789abcdef", "--channel", "c");

        JsonNode connection = claims(commands("connect").get(0));
        JsonNode subscription = claims(commands("subscribe").get(0));
        assertThat(connection.path("sub").asText()).isEqualTo("sluice-check");
        assertThat(subscription.path("channel").asText()).isEqualTo("c");
        assertThat(subscription.path("exp").asLong())
                .isBetween(System.currentTimeMillis() / 1000 + 30, System.currentTimeMillis() / 1000 + 90);
    }

    private static JsonNode claims(JsonNode command) throws Exception {
        String[] parts = command.path("token").asText().split("\\.");
        return Json.read(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThat(check("--url", "ws://127.0.0.1:1/connection/websocket")).isEqualTo(1);

        assertThat(err.toString()).startsWith("sluice: check failed at connecting to ws://127.0.0.1:1");
    }

    @Test
    void anAddressThatIsNoWebSocketIsExplained() {
        assertThat(check(
                        "--url",
                        otherApi.url().toString().replace("http", "ws"),
                        "--api-url",
                        gateway.apiUrl().toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("--url has to be the address of a WebSocket");
    }

    @Test
    void aRefusedSubscriptionIsNamed() {
        assertThat(checkGateway("--channel", "nowhere:1")).isEqualTo(1);

        assertThat(err.toString()).contains("subscribing to nowhere:1: 102 unknown channel");
    }

    @Test
    void aRefusedKeyIsExplained() {
        otherApi.refuse(new FakeApi.Refusal(401, "unauthorized"));

        assertThat(checkGateway("--api-url", otherApi.url() + "/api", "--api-key", "wrong"))
                .isEqualTo(1);

        assertThat(otherApi.keys()).containsExactly("wrong");
        assertThat(err.toString()).contains("HTTP 401", "--api-key has to be the gateways' http_api.key");
    }

    @Test
    void aPublicationThatDoesNotArriveIsAFailureWhenTheTimeIsUp() {
        assertThat(checkGateway("--api-url", otherApi.url() + "/api", "--timeout", "8s"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("waiting for the publication: nothing within 8s");
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThat(check("--url", "http://localhost:8000")).isEqualTo(2);
        assertThat(check("--url", "localhost:8000")).isEqualTo(2);
        assertThat(check("--api-url", "ftp://localhost")).isEqualTo(2);
        assertThat(check("--timeout", "soon")).isEqualTo(2);
        assertThat(check("--timeout", "0s")).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> line.contains("expected")))
                .hasSize(5);
    }
}

package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.ServerApiClient.Answer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** A real node that is sent anything by HTTP answers with a status that says so, and goes on. */
class ServerApiFuzzIT {

    private static final List<String> TYPES = List.of("application/json", "text/plain", "application/octet-stream");

    private static @Nullable GatewayFixture node;

    @BeforeContainer
    static void start() {
        node = GatewayFixture.start("http_api.max_request_body_size=10000");
    }

    @AfterContainer
    static void stop() {
        node.close();
    }

    @Property(tries = 300)
    void anyBodyOfAnyTypeIsRefusedOrAnswered(
            @ForAll ApiMethod method, @ForAll @Size(max = 200) byte[] body, @ForAll boolean legacy) {
        String path = legacy ? "/api" : "/api/" + method.wireName();
        ServerApiClient api = new ServerApiClient(node.port());
        Answer answer =
                api.postPath(path, new String(body, ISO_8859_1), "Content-Type", TYPES.get(body.length % TYPES.size()));
        assertThat(answer.status()).as(answer.body()).isIn(200, 400);
        assertThat(answer.body()).isNotBlank().doesNotContain("io.sluice").doesNotContain("Exception");
    }

    @Property(tries = 50)
    void depthAndSizeAreRefusedAndTheNodeGoesOn(@ForAll ApiMethod method, @ForAll boolean closed) {
        ServerApiClient api = new ServerApiClient(node.port());
        String deep = "{\"data\":" + "[".repeat(4000) + (closed ? "]".repeat(4000) + "}" : "");
        assertThat(api.call(method.wireName(), deep).status()).isEqualTo(400);
        assertThat(api.call(method.wireName(), "{\"data\":\"" + "a".repeat(10_001) + "\"}")
                        .status())
                .isEqualTo(413);
        api.publish("alive", 1);
    }
}

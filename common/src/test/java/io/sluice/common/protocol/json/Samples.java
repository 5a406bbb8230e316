package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.SubscribeResult;
import java.util.List;
import java.util.Map;

/** Results with every field set, and with as few as possible. */
final class Samples {
    private static final Payload HELLO = Payload.of("{\"hello\":\"you\"}");

    /** Its time must not show up in any frame. */
    static final Publication FULL_PUBLICATION = new Publication(
            Payload.binary("patch".getBytes(UTF_8)),
            new ClientInfo("", "2f8a", Payload.EMPTY, Payload.EMPTY),
            42,
            Map.of("side", "buy"),
            DataForm.PATCH,
            "prices:ACME",
            "bQzX",
            1700000000000L);

    static final SubscribeResult PLAIN_SUBSCRIBE = SubscribeResult.PLAIN;

    static final SubscribeResult RECOVERABLE_SUBSCRIBE =
            new SubscribeResult(false, 0, true, "abcdefgh", List.of(), false, 0, true, Payload.EMPTY, false, false, 0);

    static final SubscribeResult FULL_SUBSCRIBE = new SubscribeResult(
            true,
            60,
            true,
            "bQzX",
            List.of(publication("1", 41), publication("2", 42)),
            true,
            42,
            true,
            HELLO,
            true,
            true,
            -9);

    static final ConnectResult EMPTY_CONNECT =
            new ConnectResult("", "", false, 0, Payload.EMPTY, Map.of(), 0, false, "", "", 0, 0);

    static final ConnectResult PLAIN_CONNECT =
            new ConnectResult("2f8a", "0.1", false, 0, Payload.EMPTY, Map.of(), 25, true, "", "", 0, 0);

    static final ConnectResult FULL_CONNECT = fullConnect(
            new SubscribeResult(false, 0, true, "bQzX", List.of(), false, 42, false, Payload.EMPTY, false, false, 0));

    static final ConnectResult CONNECT_WITH_PLAIN_SUBSCRIPTION = fullConnect(SubscribeResult.PLAIN);

    private Samples() {}

    static Publication publication(String data, long offset) {
        return new Publication(Payload.of(data), null, offset, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    private static ConnectResult fullConnect(SubscribeResult news) {
        return new ConnectResult(
                "2f8a", "0.1", true, 3600, HELLO, Map.of("news", news), 25, true, "secret", "n1", 1700000000000L, 1);
    }
}

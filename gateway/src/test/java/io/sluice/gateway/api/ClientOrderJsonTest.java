package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.gateway.session.ClientTarget;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOrderJsonTest {

    @Test
    void anyUserDiffersFromTheAnonymousOne() {
        for (Optional<String> user : List.of(Optional.<String>empty(), Optional.of(""), Optional.of("u"))) {
            ClientOrder order = new ClientOrder.Unsubscribe(new ClientTarget(user, "c", "s"), "news");
            assertThat(ClientOrderJson.decode(ClientOrderJson.encode(order))).isEqualTo(order);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"client\":\"\",\"session\":\"\"}",
                "{\"do\":\"dance\",\"client\":\"\",\"session\":\"\"}",
                "{\"do\":\"unsubscribe\",\"client\":\"\",\"session\":\"\"}",
                "{\"do\":\"disconnect\",\"client\":\"\",\"session\":\"\",\"spared\":[],\"code\":1,\"reason\":\"a\"}",
                "{\"do\":\"subscribe\",\"client\":\"\",\"session\":\"\",\"channel\":\"a\"}",
                "{\"do\":\"refresh\",\"client\":\"\",\"session\":\"\"}"
            })
    void aNodeThatSendsNonsenseIsNotObeyed(String order) {
        RecordingClients clients = new RecordingClients();
        FakeControl control = new FakeControl();
        new ClientOrders(control, clients);
        assertThatCode(() -> control.order("client-order", Buffer.buffer(order)))
                .doesNotThrowAnyException();
        assertThat(clients.orders()).isEmpty();
    }

    @Property(tries = 300)
    void noOrderIsTooStrange(@ForAll byte[] order) {
        FakeControl control = new FakeControl();
        new ClientOrders(control, new RecordingClients());
        assertThatCode(() -> control.order("client-order", Buffer.buffer(order)))
                .doesNotThrowAnyException();
    }
}

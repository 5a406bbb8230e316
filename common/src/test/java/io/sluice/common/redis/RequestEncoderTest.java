package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

class RequestEncoderTest {

    @Example
    void commandIsAnArrayOfTexts() {
        Request request = Request.cmd(Command.PUBLISH).arg("news").arg("\u00e9");

        assertThat(RequestEncoder.encode(request))
                .isEqualTo(Buffer.buffer("*3\r\n$7\r\npublish\r\n$4\r\nnews\r\n$2\r\n\u00e9\r\n"));
    }

    @Property
    void bytesAreThoseOfTheClientsOwnEncoder(@ForAll @NotEmpty List<byte[]> arguments) {
        Request request = Request.cmd(Command.DEL);
        arguments.forEach(request::arg);

        assertThat(RequestEncoder.encode(request)).isEqualTo(((RequestImpl) request).encode());
    }

    @Example
    void wrongNumberOfArgumentsIsRefused() {
        assertThatThrownBy(
                        () -> RequestEncoder.encode(Request.cmd(Command.PUBLISH).arg("news")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrong number of arguments");
    }
}

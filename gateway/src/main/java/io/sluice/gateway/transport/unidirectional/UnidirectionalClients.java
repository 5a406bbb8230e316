package io.sluice.gateway.transport.unidirectional;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.PushCodec;
import io.sluice.gateway.session.ClientSession;
import io.sluice.gateway.session.TransportKind;
import io.sluice.gateway.transport.http.DelimitedFormat;
import io.sluice.gateway.transport.http.HttpLoop;
import io.sluice.gateway.transport.http.HttpStreamConnection;
import io.sluice.gateway.transport.http.Inbound;
import io.sluice.gateway.transport.http.StreamEndpoint;
import io.sluice.gateway.transport.http.StreamForm;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes sessions of requests for a stream to clients that say nothing more. The request is a connect object, which may be left out:
 * a plain GET is that of an anonymous user. One that does not decode gets status 400.
 */
public final class UnidirectionalClients implements StreamEndpoint.Clients {

    private static final byte[] NOTHING_SAID = "{}".getBytes(UTF_8);

    private final HttpLoop loop;
    private final PushCodec codec;
    private final StreamForm form;
    private final boolean mayGet;

    private UnidirectionalClients(HttpLoop loop, PushCodec codec, StreamForm form, boolean mayGet) {
        this.loop = loop;
        this.codec = codec;
        this.form = form;
        this.mayGet = mayGet;
    }

    /** Clients that read server-sent events. */
    public static UnidirectionalClients sse(HttpLoop loop, PushCodec codec) {
        return new UnidirectionalClients(
                loop, codec, StreamForm.events(TransportKind.UNI_SSE, DelimitedFormat.pushEvents(codec::encode)), true);
    }

    /** Clients that read lines. */
    public static UnidirectionalClients httpStream(HttpLoop loop, PushCodec codec) {
        return new UnidirectionalClients(
                loop,
                codec,
                StreamForm.lines(TransportKind.UNI_HTTP_STREAM, DelimitedFormat.pushLines(codec::encode)),
                false);
    }

    @Override
    public boolean mayGet() {
        return mayGet;
    }

    @Override
    public void open(StreamEndpoint endpoint, HttpServerRequest request, Optional<byte[]> connect) {
        byte[] said = connect.filter(bytes -> bytes.length > 0).orElse(NOTHING_SAID);
        Command.Connect command;
        try {
            command = codec.decodeConnect(said, 0, said.length);
        } catch (MalformedFrameException e) {
            endpoint.refuse(request, "expected a connect object in JSON: " + e.getMessage());
            return;
        }
        // No request finds the connection by it, but back ends do.
        String secret = UUID.randomUUID().toString();
        HttpStreamConnection connection = endpoint.connection(request, form, secret);
        ClientSession session = new ClientSession(loop.services(), connection);
        endpoint.begin(request, form, connection, session, Inbound.NONE, begun -> begun.received(List.of(command)));
    }
}

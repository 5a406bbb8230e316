package io.sluice.gateway.transport.emulation;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.session.ClientSession;
import io.sluice.gateway.session.TransportKind;
import io.sluice.gateway.transport.http.DelimitedFormat;
import io.sluice.gateway.transport.http.HttpLoop;
import io.sluice.gateway.transport.http.HttpStreamConnection;
import io.sluice.gateway.transport.http.StreamEndpoint;
import io.sluice.gateway.transport.http.StreamForm;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes sessions of requests for a stream that {@link EmulationEndpoint} complements. Each has a random secret, by which its
 * later requests find it; the session tells it its client in the connect reply.
 */
public final class EmulatedClients implements StreamEndpoint.Clients {

    private final HttpLoop loop;
    private final EmulatedSessions sessions;
    private final boolean mayGet;
    private final Dialect json;
    private final Dialect protobuf;

    /** How a stream looks and what its requests are written in. */
    private record Dialect(StreamForm form, FrameCodec codec) {}

    private EmulatedClients(HttpLoop loop, EmulatedSessions sessions, boolean mayGet, Dialect json, Dialect protobuf) {
        this.loop = loop;
        this.sessions = sessions;
        this.mayGet = mayGet;
        this.json = json;
        this.protobuf = protobuf;
    }

    /** Clients that read JSON in lines or, where they send protobuf, protobuf. */
    public static EmulatedClients httpStream(HttpLoop loop, EmulatedSessions sessions, EmulationCodecs codecs) {
        return new EmulatedClients(
                loop,
                sessions,
                false,
                new Dialect(
                        StreamForm.lines(TransportKind.HTTP_STREAM, DelimitedFormat.lines(codecs.json())),
                        codecs.json()),
                new Dialect(
                        StreamForm.lengths(TransportKind.HTTP_STREAM, DelimitedFormat.lengths(codecs.protobuf())),
                        codecs.protobuf()));
    }

    /** Clients that read server-sent events, which are JSON always. */
    public static EmulatedClients sse(HttpLoop loop, EmulatedSessions sessions, FrameCodec json) {
        Dialect events = new Dialect(StreamForm.events(TransportKind.SSE, DelimitedFormat.events(json)), json);
        return new EmulatedClients(loop, sessions, true, events, events);
    }

    @Override
    public boolean mayGet() {
        return mayGet;
    }

    @Override
    public void open(StreamEndpoint endpoint, HttpServerRequest request, Optional<byte[]> connect) {
        if (connect.isEmpty()) {
            endpoint.refuse(request, "expected the connect command in the parameter cf_connect");
            return;
        }
        Dialect dialect = EmulationCodecs.isProtobuf(request) ? protobuf : json;
        String secret = UUID.randomUUID().toString();
        HttpStreamConnection connection = endpoint.connection(request, dialect.form(), secret);
        ClientSession session = new ClientSession(loop.services(), connection);
        EmulatedClient client = new EmulatedClient(loop.services(), sessions, secret, session, dialect.codec());
        endpoint.begin(request, dialect.form(), connection, session, client, begun -> {
            sessions.add(secret, loop.services().loop(), client);
            client.received(connect.get());
        });
    }
}

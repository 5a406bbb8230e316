package io.sluice.gateway.transport.emulation;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.UnknownNodeException;
import io.sluice.gateway.transport.http.CrossOrigin;
import io.sluice.gateway.transport.http.HttpAnswer;
import io.sluice.gateway.transport.http.HttpLoop;
import io.sluice.gateway.transport.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the commands of clients whose messages stream over HTTP, wherever in the cluster the stream is: a request that arrives at
 * another node goes over node control to the one that it names. Answers to the commands come over the stream.
 *
 * <p>Status 204 says that the named node has the request; whether it has such a session nobody is told, as the session is a
 * secret. 404 says that there is no such node, 500 that it did not take the request in time. Requests of one session are handled in the order
 * in which they arrive.
 */
public final class EmulationEndpoint {

    private static final Logger log = LoggerFactory.getLogger(EmulationEndpoint.class);

    private static final String QUESTION = "emulation";

    private final HttpLoop loop;
    private final EmulationSettings settings;
    private final EmulationCodecs codecs;
    private final EmulatedSessions sessions;
    private final Control control;
    private final CrossOrigin crossOrigin;

    public EmulationEndpoint(
            HttpLoop loop,
            EmulationSettings settings,
            EmulationCodecs codecs,
            EmulatedSessions sessions,
            Control control) {
        this.loop = loop;
        this.codecs = codecs;
        this.settings = settings;
        this.sessions = sessions;
        this.control = control;
        this.crossOrigin = new CrossOrigin(loop.origins(), List.of(HttpMethod.POST));
    }

    /** Takes requests for {@code sessions} that arrived at other nodes; once for each node, before its control starts. */
    public static void answer(Control control, EmulatedSessions sessions) {
        control.onQuestion(QUESTION, details -> {
            Optional<HandedOver> request = HandedOver.decode(details);
            request.ifPresent(
                    each -> sessions.deliver(each.session(), each.commands().getBytes()));
            return request.isPresent()
                    ? Future.succeededFuture(Buffer.buffer())
                    : Future.failedFuture("undecodable request");
        });
    }

    /** Answers a request for the endpoint; on its event loop. */
    public void handle(HttpServerRequest request) {
        if (crossOrigin.admits(request)) {
            RequestBody.read(
                    request, settings.maxRequestBodySize(), loop.services().timers(), body -> received(request, body));
        }
    }

    private void received(HttpServerRequest request, byte[] body) {
        EmulationRequest commands;
        try {
            commands = codecs.of(request).decodeEmulation(body, 0, body.length);
        } catch (MalformedFrameException e) {
            HttpAnswer.refuse(request, 400, "expected an object with session, node and data: " + e.getMessage());
            return;
        }
        if (commands.node().equals(loop.services().node().id())) {
            sessions.deliver(commands.session(), commands.data().bytes());
            HttpAnswer.noContent(request);
        } else {
            handOver(request, commands);
        }
    }

    private void handOver(HttpServerRequest request, EmulationRequest commands) {
        Buffer details = HandedOver.encode(commands);
        loop.services()
                .loop()
                .completeHere(control.ask(commands.node(), QUESTION, details))
                .onSuccess(taken -> HttpAnswer.noContent(request))
                .onFailure(cause -> failed(request, cause));
    }

    private static void failed(HttpServerRequest request, Throwable cause) {
        if (cause instanceof UnknownNodeException) {
            HttpAnswer.refuse(request, 404, "there is no such node any more: connect again");
        } else {
            log.debug(PEER, "commands not handed over cause={}", cause.toString());
            HttpAnswer.refuse(request, 500, "the node with the stream did not take the commands: try again");
        }
    }
}

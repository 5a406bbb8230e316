package io.sluice.gateway.transport.emulation;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.session.ClientSession;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.transport.http.Inbound;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one client, which come as requests of their own, in the order in which they arrive.
 *
 * <p>Limits: while the session's commands wait for their turn, requests wait too, {@value #MAX_WAITING} of them and
 * {@value #MAX_WAITING_BYTES} bytes at most. There is no socket to stop reading from, so a client that goes beyond that is
 * disconnected with code 3013, after which it comes back: to drop commands would leave it waiting for their answers.
 */
@EventLoopConfined
final class EmulatedClient implements Inbound {

    private static final Logger log = LoggerFactory.getLogger(EmulatedClient.class);

    /** Far more than a browser, which has some six requests under way at once, can have sent in one round trip. */
    static final int MAX_WAITING = 64;

    /** Four of the largest requests, by default. */
    static final int MAX_WAITING_BYTES = 256 << 10;

    private final LoopServices services;
    private final EmulatedSessions sessions;
    private final String secret;
    private final ClientSession session;
    private final FrameCodec codec;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean paused;

    EmulatedClient(
            LoopServices services, EmulatedSessions sessions, String secret, ClientSession session, FrameCodec codec) {
        this.services = services;
        this.sessions = sessions;
        this.secret = secret;
        this.session = session;
        this.codec = codec;
    }

    /** Takes what the client sent with one request. */
    void received(byte[] commands) {
        services.counters().bytesIn.add(commands.length);
        if (!paused && waiting.isEmpty()) {
            handle(commands);
        } else if (waiting.size() >= MAX_WAITING || waitingBytes + commands.length > MAX_WAITING_BYTES) {
            forget();
            session.disconnect(DisconnectCode.TOO_MANY_REQUESTS);
        } else {
            waiting.add(commands);
            waitingBytes += commands.length;
        }
    }

    @Override
    public void reading(boolean on) {
        paused = !on;
        if (on) {
            services.loop().execute(this::handleWaiting); // Not within the session's own call.
        }
    }

    @Override
    public void closed() {
        sessions.remove(secret);
        forget();
    }

    private void handleWaiting() {
        while (!paused && !waiting.isEmpty()) {
            byte[] commands = waiting.remove();
            waitingBytes -= commands.length;
            handle(commands);
        }
    }

    private void handle(byte[] commands) {
        try {
            session.received(codec.decode(commands, 0, commands.length));
        } catch (MalformedFrameException e) {
            log.debug(PEER, "malformed request session={} reason={}", session.id(), e.getMessage());
            session.malformed();
        }
    }

    private void forget() {
        waiting.clear();
        waitingBytes = 0;
    }
}

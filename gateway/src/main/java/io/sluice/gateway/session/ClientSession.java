package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsubscribeCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.ConnectDecision;
import io.sluice.gateway.auth.Identity;
import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Outbound;
import io.sluice.gateway.outbound.Receiver;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One client's protocol life.
 *
 * <pre>
 *   {@link SessionState.Connecting} --connect accepted--> {@link SessionState.Connected} --any reason--> {@link SessionState.Closed}
 *                    '--------------- refused, stale, malformed ----------------------------------'
 * </pre>
 *
 * <p>Threading: confined to its connection's event loop; transports call {@link #opened}, {@link #received},
 * {@link #malformed}, {@link #pong}, {@link #writable} and {@link #closed} on it.
 *
 * <p>Limits: bytes that wait for the client by {@code client.queue_max_size}, subscriptions by {@code client.channel_limit}.
 * Commands are answered strictly in order ({@link CommandQueue}).
 */
@EventLoopConfined
public final class ClientSession implements Subscriber {

    private final LoopServices services;
    private final ClientConnection connection;
    private final String id = UUID.randomUUID().toString();
    private final CommandQueue commands = new CommandQueue(this::begin);
    private final Outbound outbound;
    private final TimerWheel.Timer staleTimer = new TimerWheel.Timer(() -> disconnect(DisconnectCode.STALE));

    private SessionState state = new SessionState.Connecting(false);
    private boolean readingPaused;
    // Made when the client is connected.
    private @Nullable KeepAlive keepAlive;
    private @Nullable ClientCommands handlers;

    public ClientSession(LoopServices services, ClientConnection connection) {
        this.services = services;
        this.connection = connection;
        this.outbound = new Outbound(
                services.outbound(),
                connection,
                () -> disconnect(DisconnectCode.SLOW),
                () -> disconnect(DisconnectCode.INAPPROPRIATE_PROTOCOL));
    }

    /** Id of this connection; not a secret. */
    public String id() {
        return id;
    }

    // What the transport reports.

    /** The connection is open; the client now has to send its connect command in time. */
    public void opened() {
        services.sessions().opened(this);
        services.timers().start(staleTimer, services.settings().staleCloseDelay());
    }

    /** Commands arrived, in this order. */
    public void received(List<Command> received) {
        if (isClosed()) {
            return;
        }
        services.counters().commands.add(received.size());
        commands.add(received);
        paceReading();
    }

    /** Something arrived that is no command. */
    public void malformed() {
        disconnect(DisconnectCode.BAD_REQUEST);
    }

    /** The answer to a ping of the transport arrived. */
    public void pong() {
        if (keepAlive != null && connection.hasOwnPing()) {
            keepAlive.pong();
        }
    }

    /** The socket takes bytes again. */
    public void writable() {
        outbound.writable();
    }

    /** The connection is gone, whoever closed it. */
    public void closed() {
        if (!isClosed()) {
            end();
        }
        services.sessions().closed(this);
    }

    // What the server wants.

    /** Closes the connection for {@code code}; of no effect when it is closing already. */
    public void disconnect(DisconnectCode code) {
        if (isClosed()) {
            return;
        }
        outbound.write();
        if (isClosed()) {
            return; // What gathered was too much for the queue, which has ended the session already.
        }
        end();
        services.disconnects().increment(code);
        if (code == DisconnectCode.SLOW) {
            services.counters().slowDisconnects.add(1);
        }
        connection.close(code.disconnect());
    }

    /** The client takes nothing any more, so there is no use in telling it. The transport closes the connection. */
    public void stuck() {
        if (!isClosed()) {
            end();
            services.disconnects().increment(DisconnectCode.WRITE_ERROR);
            services.counters().writeTimeouts.add(1);
        }
    }

    @Override
    public Receiver receiver() {
        return outbound;
    }

    @Override
    public void lost(String channel) {
        if (handlers != null && handlers.forget(channel)) {
            send(new Reply.Pushed(new Push.Unsubscribed(channel, UnsubscribeCode.INSUFFICIENT_STATE)));
        }
    }

    void send(Reply reply) {
        if (!isClosed()) {
            outbound.send(Message.of(reply));
        }
    }

    /** Answers {@code command}, after which the next one may begin. */
    void answer(Command command, Reply reply) {
        send(reply);
        finish(command);
    }

    /** Lets the next command begin after one that wants no answer. */
    void finish(Command command) {
        if (!isClosed()) {
            commands.done(command);
            paceReading();
        }
    }

    boolean isClosed() {
        return state instanceof SessionState.Closed;
    }

    private void begin(Command command) {
        if (isClosed()) {
            return;
        }
        if (command instanceof Command.Pong) {
            pong(command);
        } else if (command.id() == 0 && !(command instanceof Command.Send)) {
            malformed();
        } else if (state instanceof SessionState.Connecting connecting) {
            beginConnecting(connecting, command);
        } else if (handlers == null || command instanceof Command.Connect) {
            malformed();
        } else {
            handlers.handle(command);
        }
    }

    private void pong(Command command) {
        if (keepAlive != null && !connection.hasOwnPing() && keepAlive.pong()) {
            finish(command);
        } else {
            malformed();
        }
    }

    private void beginConnecting(SessionState.Connecting connecting, Command command) {
        if (connecting.authenticating() || !(command instanceof Command.Connect connect)) {
            malformed();
            return;
        }
        state = new SessionState.Connecting(true);
        services.loop()
                .completeHere(services.authenticator().decide(connect))
                .onSuccess(decision -> decided(connect, decision))
                .onFailure(cause -> disconnect(DisconnectCode.INTERNAL));
    }

    private void decided(Command.Connect connect, ConnectDecision decision) {
        if (isClosed()) {
            return;
        }
        if (decision instanceof ConnectDecision.Accepted accepted) {
            connected(connect, accepted.identity());
        } else if (decision instanceof ConnectDecision.Refused refused) {
            disconnect(refused.code());
        }
    }

    private void connected(Command.Connect connect, Identity identity) {
        state = new SessionState.Connected(identity);
        staleTimer.stop();
        services.sessions().users().connected(identity.user());
        handlers = new ClientCommands(this, services, identity);
        keepAlive = new KeepAlive(
                services.timers(), services.settings(), this::ping, () -> disconnect(DisconnectCode.NO_PONG));
        keepAlive.start(services.random());
        answer(connect, ConnectReply.of(connect.id(), id, services, connection));
    }

    private void ping() {
        if (connection.hasOwnPing()) {
            connection.ping();
        } else {
            send(new Reply.Ping());
        }
    }

    /** While commands wait for their turn the client is not read from, so that what waits stays small. */
    private void paceReading() {
        if (commands.isWaiting() != readingPaused && !isClosed()) {
            readingPaused = !readingPaused;
            connection.reading(!readingPaused);
        }
    }

    private void end() {
        if (state instanceof SessionState.Connected connected) {
            services.sessions().users().disconnected(connected.identity().user());
        }
        state = new SessionState.Closed();
        staleTimer.stop();
        commands.clear();
        outbound.clear();
        if (keepAlive != null) {
            keepAlive.stop();
        }
        if (handlers != null) {
            handlers.cancelAll();
        }
    }

    /** Answers {@code command} with {@code error}. */
    void refuse(Command command, ErrorCode error) {
        answer(command, error.reply(command.id()));
    }
}

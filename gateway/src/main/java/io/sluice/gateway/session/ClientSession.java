package io.sluice.gateway.session;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.common.protocol.UnsubscribeCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.metrics.HandshakeOutcome;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Outbound;
import io.sluice.gateway.outbound.Receiver;
import io.sluice.gateway.subscription.SubscriptionOwner;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's protocol life.
 *
 * <pre>
 *   {@link SessionState.Connecting} --connect accepted--> {@link SessionState.Connected} --any reason--> {@link SessionState.Closed}
 *       |  '--connect refused--> {@link SessionState.Refused} --stale, malformed--'
 *       '--stale, malformed--> {@link SessionState.Closed}
 * </pre>
 *
 * <p>Threading: confined to its connection's event loop; transports call {@link #opened}, {@link #received},
 * {@link #malformed}, {@link #pong}, {@link #writable} and {@link #closed} on it.
 *
 * <p>Limits: bytes that wait for the client by {@code client.queue_max_size}, subscriptions by {@code client.channel_limit}.
 * Commands are answered strictly in order ({@link CommandQueue}).
 */
@EventLoopConfined
public final class ClientSession implements SubscriptionOwner {

    private final LoopServices services;
    private final ClientConnection connection;
    private final String id = UUID.randomUUID().toString();
    private final CommandQueue commands = new CommandQueue(this::begin);
    private final Outbound outbound;
    private final TimerWheel.Timer staleTimer = new TimerWheel.Timer(this::stale);
    private final SessionsByAge.Place place = new SessionsByAge.Place(this);

    private SessionState state = SessionState.WAITING;
    private boolean readingPaused;
    private Disconnect farewell = DisconnectCode.CONNECTION_CLOSED.disconnect();
    // Made when it is known who the client is.
    private @Nullable ConnectedClient client;
    private @Nullable ClientSubscriptions subscriptions;
    private @Nullable SubscribeCommands subscribing;
    private @Nullable ConnectionLifetime lifetime;
    // Made when the client is connected.
    private @Nullable KeepAlive keepAlive;
    private @Nullable ClientCommands handlers;
    // Null where a connection may last for ever.
    private TimerWheel.@Nullable Timer ageTimer;

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
        for (int i = 0; i < received.size(); i++) {
            services.counters().command(Methods.of(received.get(i)));
        }
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
        disconnect(code.disconnect());
    }

    /** The same, for a reason that a back end may have chosen. */
    public void disconnect(Disconnect disconnect) {
        if (isClosed()) {
            return;
        }
        outbound.write();
        if (isClosed()) {
            return; // What gathered was too much for the queue, which has ended the session already.
        }
        farewell = disconnect;
        end();
        services.disconnects().increment(disconnect);
        if (disconnect.code() == DisconnectCode.SLOW.code()) {
            services.counters().slowDisconnects.add(1);
        }
        connection.close(disconnect);
    }

    /** The client takes nothing any more, so there is no use in telling it. The transport closes the connection. */
    public void stuck() {
        if (!isClosed()) {
            farewell = DisconnectCode.WRITE_ERROR.disconnect();
            end();
            services.disconnects().increment(farewell);
            services.counters().writeTimeouts.add(1);
        }
    }

    @Override
    public Receiver receiver() {
        return outbound;
    }

    @Override
    public ClientInfo info(Payload channelInfo) {
        return client().info(channelInfo);
    }

    @Override
    public void insufficient(String channel) {
        if (subscribing != null) {
            subscribing.insufficient(channel);
        }
    }

    /** Ends a subscription, or all where {@code channel} is empty, as a back end wants. */
    void unsubscribe(String channel) {
        List<String> channels = channel.isEmpty() ? subscriptions().channels() : List.of(channel);
        channels.forEach(each -> handlers().unsubscribe(each, UnsubscribeCode.SERVER_UNSUBSCRIBE));
    }

    /** Subscribes the client, as a back end wants. */
    void subscribe(String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {
        handlers().subscribe(channel, grant, recoverSince);
    }

    /** Sets how long the connection may live, as a back end wants. */
    void refresh(RefreshGrant grant) {
        lifetime().refresh(grant);
    }

    /** Whether a back end means this connection, which is connected. */
    boolean is(ClientTarget target) {
        boolean user = target.user().isEmpty() || target.user().get().equals(client().user());
        boolean session = target.session().isEmpty() || target.session().equals(connection.session());
        return user && session;
    }

    /** What the client would lose if it had to go to another node now. */
    MoveCost moveCost() {
        if (!isConnected() || !commands.isIdle()) {
            return MoveCost.BUSY;
        }
        MoveCost cost = subscriptions().moveCost();
        // Who only listens is subscribed by the server, and brings no positions when it is back.
        return connection.kind().unidirectional() && cost == MoveCost.RECOVERS ? MoveCost.LOSES : cost;
    }

    /** Its place among the loop's sessions. */
    SessionsByAge.Place place() {
        return place;
    }

    TransportKind kind() {
        return connection.kind();
    }

    boolean isConnected() {
        return state instanceof SessionState.Connected;
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
        } else if (connection.kind().unidirectional() || handlers == null || command instanceof Command.Connect) {
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

    /** A client that has said all that it has to must not be told to stay away because it is we who are slow. */
    private void stale() {
        boolean decided = !(state instanceof SessionState.Connecting connecting && connecting.authenticating());
        disconnect(decided ? DisconnectCode.STALE : DisconnectCode.INTERNAL);
    }

    private void beginConnecting(SessionState.Connecting connecting, Command command) {
        if (connecting.authenticating() || !(command instanceof Command.Connect connect)) {
            malformed();
            return;
        }
        state = SessionState.AUTHENTICATING;
        new ConnectFlow(this, services, connection, connect).begin();
    }

    // What the connect flow reports.

    /** The client's credentials were refused; what it sends from now on is ignored, or ends the connection. */
    void refuseConnect(Command.Connect command, ProtocolError error) {
        if (isClosed()) {
            return;
        }
        if (connection.kind().unidirectional()) {
            disconnect(UnidirectionalErrors.disconnect(error));
            return;
        }
        state = SessionState.REFUSED;
        connection.handshake().span().fail("error " + error.code());
        services.counters().handshake(HandshakeOutcomes.of(error));
        connection.handshakeOver();
        send(error.reply(command.id()));
        // The rest of the frame is the client's hope that it would be let in.
        commands.clear();
        finish(command);
    }

    /** It is known who the client is; false if its user has too many connections already. */
    boolean identified(ConnectionGrant grant, Map<String, String> emulatedHeaders) {
        if (!services.sessions().identified(this, grant.user())) {
            return false;
        }
        client = new ConnectedClient(id, grant, connection, emulatedHeaders);
        subscriptions = new ClientSubscriptions(this, services.subscriptions());
        subscribing = new SubscribeCommands(this, services);
        lifetime = new ConnectionLifetime(this, services, grant);
        return true;
    }

    /** All that the server subscribes the client to runs: it is let in. */
    void connected(Command.Connect connect, ConnectionGrant grant, Map<String, SubscribeResult> results) {
        state = SessionState.CONNECTED;
        staleTimer.stop();
        connection.handshakeOver();
        handlers = new ClientCommands(this, services, handlers());
        keepAlive = new KeepAlive(
                services.timers(),
                services.settings(),
                !connection.kind().unidirectional(),
                services.sessions()::nowNanos,
                services.counters().pings,
                this::ping,
                () -> disconnect(DisconnectCode.NO_PONG));
        keepAlive.start(services.random());
        startAgeing();
        if (services.settings().subscribeToUserPersonalChannel().singleConnection() && !client().isAnonymous()) {
            services.onlyConnection().keep(client().user(), id);
        }
        services.hooks().connected(client().forHooks());
        services.counters().handshake(HandshakeOutcome.ACCEPTED);
        services.counters().connectTimes.record(services.sessions().ageNanos(this));
        answer(connect, ConnectReply.of(connect, grant, results, this, services, connection));
    }

    private void startAgeing() {
        if (services.settings().connectionsAge()) {
            ageTimer = new TimerWheel.Timer(this::aged);
            services.timers().start(ageTimer, services.settings().ageLimit(services.random()));
        }
    }

    private void aged() {
        services.counters().aged.add(1);
        disconnect(DisconnectCode.FORCE_RECONNECT);
    }

    private void stopAgeing() {
        if (ageTimer != null) {
            ageTimer.stop();
        }
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
        boolean wasConnected = isConnected();
        if (state instanceof SessionState.Connecting) {
            services.counters().handshake(HandshakeOutcomes.of(farewell));
        }
        state = SessionState.CLOSED;
        services.sessions().ended(this);
        staleTimer.stop();
        stopAgeing();
        if (!wasConnected) {
            connection.handshake().span().fail("closed with " + farewell.code());
        }
        connection.handshakeOver();
        commands.clear();
        outbound.clear();
        if (keepAlive != null) {
            keepAlive.stop();
        }
        if (client != null) {
            services.sessions().forgotten(this, client.user());
            lifetime().stop();
            subscriptions().endAll();
            if (wasConnected) {
                services.hooks().disconnected(client.forHooks(), farewell);
            }
        }
    }

    /** Answers {@code command} with {@code error}. */
    void refuse(Command command, ErrorCode error) {
        answer(command, error.reply(command.id()));
    }

    /** The same, with an error that a back end may have chosen. */
    void refuse(Command command, ProtocolError error) {
        answer(command, error.reply(command.id()));
    }

    /** Goes on with {@code granted} if the verdict is a yes; else answers {@code command}, or disconnects, as it says. */
    <T> void judge(Command command, Future<Verdict<T>> verdict, Consumer<T> granted) {
        services.loop()
                .completeHere(verdict)
                .onSuccess(known -> {
                    if (isClosed()) {
                        return;
                    }
                    if (known instanceof Verdict.Granted<T> yes) {
                        granted.accept(yes.grant());
                    } else if (known instanceof Verdict.Refused<T> no) {
                        refuse(command, no.error());
                    } else if (known instanceof Verdict.Ended<T> end) {
                        disconnect(end.disconnect());
                    }
                })
                .onFailure(cause -> refuse(command, FailedCommands.error(this, command, cause)));
    }

    // Known once the client is.

    ConnectedClient client() {
        return requireNonNull(client);
    }

    ClientSubscriptions subscriptions() {
        return requireNonNull(subscriptions);
    }

    SubscribeCommands handlers() {
        return requireNonNull(subscribing);
    }

    ConnectionLifetime lifetime() {
        return requireNonNull(lifetime);
    }
}

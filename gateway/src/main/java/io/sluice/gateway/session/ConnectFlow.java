package io.sluice.gateway.session;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.subscription.ChannelSubscription;
import io.sluice.gateway.subscription.SubscriptionOutcome;
import io.sluice.gateway.subscription.SubscriptionPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a client's connect command to its answer: who it is, whether it may come in, and the channels that the server subscribes
 * it to. The answer goes out when all of these run; nothing is sent of them before.
 */
@EventLoopConfined
final class ConnectFlow {

    private static final Logger log = LoggerFactory.getLogger(ConnectFlow.class);

    private final ClientSession session;
    private final LoopServices services;
    private final ClientConnection connection;
    private final Command.Connect command;
    private final Map<String, String> emulatedHeaders;
    private final List<ChannelSubscription> begun = new ArrayList<>();
    private final Map<String, SubscribeResult> results = new HashMap<>();
    private int awaited;

    ConnectFlow(ClientSession session, LoopServices services, ClientConnection connection, Command.Connect command) {
        this.session = session;
        this.services = services;
        this.connection = connection;
        this.command = command;
        this.emulatedHeaders = allowed(command.headers());
    }

    void begin() {
        HookClient stranger = new HookClient(
                session.id(),
                "",
                connection.kind().label(),
                connection.binary(),
                Payload.EMPTY,
                connection.headers(),
                emulatedHeaders,
                connection.handshake().origin());
        services.loop()
                .completeHere(services.authenticator().decide(command, stranger))
                .onSuccess(this::decided)
                .onFailure(cause -> {
                    log.warn(
                            PEER,
                            "a client could not be authenticated session={} request={}",
                            session.id(),
                            connection.handshake().requestId(),
                            cause);
                    session.disconnect(DisconnectCode.INTERNAL);
                });
    }

    private Map<String, String> allowed(Map<String, String> headers) {
        Map<String, String> kept = new HashMap<>();
        headers.forEach((name, value) -> {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (services.hooks().emulatedHeaders().contains(lowerCase)) {
                kept.put(lowerCase, value);
            }
        });
        return kept;
    }

    private void decided(Verdict<ConnectionGrant> verdict) {
        if (session.isClosed()) {
            return;
        }
        if (verdict instanceof Verdict.Granted<ConnectionGrant> granted) {
            identified(granted.grant());
        } else if (verdict instanceof Verdict.Refused<ConnectionGrant> refused) {
            session.refuseConnect(command, refused.error());
        } else if (verdict instanceof Verdict.Ended<ConnectionGrant> ended) {
            session.disconnect(ended.disconnect());
        }
    }

    private void identified(ConnectionGrant grant) {
        if (services.clock().isOver(grant.expireAt())) {
            session.refuseConnect(command, ErrorCode.EXPIRED.error());
            return;
        }
        if (!services.admission().admitsUser(grant.user())) {
            session.disconnect(DisconnectCode.TOO_MANY_REQUESTS);
            return;
        }
        Verdict<List<SubscriptionPlan>> plans = services.serverChannels().plans(command, grant);
        if (plans instanceof Verdict.Granted<List<SubscriptionPlan>> granted) {
            if (session.identified(grant, emulatedHeaders)) {
                subscribe(grant, granted.grant());
            } else {
                session.disconnect(DisconnectCode.CONNECTION_LIMIT);
            }
        } else if (plans instanceof Verdict.Ended<List<SubscriptionPlan>> ended) {
            session.disconnect(ended.disconnect());
        }
    }

    private void subscribe(ConnectionGrant grant, List<SubscriptionPlan> plans) {
        awaited = plans.size() + 1;
        for (SubscriptionPlan plan : plans) {
            if (session.isClosed()) {
                return; // By one that could not be had.
            }
            session.subscriptions().start(plan, 0, outcome -> subscribed(grant, plan, outcome));
        }
        oneDone(grant);
    }

    private void subscribed(ConnectionGrant grant, SubscriptionPlan plan, SubscriptionOutcome outcome) {
        if (outcome instanceof SubscriptionOutcome.Started started) {
            session.handlers().running(started.subscription(), plan.grant().expireAt());
            begun.add(started.subscription());
            results.put(plan.name(), started.result());
            oneDone(grant);
        } else if (outcome instanceof SubscriptionOutcome.Ended ended) {
            session.disconnect(ended.disconnect());
        } else {
            session.disconnect(DisconnectCode.INTERNAL);
        }
    }

    private void oneDone(ConnectionGrant grant) {
        if (--awaited == 0 && !session.isClosed()) {
            session.connected(command, grant, results);
            // The answer may have been too much for a slow client.
            begun.forEach(subscription -> {
                if (!session.isClosed()) {
                    subscription.begin();
                }
            });
        }
    }
}

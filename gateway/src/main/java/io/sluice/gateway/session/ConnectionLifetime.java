package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.Verdict;
import java.time.Duration;
import java.util.Optional;

/** How long one connection may live: until its token expires, or for as long as the back end says. */
@EventLoopConfined
final class ConnectionLifetime {

    /** Pause before a back end that gave no answer is asked again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ClientSession session;
    private final LoopServices services;
    private final boolean refreshedByServer;
    private final Expiry expiry;

    ConnectionLifetime(ClientSession session, LoopServices services, ConnectionGrant grant) {
        this.session = session;
        this.services = services;
        this.refreshedByServer = grant.refreshedByServer();
        this.expiry = new Expiry(services.timers(), services.clock(), this::expired);
        set(grant.expireAt());
    }

    /** Whether the client itself has to refresh. */
    boolean clientRefreshes() {
        return expiry.expires() && !refreshedByServer;
    }

    /** Seconds that are left. */
    long ttlSeconds() {
        return expiry.ttlSeconds();
    }

    /** The client has brought a new token. */
    void refresh(Command.Refresh command) {
        if (command.token().isEmpty() || refreshedByServer) {
            session.malformed();
            return;
        }
        services.loop()
                .completeHere(services.tokens().connection(command.token()))
                .onSuccess(verdict -> refreshed(command, verdict));
    }

    /** A back end has set a new end by the server API. */
    void refresh(RefreshGrant grant) {
        if (apply(grant)) {
            boolean expires = clientRefreshes();
            session.send(new Reply.Pushed(new Push.Refreshed(expires, expires ? ttlSeconds() : 0)));
        }
    }

    void stop() {
        expiry.stop();
    }

    private void set(long expireAtSeconds) {
        expiry.set(
                expireAtSeconds,
                refreshedByServer ? Duration.ZERO : services.settings().expiredCloseDelay());
    }

    /** Takes over what is granted; false if the connection has to end at once. */
    private boolean apply(RefreshGrant grant) {
        if (grant.expired() || services.clock().isOver(grant.expireAt())) {
            session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            return false;
        }
        session.client().update(grant);
        session.subscriptions().infoChanged();
        set(grant.expireAt());
        return true;
    }

    private void refreshed(Command.Refresh command, Verdict<ConnectionGrant> verdict) {
        if (session.isClosed()) {
            return;
        }
        if (verdict instanceof Verdict.Granted<ConnectionGrant> granted) {
            ConnectionGrant grant = granted.grant();
            if (!grant.user().equals(session.client().user())) {
                session.disconnect(DisconnectCode.INVALID_TOKEN);
                return;
            }
            long expireAt = services.settings().insecure() ? 0 : grant.expireAt();
            if (apply(new RefreshGrant(false, expireAt, Optional.of(grant.info()), Optional.of(grant.meta())))) {
                session.answer(command, refreshed(command));
            }
        } else if (verdict instanceof Verdict.Refused<ConnectionGrant> refused) {
            refused(command, refused.error());
        } else {
            session.disconnect(DisconnectCode.INVALID_TOKEN);
        }
    }

    private Reply.Refreshed refreshed(Command.Refresh command) {
        return new Reply.Refreshed(
                command.id(),
                new RefreshResult(session.id(), services.node().version(), expiry.expires(), expiry.ttlSeconds()));
    }

    /** A client whose token cannot be verified at the moment is to try again, and not to give up. */
    private void refused(Command.Refresh command, ProtocolError error) {
        if (error.temporary()) {
            session.refuse(command, error);
        } else {
            boolean expired = error.code() == ErrorCode.TOKEN_EXPIRED.code();
            session.disconnect(expired ? DisconnectCode.CONNECTION_EXPIRED : DisconnectCode.INVALID_TOKEN);
        }
    }

    private void expired() {
        if (!refreshedByServer) {
            session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
            return;
        }
        services.loop()
                .completeHere(services.hooks().refresh(session.client().forHooks()))
                .onSuccess(this::answered);
    }

    private void answered(Verdict<RefreshGrant> verdict) {
        if (session.isClosed()) {
            return;
        }
        if (verdict instanceof Verdict.Granted<RefreshGrant> granted) {
            apply(granted.grant());
        } else if (verdict instanceof Verdict.Ended<RefreshGrant> ended) {
            session.disconnect(ended.disconnect());
        } else if (expiry.secondsOver()
                < services.settings().expiredCloseDelay().toSeconds()) {
            expiry.retryIn(RETRY);
        } else {
            session.disconnect(DisconnectCode.CONNECTION_EXPIRED);
        }
    }
}

package io.sluice.gateway.hook;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Asks back ends.
 *
 * <p>A question whose back end fails, does not answer in time or answers with nonsense is refused with error 100, which is temporary.
 *
 * <p>Threading: any thread; futures complete on the caller's context. They never fail.
 */
public interface Hooks {

    /** Names, in lower case, of the handshake headers that back ends may see. */
    Set<String> headers();

    /** Names, in lower case, of the entries of a connect command's {@code headers} that back ends may see. */
    Set<String> emulatedHeaders();

    /** Whether a back end decides about connections without a token. */
    boolean decidesConnections();

    /** Whether remote procedure calls are answered. */
    boolean answersRpc();

    Future<Verdict<ConnectionGrant>> connect(HookClient client, Command.Connect command);

    Future<Verdict<RefreshGrant>> refresh(HookClient client);

    /** Whether a client may subscribe; {@code hook} is the name that the channel's namespace chose, empty for the default. */
    Future<Verdict<SubscriptionGrant>> subscribe(String hook, HookClient client, Command.Subscribe command);

    Future<Verdict<PublishGrant>> publish(String hook, HookClient client, String channel, Payload data);

    Future<Verdict<RefreshGrant>> subRefresh(String hook, HookClient client, String channel);

    Future<Verdict<Payload>> rpc(HookClient client, String method, Payload data);

    /**
     * A client has connected, and its connect reply is about to be written. From here on its end is told of, by {@link
     * #disconnected} or, if this node dies first, by another node.
     */
    void connected(HookClient client);

    /** A client that had connected is gone. Told at least once, also if this node dies before it could be told. */
    void disconnected(HookClient client, Disconnect disconnect);

    /**
     * A client is no longer subscribed, for whatever reason but the end of its connection, which {@link #disconnected} tells.
     *
     * @param code as in the unsubscribe push; 0 if the client wanted it
     */
    void unsubscribed(String hook, HookClient client, String channel, int code, String reason);
}

package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.threading.EventLoopConfined;

/** Gives each command of one connected client to whoever carries it out. */
@EventLoopConfined
final class ClientCommands {

    private final ClientSession session;
    private final SubscribeCommands subscribing;
    private final PublishCommands publishing;
    private final QueryCommands queries;

    ClientCommands(ClientSession session, LoopServices services, SubscribeCommands subscribing) {
        this.session = session;
        this.subscribing = subscribing;
        this.publishing = new PublishCommands(session, services);
        this.queries = new QueryCommands(session, services);
    }

    /** Begins {@code command}; it is answered, or the client disconnected, now or later. */
    void handle(Command command) {
        if (command instanceof Command.Publish publish) {
            publishing.publish(publish);
        } else if (command instanceof Command.Subscribe subscribe) {
            subscribing.subscribe(subscribe);
        } else if (command instanceof Command.Unsubscribe unsubscribe) {
            subscribing.unsubscribe(unsubscribe);
        } else if (command instanceof Command.Presence presence) {
            queries.presence(presence);
        } else if (command instanceof Command.PresenceStats stats) {
            queries.presenceStats(stats);
        } else if (command instanceof Command.History history) {
            queries.history(history);
        } else if (command instanceof Command.Rpc rpc) {
            queries.rpc(rpc);
        } else if (command instanceof Command.Refresh refresh) {
            session.lifetime().refresh(refresh);
        } else if (command instanceof Command.SubRefresh refresh) {
            subscribing.refresh(refresh);
        } else if (command instanceof Command.Send) {
            session.disconnect(DisconnectCode.NOT_AVAILABLE);
        } else if (command instanceof Command.Unknown) {
            session.refuse(command, ErrorCode.METHOD_NOT_FOUND);
        } else {
            session.refuse(command, ErrorCode.NOT_AVAILABLE); // ping, which only servers send
        }
    }
}

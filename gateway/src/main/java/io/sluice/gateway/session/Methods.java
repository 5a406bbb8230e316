package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.gateway.metrics.CommandMethod;
import java.util.Map;

/** What metrics call commands. */
final class Methods {

    private static final Map<Class<? extends Command>, CommandMethod> BY_TYPE = Map.ofEntries(
            Map.entry(Command.Connect.class, CommandMethod.CONNECT),
            Map.entry(Command.Subscribe.class, CommandMethod.SUBSCRIBE),
            Map.entry(Command.Unsubscribe.class, CommandMethod.UNSUBSCRIBE),
            Map.entry(Command.Publish.class, CommandMethod.PUBLISH),
            Map.entry(Command.Presence.class, CommandMethod.PRESENCE),
            Map.entry(Command.PresenceStats.class, CommandMethod.PRESENCE_STATS),
            Map.entry(Command.History.class, CommandMethod.HISTORY),
            Map.entry(Command.Ping.class, CommandMethod.PING),
            Map.entry(Command.Send.class, CommandMethod.SEND),
            Map.entry(Command.Rpc.class, CommandMethod.RPC),
            Map.entry(Command.Refresh.class, CommandMethod.REFRESH),
            Map.entry(Command.SubRefresh.class, CommandMethod.SUB_REFRESH),
            Map.entry(Command.Pong.class, CommandMethod.PONG),
            Map.entry(Command.Unknown.class, CommandMethod.UNKNOWN));

    private Methods() {}

    static CommandMethod of(Command command) {
        return BY_TYPE.getOrDefault(command.getClass(), CommandMethod.UNKNOWN);
    }
}

package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.history.HistoryRefusedException;
import io.sluice.gateway.outbound.PublicationForms;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers what one client asks about channels, and of the application. */
@EventLoopConfined
final class QueryCommands {

    private final ClientSession session;
    private final LoopServices services;

    QueryCommands(ClientSession session, LoopServices services) {
        this.session = session;
        this.services = services;
    }

    void presence(Command.Presence command) {
        ChannelLookup.Found channel = readable(command, command.channel(), this::presenceRefusal);
        if (channel != null) {
            answer(
                    command,
                    services.presence().members(command.channel()),
                    members -> new Reply.PresenceListed(command.id(), members));
        }
    }

    void presenceStats(Command.PresenceStats command) {
        ChannelLookup.Found channel = readable(command, command.channel(), this::presenceRefusal);
        if (channel != null) {
            answer(
                    command,
                    services.presence().stats(command.channel()),
                    stats -> new Reply.PresenceCounted(command.id(), stats.clients(), stats.users()));
        }
    }

    void history(Command.History command) {
        ChannelLookup.Found channel = readable(command, command.channel(), this::historyRefusal);
        if (channel != null) {
            answer(
                    command,
                    services.history()
                            .read(channel, command.limit(), Optional.ofNullable(command.since()), command.reverse()),
                    page -> listed(command, page));
        }
    }

    void rpc(Command.Rpc command) {
        if (!services.hooks().answersRpc()) {
            session.refuse(command, ErrorCode.NOT_AVAILABLE);
            return;
        }
        Future<Verdict<Payload>> answer =
                services.hooks().rpc(session.client().forHooks(), command.method(), command.data());
        session.judge(command, answer, data -> session.answer(command, new Reply.RpcAnswered(command.id(), data)));
    }

    private static Reply listed(Command.History command, HistoryPage page) {
        List<Publication> publications = PublicationForms.past(page.publications(), false);
        return new Reply.HistoryListed(
                command.id(), publications, page.top().epoch(), page.top().offset());
    }

    /** The channel, if the client may read it; else it has been told why not. */
    private ChannelLookup.@Nullable Found readable(
            Command command, String name, BiFunction<ChannelLookup.Found, Boolean, Optional<ErrorCode>> refusal) {
        if (name.isEmpty()) {
            session.malformed();
            return null;
        }
        ChannelLookup lookup = services.channels().lookup(name);
        if (!(lookup instanceof ChannelLookup.Found channel)) {
            session.refuse(command, ChannelErrors.of(lookup));
            return null;
        }
        Optional<ErrorCode> refused =
                refusal.apply(channel, session.subscriptions().runs(name));
        refused.ifPresent(error -> session.refuse(command, error));
        return refused.isPresent() ? null : channel;
    }

    private Optional<ErrorCode> presenceRefusal(ChannelLookup.Found channel, boolean subscribed) {
        return services.permissions().presenceRefusal(channel, session.client().isAnonymous(), subscribed);
    }

    private Optional<ErrorCode> historyRefusal(ChannelLookup.Found channel, boolean subscribed) {
        return services.permissions().historyRefusal(channel, session.client().isAnonymous(), subscribed);
    }

    private <T> void answer(Command command, Future<T> result, Function<T, Reply> reply) {
        services.loop()
                .completeHere(result)
                .onSuccess(found -> session.answer(command, reply.apply(found)))
                .onFailure(cause -> {
                    if (cause instanceof HistoryRefusedException refused && refused.error() != ErrorCode.INTERNAL) {
                        session.refuse(command, refused.error());
                    } else {
                        session.refuse(command, FailedCommands.error(session, command, cause));
                    }
                });
    }
}

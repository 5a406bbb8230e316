package io.sluice.gateway.session;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.PublishRule;
import io.sluice.gateway.hook.PublishGrant;
import io.sluice.gateway.publish.PublishRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Publishes for one client. Publishes overlap, and are answered in their order. */
@EventLoopConfined
final class PublishCommands {

    private static final Future<Reply> NO_PUBLISH = Future.succeededFuture();
    private static final Future<Verdict<PublishGrant>> NOT_ASKED = Future.succeededFuture();

    /** The publication type of streams; maps have another. */
    private static final int STREAM = 0;

    private final ClientSession session;
    private final LoopServices services;
    private Future<Reply> last = NO_PUBLISH;
    private Future<Verdict<PublishGrant>> lastAsked = NOT_ASKED;

    PublishCommands(ClientSession session, LoopServices services) {
        this.session = session;
        this.services = services;
    }

    void publish(Command.Publish command) {
        if (command.channel().isEmpty()) {
            session.malformed();
            return;
        }
        // Each is answered behind those before it, a refused one too.
        Future<Reply> outcome = outcome(command);
        last = last.transform((before, ignored) -> outcome);
        last.onSuccess(reply -> session.answer(command, reply));
    }

    /** Never fails, but never completes either where the client is disconnected. */
    private Future<Reply> outcome(Command.Publish command) {
        ChannelLookup lookup = services.channels().lookup(command.channel());
        if (!(lookup instanceof ChannelLookup.Found channel)) {
            return refused(command, ChannelErrors.of(lookup));
        }
        if (command.type() != STREAM) {
            return refused(command, ErrorCode.NOT_AVAILABLE);
        }
        ErrorCode unfit = services.publisher().refusal(channel, command.data()).orElse(null);
        if (unfit != null) {
            return refused(command, unfit);
        }
        boolean subscribed = session.subscriptions().runs(command.channel());
        PublishRule rule =
                services.permissions().publishRule(channel, session.client().isAnonymous(), subscribed);
        if (rule instanceof PublishRule.AskBackEnd ask) {
            return asked(command, channel, ask.name());
        }
        return rule instanceof PublishRule.Allowed
                ? published(command, channel, PublishRequest.of(command.data(), info(command.channel())))
                : refused(command, ErrorCode.PERMISSION_DENIED);
    }

    private Future<Reply> asked(Command.Publish command, ChannelLookup.Found channel, String hook) {
        Future<Verdict<PublishGrant>> verdict = services.loop()
                .completeHere(
                        services.hooks().publish(hook, session.client().forHooks(), command.channel(), command.data()));
        // The back end is asked about several at once, but what it allows is published in the client's order.
        Future<Verdict<PublishGrant>> inTurn = lastAsked.transform((before, ignored) -> verdict);
        lastAsked = inTurn;
        return inTurn.compose(known -> judged(command, channel, known));
    }

    private Future<Reply> judged(Command.Publish command, ChannelLookup.Found channel, Verdict<PublishGrant> verdict) {
        if (verdict instanceof Verdict.Granted<PublishGrant> granted) {
            PublishGrant grant = granted.grant();
            Payload data = grant.data().isEmpty() ? command.data() : grant.data();
            ErrorCode unfit = services.publisher().refusal(channel, data).orElse(null);
            return unfit == null
                    ? published(command, channel, request(data, info(command.channel()), grant))
                    : refused(command, unfit);
        }
        if (verdict instanceof Verdict.Refused<PublishGrant> refused) {
            return Future.succeededFuture(refused.error().reply(command.id()));
        }
        session.disconnect(((Verdict.Ended<PublishGrant>) verdict).disconnect());
        return Promise.<Reply>promise().future();
    }

    private Future<Reply> published(Command.Publish command, ChannelLookup.Found channel, PublishRequest request) {
        return services.loop()
                .completeHere(services.publisher().publish(channel, request))
                .<Reply>map(result -> new Reply.Published(command.id()))
                .otherwise(
                        cause -> FailedCommands.error(session, command, cause).reply(command.id()));
    }

    private ClientInfo info(String channel) {
        return session.client().info(session.subscriptions().channelInfo(channel));
    }

    private static PublishRequest request(Payload data, ClientInfo sender, PublishGrant grant) {
        return new PublishRequest(
                data,
                sender,
                grant.tags(),
                grant.skipHistory(),
                grant.idempotencyKey(),
                grant.delta(),
                grant.version(),
                grant.versionEpoch());
    }

    private static Future<Reply> refused(Command command, ErrorCode error) {
        return Future.succeededFuture(error.reply(command.id()));
    }
}

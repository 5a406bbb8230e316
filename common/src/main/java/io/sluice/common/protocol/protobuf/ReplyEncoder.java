package io.sluice.common.protocol.protobuf;

import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Reply;

/** Writes replies: the id, then the one part that says what it is, even if that part is empty. Numbers are those of {@code client.proto}. */
final class ReplyEncoder {
    private ReplyEncoder() {}

    static void write(ProtobufWriter out, Reply reply) {
        out.begin();
        out.number(1, reply.id());
        part(out, reply);
        out.end();
    }

    // The most frequent kinds come first.
    private static void part(ProtobufWriter out, Reply reply) {
        if (reply instanceof Reply.Pushed pushed) {
            out.begin(4);
            PushEncoder.write(out, pushed.push());
            out.end();
        } else if (reply instanceof Reply.Published) {
            out.empty(8);
        } else if (reply instanceof Reply.Connected connected) {
            out.begin(5);
            ResultEncoder.connect(out, connected.result());
            out.end();
        } else if (reply instanceof Reply.Subscribed subscribed) {
            out.begin(6);
            ResultEncoder.subscribe(out, subscribed.result());
            out.end();
        } else if (reply instanceof Reply.Unsubscribed) {
            out.empty(7);
        } else if (reply instanceof Reply.Failed failed) {
            error(out, failed.error());
        } else {
            rarePart(out, reply);
        }
    }

    private static void rarePart(ProtobufWriter out, Reply reply) {
        if (reply instanceof Reply.PresenceListed presence) {
            presence(out, presence);
        } else if (reply instanceof Reply.PresenceCounted counted) {
            out.begin(10);
            out.number(1, counted.clients());
            out.number(2, counted.users());
            out.end();
        } else if (reply instanceof Reply.HistoryListed history) {
            history(out, history);
        } else if (reply instanceof Reply.RpcAnswered answered) {
            out.begin(13);
            out.payload(1, answered.data());
            out.end();
        } else if (reply instanceof Reply.Refreshed refreshed) {
            out.begin(14);
            ResultEncoder.refresh(out, refreshed.result());
            out.end();
        } else if (reply instanceof Reply.SubRefreshed refreshed) {
            out.begin(15);
            out.flag(1, refreshed.expires());
            out.number(2, refreshed.ttl());
            out.end();
        } else if (!(reply instanceof Reply.Ping)) {
            throw new IllegalArgumentException("expected a known kind of reply but was " + reply.getClass());
        }
    }

    private static void error(ProtobufWriter out, ProtocolError error) {
        out.begin(2);
        out.number(1, error.code());
        out.text(2, error.message());
        out.flag(3, error.temporary());
        out.end();
    }

    private static void presence(ProtobufWriter out, Reply.PresenceListed listed) {
        out.begin(9);
        listed.presence().forEach((client, info) -> {
            out.beginEntry(1, client);
            ResultEncoder.clientInfo(out, info);
            out.endEntry();
        });
        out.end();
    }

    private static void history(ProtobufWriter out, Reply.HistoryListed listed) {
        out.begin(11);
        for (Publication publication : listed.publications()) {
            out.begin(1);
            ResultEncoder.publication(out, publication);
            out.end();
        }
        out.text(2, listed.epoch());
        out.number(3, listed.offset());
        out.end();
    }
}

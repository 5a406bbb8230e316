package io.sluice.common.protocol.json;

import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;

/** Writes replies: the id unless it is 0, then the one part that says what it is, even if that part is empty. */
final class ReplyWriter {
    private ReplyWriter() {}

    static void write(JsonWriter out, Reply reply) {
        out.begin();
        out.number("id", reply.id());
        part(out, reply);
        out.end();
    }

    // The most frequent kinds come first.
    private static void part(JsonWriter out, Reply reply) {
        if (reply instanceof Reply.Pushed pushed) {
            push(out, pushed.push());
        } else if (reply instanceof Reply.Published) {
            out.empty("publish");
        } else if (reply instanceof Reply.Connected connected) {
            out.begin("connect");
            ResultWriter.connect(out, connected.result());
            out.end();
        } else if (reply instanceof Reply.Subscribed subscribed) {
            out.begin("subscribe");
            ResultWriter.subscribe(out, subscribed.result());
            out.end();
        } else if (reply instanceof Reply.Unsubscribed) {
            out.empty("unsubscribe");
        } else if (reply instanceof Reply.Failed failed) {
            error(out, failed.error());
        } else {
            rarePart(out, reply);
        }
    }

    private static void rarePart(JsonWriter out, Reply reply) {
        if (reply instanceof Reply.PresenceListed presence) {
            presence(out, presence);
        } else if (reply instanceof Reply.PresenceCounted counted) {
            presenceStats(out, counted);
        } else if (reply instanceof Reply.HistoryListed history) {
            history(out, history);
        } else if (reply instanceof Reply.RpcAnswered answered) {
            out.begin("rpc");
            out.raw("data", answered.data());
            out.end();
        } else if (reply instanceof Reply.Refreshed refreshed) {
            out.begin("refresh");
            ResultWriter.refresh(out, refreshed.result());
            out.end();
        } else if (reply instanceof Reply.SubRefreshed refreshed) {
            out.begin("sub_refresh");
            ResultWriter.expiry(out, refreshed.expires(), refreshed.ttl());
            out.end();
        } else if (!(reply instanceof Reply.Ping)) {
            throw new IllegalArgumentException("expected a known kind of reply but was " + reply.getClass());
        }
    }

    private static void push(JsonWriter out, Push push) {
        out.begin("push");
        PushWriter.write(out, push);
        out.end();
    }

    private static void error(JsonWriter out, ProtocolError error) {
        out.begin("error");
        out.number("code", error.code());
        out.text("message", error.message());
        out.flag("temporary", error.temporary());
        out.end();
    }

    private static void presence(JsonWriter out, Reply.PresenceListed listed) {
        out.begin("presence");
        out.begin("presence");
        listed.presence().forEach((client, info) -> {
            out.beginEntry(client);
            ResultWriter.clientInfo(out, info);
            out.end();
        });
        out.end();
        out.end();
    }

    private static void presenceStats(JsonWriter out, Reply.PresenceCounted counted) {
        out.begin("presence_stats");
        out.numberAlways("num_clients", counted.clients());
        out.numberAlways("num_users", counted.users());
        out.end();
    }

    private static void history(JsonWriter out, Reply.HistoryListed listed) {
        out.begin("history");
        out.beginArray("publications");
        ResultWriter.publications(out, listed.publications());
        out.endArray();
        out.textAlways("epoch", listed.epoch());
        out.numberAlways("offset", listed.offset());
        out.end();
    }
}

package io.sluice.common.protocol.json;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.UnsubscribeCode;

/** Writes the fields of pushes: the channel, by name or number, unless there is none, then the one part that says what it is. */
final class PushWriter {
    private PushWriter() {}

    static void write(JsonWriter out, Push push) {
        if (push instanceof Push.Published published) {
            publication(out, published);
            return;
        }
        out.text("channel", push.channel());
        if (push instanceof Push.Joined joined) {
            presenceChange(out, "join", joined.info());
        } else if (push instanceof Push.Left left) {
            presenceChange(out, "leave", left.info());
        } else if (push instanceof Push.Unsubscribed unsubscribed) {
            unsubscribe(out, unsubscribed.code());
        } else if (push instanceof Push.Message message) {
            out.begin("message");
            out.raw("data", message.data());
            out.end();
        } else if (push instanceof Push.Subscribed subscribed) {
            subscribe(out, subscribed);
        } else {
            connectionPart(out, push);
        }
    }

    private static void publication(JsonWriter out, Push.Published published) {
        if (published.channelId() > 0) {
            out.number("id", published.channelId());
        } else {
            out.text("channel", published.channel());
        }
        out.begin("pub");
        ResultWriter.publication(out, published.publication());
        out.end();
    }

    private static void connectionPart(JsonWriter out, Push push) {
        if (push instanceof Push.Connected connected) {
            out.begin("connect");
            ResultWriter.connectPush(out, connected.result());
            out.end();
        } else if (push instanceof Push.Disconnected disconnected) {
            disconnect(out, disconnected.disconnect());
        } else if (push instanceof Push.Refreshed refreshed) {
            out.begin("refresh");
            ResultWriter.expiry(out, refreshed.expires(), refreshed.ttl());
            out.end();
        } else {
            throw new IllegalArgumentException("expected a known kind of push but was " + push.getClass());
        }
    }

    private static void presenceChange(JsonWriter out, String name, ClientInfo info) {
        out.begin(name);
        out.begin("info");
        ResultWriter.clientInfo(out, info);
        out.end();
        out.end();
    }

    private static void unsubscribe(JsonWriter out, UnsubscribeCode code) {
        out.begin("unsubscribe");
        out.number("code", code.code());
        out.text("reason", code.reason());
        out.end();
    }

    private static void subscribe(JsonWriter out, Push.Subscribed subscribed) {
        out.begin("subscribe");
        out.flag("recoverable", subscribed.recoverable());
        out.text("epoch", subscribed.epoch());
        out.number("offset", subscribed.offset());
        out.flag("positioned", subscribed.positioned());
        out.raw("data", subscribed.data());
        out.end();
    }

    private static void disconnect(JsonWriter out, Disconnect code) {
        out.begin("disconnect");
        out.number("code", code.code());
        out.text("reason", code.reason());
        out.flag("reconnect", code.reconnect());
        out.end();
    }
}

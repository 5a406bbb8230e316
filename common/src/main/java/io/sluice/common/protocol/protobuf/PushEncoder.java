package io.sluice.common.protocol.protobuf;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.UnsubscribeCode;

/**
 * Writes the fields of pushes: the channel, by name or number, unless there is none, then the one part that says what it is.
 * Numbers are those of {@code client.proto}.
 */
final class PushEncoder {
    private static final int CHANNEL = 2;

    private PushEncoder() {}

    static void write(ProtobufWriter out, Push push) {
        if (push instanceof Push.Published published) {
            publication(out, published);
            return;
        }
        out.text(CHANNEL, push.channel());
        if (push instanceof Push.Joined joined) {
            presenceChange(out, 5, joined.info());
        } else if (push instanceof Push.Left left) {
            presenceChange(out, 6, left.info());
        } else if (push instanceof Push.Unsubscribed unsubscribed) {
            unsubscribe(out, unsubscribed.code());
        } else if (push instanceof Push.Message message) {
            out.begin(8);
            out.payload(1, message.data());
            out.end();
        } else if (push instanceof Push.Subscribed subscribed) {
            subscribe(out, subscribed);
        } else {
            connectionPart(out, push);
        }
    }

    private static void connectionPart(ProtobufWriter out, Push push) {
        if (push instanceof Push.Connected connected) {
            out.begin(10);
            ResultEncoder.connectPush(out, connected.result());
            out.end();
        } else if (push instanceof Push.Disconnected disconnected) {
            disconnect(out, disconnected.disconnect());
        } else if (push instanceof Push.Refreshed refreshed) {
            out.begin(12);
            out.flag(1, refreshed.expires());
            out.number(2, refreshed.ttl());
            out.end();
        } else {
            throw new IllegalArgumentException("expected a known kind of push but was " + push.getClass());
        }
    }

    private static void publication(ProtobufWriter out, Push.Published published) {
        if (published.channelId() > 0) {
            out.number(1, published.channelId());
        } else {
            out.text(CHANNEL, published.channel());
        }
        out.begin(4);
        ResultEncoder.publication(out, published.publication());
        out.end();
    }

    private static void presenceChange(ProtobufWriter out, int field, ClientInfo info) {
        out.begin(field);
        out.begin(1);
        ResultEncoder.clientInfo(out, info);
        out.end();
        out.end();
    }

    private static void unsubscribe(ProtobufWriter out, UnsubscribeCode code) {
        out.begin(7);
        out.number(2, code.code());
        out.text(3, code.reason());
        out.end();
    }

    private static void subscribe(ProtobufWriter out, Push.Subscribed subscribed) {
        out.begin(9);
        out.flag(1, subscribed.recoverable());
        out.text(4, subscribed.epoch());
        out.number(5, subscribed.offset());
        out.flag(6, subscribed.positioned());
        out.payload(7, subscribed.data());
        out.end();
    }

    private static void disconnect(ProtobufWriter out, Disconnect disconnect) {
        out.begin(11);
        out.number(1, disconnect.code());
        out.text(2, disconnect.reason());
        out.flag(3, disconnect.reconnect());
        out.end();
    }
}

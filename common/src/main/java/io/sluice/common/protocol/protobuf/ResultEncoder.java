package io.sluice.common.protocol.protobuf;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.SubscribeResult;
import java.util.Map;

/** Writes what replies and pushes are made of. Numbers are those of {@code client.proto}. */
final class ResultEncoder {
    private ResultEncoder() {}

    /** The data are the same bytes whatever their form. */
    static void publication(ProtobufWriter out, Publication publication) {
        out.payload(4, publication.data());
        if (publication.info() != null) {
            out.begin(5);
            clientInfo(out, publication.info());
            out.end();
        }
        out.number(6, publication.offset());
        out.textMap(7, publication.tags());
        out.flag(8, publication.form() == DataForm.PATCH);
        out.text(10, publication.channel());
        out.text(14, publication.epoch());
    }

    static void clientInfo(ProtobufWriter out, ClientInfo info) {
        out.text(1, info.user());
        out.text(2, info.client());
        out.payload(3, info.connectionInfo());
        out.payload(4, info.channelInfo());
    }

    static void connect(ProtobufWriter out, ConnectResult result) {
        out.text(1, result.client());
        out.text(2, result.version());
        out.flag(3, result.expires());
        out.number(4, result.ttlSeconds());
        out.payload(5, result.data());
        subs(out, 6, result.subs());
        out.number(7, result.pingSeconds());
        out.flag(8, result.pong());
        out.text(9, result.session());
        out.text(10, result.node());
        out.number(11, result.time());
        out.number(12, result.flag());
    }

    /** The same as a push, where the schema numbers the fields otherwise and has no flag. */
    static void connectPush(ProtobufWriter out, ConnectResult result) {
        out.text(1, result.client());
        out.text(2, result.version());
        out.payload(3, result.data());
        subs(out, 4, result.subs());
        out.flag(5, result.expires());
        out.number(6, result.ttlSeconds());
        out.number(7, result.pingSeconds());
        out.flag(8, result.pong());
        out.text(9, result.session());
        out.text(10, result.node());
        out.number(11, result.time());
    }

    private static void subs(ProtobufWriter out, int field, Map<String, SubscribeResult> subs) {
        subs.forEach((channel, result) -> {
            out.beginEntry(field, channel);
            subscribe(out, result);
            out.endEntry();
        });
    }

    static void subscribe(ProtobufWriter out, SubscribeResult result) {
        out.flag(1, result.expires());
        out.number(2, result.ttlSeconds());
        out.flag(3, result.recoverable());
        out.text(6, result.epoch());
        for (Publication publication : result.publications()) {
            out.begin(7);
            publication(out, publication);
            out.end();
        }
        out.flag(8, result.recovered());
        out.number(9, result.offset());
        out.flag(10, result.positioned());
        out.payload(11, result.data());
        out.flag(12, result.wasRecovering());
        out.flag(13, result.delta());
        out.number(14, result.channelId());
    }

    static void refresh(ProtobufWriter out, RefreshResult result) {
        out.text(1, result.client());
        out.text(2, result.version());
        out.flag(3, result.expires());
        out.number(4, result.ttlSeconds());
    }
}

package io.sluice.common.protocol.json;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.RefreshResult;
import io.sluice.common.protocol.SubscribeResult;
import java.util.List;
import java.util.Map;

/** Writes what replies and pushes are made of. Fields come in the order of their numbers in the protocol's schema. */
final class ResultWriter {
    private ResultWriter() {}

    static void publication(JsonWriter out, Publication publication) {
        data(out, publication);
        if (publication.info() != null) {
            out.begin("info");
            clientInfo(out, publication.info());
            out.end();
        }
        out.number("offset", publication.offset());
        if (!publication.tags().isEmpty()) {
            out.begin("tags");
            publication.tags().forEach(out::textEntry);
            out.end();
        }
        out.flag("delta", publication.form() == DataForm.PATCH);
        out.text("channel", publication.channel());
        out.text("epoch", publication.epoch());
    }

    /** Where patches may come, every document and patch is a string: a patch is no JSON value. */
    private static void data(JsonWriter out, Publication publication) {
        switch (publication.form()) {
            case PLAIN -> out.raw("data", publication.data());
            case WHOLE -> {
                JsonPayloads.requireJson(publication.data());
                out.textOf("data", publication.data());
            }
            case PATCH -> out.textOf("data", publication.data());
        }
    }

    /** The elements of an array. */
    static void publications(JsonWriter out, List<Publication> publications) {
        for (Publication publication : publications) {
            out.begin();
            publication(out, publication);
            out.end();
        }
    }

    static void clientInfo(JsonWriter out, ClientInfo info) {
        out.textAlways("user", info.user());
        out.textAlways("client", info.client());
        out.raw("conn_info", info.connectionInfo());
        out.raw("chan_info", info.channelInfo());
    }

    static void connect(JsonWriter out, ConnectResult result) {
        out.text("client", result.client());
        out.text("version", result.version());
        expiry(out, result.expires(), result.ttlSeconds());
        out.raw("data", result.data());
        subs(out, result.subs());
        connectionTerms(out, result);
        out.number("flag", result.flag());
    }

    /** The same as a push, where the schema numbers the fields otherwise and has no flag. */
    static void connectPush(JsonWriter out, ConnectResult result) {
        out.text("client", result.client());
        out.text("version", result.version());
        out.raw("data", result.data());
        subs(out, result.subs());
        expiry(out, result.expires(), result.ttlSeconds());
        connectionTerms(out, result);
    }

    private static void subs(JsonWriter out, Map<String, SubscribeResult> subs) {
        if (subs.isEmpty()) {
            return;
        }
        out.begin("subs");
        subs.forEach((channel, result) -> {
            out.beginEntry(channel);
            subscribe(out, result);
            out.end();
        });
        out.end();
    }

    private static void connectionTerms(JsonWriter out, ConnectResult result) {
        out.number("ping", result.pingSeconds());
        out.flag("pong", result.pong());
        out.text("session", result.session());
        out.text("node", result.node());
        out.number("time", result.time());
    }

    static void subscribe(JsonWriter out, SubscribeResult result) {
        expiry(out, result.expires(), result.ttlSeconds());
        out.flag("recoverable", result.recoverable());
        out.text("epoch", result.epoch());
        if (!result.publications().isEmpty()) {
            out.beginArray("publications");
            publications(out, result.publications());
            out.endArray();
        }
        out.flag("recovered", result.recovered());
        out.number("offset", result.offset());
        out.flag("positioned", result.positioned());
        out.raw("data", result.data());
        out.flag("was_recovering", result.wasRecovering());
        out.flag("delta", result.delta());
        out.number("id", result.channelId());
    }

    static void refresh(JsonWriter out, RefreshResult result) {
        out.text("client", result.client());
        out.text("version", result.version());
        expiry(out, result.expires(), result.ttlSeconds());
    }

    static void expiry(JsonWriter out, boolean expires, long ttlSeconds) {
        out.flag("expires", expires);
        out.number("ttl", ttlSeconds);
    }
}

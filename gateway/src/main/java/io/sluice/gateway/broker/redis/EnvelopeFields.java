package io.sluice.gateway.broker.redis;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/*
 * The bytes of what nodes tell each other about a channel:
 *
 *   mark  { field  length  value }*  0x00  data
 *
 * where a length is 4 bytes, big-endian, and data takes the rest. A JSON value never begins with a mark, so anything that begins
 * otherwise is a publication which somebody sent by hand. Readers skip fields that they do not know: nodes of two versions
 * can share channels while a cluster is being upgraded. The scripts add OFFSET and EPOCH, so these two numbers are there too.
 */
/** The fields of the envelopes in which publications, joins and leaves travel, and how they are written. */
final class EnvelopeFields {

    static final byte DATA = 0;
    static final byte TIME = 1;
    static final byte USER = 2;
    static final byte CLIENT = 3;
    static final byte CONNECTION_INFO = 4;
    static final byte CHANNEL_INFO = 5;
    static final byte TAG_NAME = 6;
    static final byte TAG_VALUE = 7;

    /** Decimal digits. */
    static final byte OFFSET = 8;

    static final byte EPOCH = 9;

    /** Without a value: the publication may go out as a patch. */
    static final byte DELTA = 10;

    /** Without a value: the data are no JSON. */
    static final byte BINARY = 11;

    /** Real channel of a publication that comes by a feed. */
    static final byte CHANNEL = 12;

    static final byte BINARY_CONNECTION_INFO = 13;
    static final byte BINARY_CHANNEL_INFO = 14;

    /** Microseconds since 1970, 8 bytes: when the publication entered, for measuring its way. */
    static final byte ENTERED = 15;

    private EnvelopeFields() {}

    static void flag(Buffer out, byte field) {
        out.appendByte(field).appendInt(0);
    }

    static void text(Buffer out, byte field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.appendByte(field).appendInt(bytes.length).appendBytes(bytes);
    }

    static void info(Buffer out, ClientInfo info) {
        text(out, USER, info.user());
        text(out, CLIENT, info.client());
        payload(out, CONNECTION_INFO, BINARY_CONNECTION_INFO, info.connectionInfo());
        payload(out, CHANNEL_INFO, BINARY_CHANNEL_INFO, info.channelInfo());
    }

    private static void payload(Buffer out, byte json, byte binary, Payload value) {
        if (!value.isEmpty()) {
            out.appendByte(value.isBinary() ? binary : json)
                    .appendInt(value.size())
                    .appendBytes(value.bytes());
        }
    }
}

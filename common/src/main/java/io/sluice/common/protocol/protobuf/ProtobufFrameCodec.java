package io.sluice.common.protocol.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The protobuf form of the client protocol: a frame is one or more messages, each behind its length as a varint.
 *
 * <p>Payloads may be any bytes. Those that are one JSON value become JSON payloads, so that clients which speak JSON can be sent
 * them: white space around the value and raw newlines in it, which mean nothing, are lost.
 *
 * <p>Limits: filters nest as deep as {@link io.sluice.common.protocol.FilterNode#MAX_DEPTH}, unknown groups 100 deep. The number of
 * commands and of fields is limited only by the size of the frame, which the transport limits.
 */
public final class ProtobufFrameCodec implements FrameCodec {
    /** Room in bytes for anything but a payload: enough for most replies, so that the buffer does not grow. */
    private static final int ROOM_PER_REPLY = 128;

    @Override
    public List<Command> decode(byte[] frame, int offset, int length) {
        CodedInputStream in =
                UnsafeByteOperations.unsafeWrap(frame, offset, length).newCodedInput();
        in.enableAliasing(true);
        List<Command> commands = new ArrayList<>(1);
        try {
            while (!in.isAtEnd()) {
                commands.add(CommandDecoder.decode(in.readBytes()));
            }
        } catch (IOException e) {
            throw MessageFields.malformed();
        }
        if (commands.isEmpty()) {
            throw new MalformedFrameException("expected at least one command but found an empty frame");
        }
        return commands;
    }

    /** The request is one message without its length before it. */
    @Override
    public EmulationRequest decodeEmulation(byte[] body, int offset, int length) {
        ByteString message = UnsafeByteOperations.unsafeWrap(body, offset, length);
        return CommandDecoder.emulation(message);
    }

    @Override
    public byte[] encode(Reply reply) {
        ProtobufWriter out = new ProtobufWriter(roomFor(reply));
        ReplyEncoder.write(out, reply);
        return out.toBytes();
    }

    @Override
    public byte[] encode(List<? extends Reply> replies) {
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("expected at least one reply but got none");
        }
        int room = 0;
        for (Reply reply : replies) {
            room += roomFor(reply);
        }
        ProtobufWriter out = new ProtobufWriter(room);
        for (Reply reply : replies) {
            ReplyEncoder.write(out, reply);
        }
        return out.toBytes();
    }

    private static int roomFor(Reply reply) {
        return reply instanceof Reply.Pushed pushed && pushed.push() instanceof Push.Published published
                ? ROOM_PER_REPLY + published.publication().data().size()
                : ROOM_PER_REPLY;
    }
}

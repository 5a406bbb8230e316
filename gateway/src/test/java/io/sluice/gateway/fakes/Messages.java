package io.sluice.gateway.fakes;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.Message;
import java.util.Map;

/** Messages as {@link FakeFormat} shows them: {@code #id} for answers, {@code channel=data} for publications. */
public final class Messages {

    private Messages() {}

    /** An answer to the command with this id. */
    public static Message answer(int id) {
        return Message.of(new Reply.Unsubscribed(id));
    }

    public static Message publication(String channel, Object data) {
        return publication(channel, data, 0, Map.of());
    }

    /** A publication with a place in its channel's stream, and tags. */
    public static Message publication(String channel, Object data, long offset, Map<String, String> tags) {
        return Message.of(
                channel, new Publication(Payload.of(data.toString()), null, offset, tags, DataForm.PLAIN, "", "", 0));
    }

    /** A publication of so many bytes, which begins with its channel and {@code mark}. */
    public static Message large(String channel, String mark, int bytes) {
        return publication(channel, mark + "x".repeat(bytes - channel.length() - 1 - mark.length()));
    }
}

package io.sluice.common.protocol.json;

import io.sluice.common.protocol.EmulationRequest;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import java.io.IOException;

/** Reads the one object that a request of an emulated transport is. */
final class EmulationReader {
    private EmulationReader() {}

    static EmulationRequest read(JsonCursor in) throws IOException {
        String node = "";
        String session = "";
        String data = "";
        if (!in.next()) {
            throw new MalformedFrameException("expected an object but found nothing");
        }
        in.enterObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            if (in.isNull()) {
                continue;
            }
            switch (name) {
                case "node" -> node = in.text();
                case "session" -> session = in.text();
                case "data" -> data = in.text();
                default -> in.skip();
            }
        }
        if (in.next()) {
            throw new MalformedFrameException("expected one object but found more");
        }
        return new EmulationRequest(node, session, Payload.of(data));
    }
}

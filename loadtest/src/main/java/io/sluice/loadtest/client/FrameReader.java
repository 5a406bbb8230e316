package io.sluice.loadtest.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a text frame of the server apart: JSON objects separated by newlines. Publications, of which there are many, are
 * cut out without building a tree.
 *
 * <p>Threading: one frame by one thread; has no state beyond its frame.
 */
final class FrameReader {
    /** What a frame may contain. */
    interface Visitor {
        /** {@code {}}: the server asks whether we live. */
        void ping();

        void publication(Publication publication);

        /** A push of another kind; {@code push} is the object behind {@code "push"}. */
        void push(JsonNode push);

        /** The answer to command {@code id}: an object with an {@code error} or a result. */
        void reply(long id, JsonNode reply);
    }

    private final String frame;
    private final JsonParser parser;

    private FrameReader(String frame, JsonParser parser) {
        this.frame = frame;
        this.parser = parser;
    }

    /** Visits what is in a frame up to its end, or up to the first fault, which an {@link IOException} tells. */
    static void read(String frame, Visitor visitor) throws IOException {
        try (JsonParser parser = Json.factory().createParser(frame)) {
            FrameReader reader = new FrameReader(frame, parser);
            while (parser.nextToken() != null) {
                reader.readObject(visitor);
            }
        }
    }

    private void readObject(Visitor visitor) throws IOException {
        int start = tokenStart();
        expectObject();
        boolean empty = true;
        Publication publication = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            boolean push = parser.currentName().equals("push");
            parser.nextToken();
            if (push && parser.currentToken() == JsonToken.START_OBJECT) {
                publication = readPush();
            } else {
                parser.skipChildren();
            }
        }
        if (empty) {
            visitor.ping();
        } else if (publication != null) {
            visitor.publication(publication);
        } else {
            visitTree(Json.read(frame.substring(start, tokenEnd())), visitor);
        }
    }

    private static void visitTree(JsonNode object, Visitor visitor) {
        if (object.has("push")) {
            visitor.push(object.get("push"));
        } else {
            visitor.reply(object.path("id").asLong(), object);
        }
    }

    /** The publication in a push, or null when it is a push of another kind. */
    private @Nullable Publication readPush() throws IOException {
        String channel = "";
        Publication publication = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("channel")) {
                channel = parser.getText();
            } else if (name.equals("pub")) {
                publication = readPublication();
            } else {
                parser.skipChildren();
            }
        }
        return publication == null
                ? null
                : new Publication(channel, publication.data(), publication.offset(), publication.patch());
    }

    private Publication readPublication() throws IOException {
        expectObject();
        String data = "null";
        long offset = 0;
        boolean patch = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("data")) {
                data = cutValue();
            } else if (name.equals("offset")) {
                offset = parser.getLongValue();
            } else if (name.equals("delta")) {
                patch = parser.getBooleanValue();
            } else {
                parser.skipChildren();
            }
        }
        return new Publication("", data, offset, patch);
    }

    private String cutValue() throws IOException {
        int start = tokenStart();
        parser.skipChildren();
        parser.finishToken();
        return frame.substring(start, tokenEnd());
    }

    private void expectObject() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected a JSON object but was " + parser.currentToken() + " in: " + frame);
        }
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private int tokenEnd() {
        return (int) parser.currentLocation().getCharOffset();
    }
}

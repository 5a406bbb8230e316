package io.sluice.gateway.hook.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.gateway.json.StrictJson;
import java.io.IOException;

/** Reads answers into records. */
final class AnswerJson {

    private static final JsonMapper MAPPER = StrictJson.mapper().build();

    private AnswerJson() {}

    /**
     * The answer in {@code body}.
     *
     * @throws MalformedAnswerException if it is not a JSON object of that form
     */
    static <R> AnswerEnvelope<R> read(byte[] body, Class<R> result) {
        var type = MAPPER.getTypeFactory().constructParametricType(AnswerEnvelope.class, result);
        try {
            AnswerEnvelope<R> answer = StrictJson.reader(MAPPER, type, body).readValue(body);
            if (answer == null) {
                throw new MalformedAnswerException("expected a JSON object but was null");
            }
            return answer;
        } catch (JsonMappingException e) {
            throw new MalformedAnswerException(wrongType(e));
        } catch (JsonProcessingException e) {
            throw new MalformedAnswerException("it is not JSON");
        } catch (IOException e) {
            throw new MalformedAnswerException("it cannot be read");
        }
    }

    /** Names the field, and neither the value nor our classes, which Jackson's own words would show. */
    private static String wrongType(JsonMappingException mistake) {
        if (mistake.getCause() instanceof JsonParseException) {
            return "it is not JSON";
        }
        String path = StrictJson.path(mistake);
        return path.isEmpty() ? "it is not a JSON object" : path + " has a value of the wrong type";
    }
}

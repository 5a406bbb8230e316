package io.sluice.common.management;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What an operator asks for, beyond a method and a path.
 *
 * @param parameters those of the address and, of an order, the fields of the JSON object that is its body
 */
public record OperatorRequest(Map<String, String> parameters) {

    public OperatorRequest {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if the body is no object of texts, numbers and truth values, or something is given twice;
     *     the message says so in words that are fit for an answer
     */
    static OperatorRequest of(MultiMap address, Buffer body) {
        Map<String, String> parameters = new HashMap<>();
        address.forEach(entry -> put(parameters, entry.getKey(), entry.getValue()));
        if (body.length() > 0) {
            object(body).forEach(field -> put(parameters, field.getKey(), text(field.getKey(), field.getValue())));
        }
        return new OperatorRequest(parameters);
    }

    private static JsonObject object(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("the body must be empty or a JSON object", e);
        }
    }

    private static String text(String name, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("the field " + name + " must be a text, a number, true or false");
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (parameters.put(name, value) != null) {
            throw new IllegalArgumentException(name + " must be given once");
        }
    }
}

package io.sluice.common.protocol.json;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.sluice.common.protocol.Payload;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one object of a command had in its fields.
 *
 * <p>A field that is absent or null reads as its zero value. Of a field that occurs twice the last one counts. The caller names
 * the type, which must be the one that {@link CommandField} reads.
 */
final class FieldValues {
    private static final Map<String, CommandField> BY_NAME =
            Arrays.stream(CommandField.values()).collect(toUnmodifiableMap(CommandField::wireName, identity()));

    private final EnumMap<CommandField, Object> values = new EnumMap<>(CommandField.class);

    private FieldValues() {}

    /** Reads the object that the cursor stands on; fields other than the given ones are passed over. */
    static FieldValues read(JsonCursor in, Set<CommandField> known) throws IOException {
        FieldValues read = new FieldValues();
        in.enterObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            CommandField field = BY_NAME.get(name);
            if (field == null || !known.contains(field)) {
                in.skip();
            } else if (in.isNull()) {
                read.values.remove(field);
            } else {
                read.values.put(field, field.read(in));
            }
        }
        return read;
    }

    String text(CommandField field) {
        return values.get(field) instanceof String text ? text : "";
    }

    boolean flag(CommandField field) {
        return values.get(field) instanceof Boolean flag && flag;
    }

    /** A number of any of the integer types. */
    long number(CommandField field) {
        return values.get(field) instanceof Number number ? number.longValue() : 0;
    }

    int int32(CommandField field) {
        return (int) number(field);
    }

    Payload payload(CommandField field) {
        return values.get(field) instanceof Payload payload ? payload : Payload.EMPTY;
    }

    @SuppressWarnings("unchecked") // The caller names the type that the field's reader makes.
    <T> Map<String, T> map(CommandField field) {
        return (Map<String, T>) values.getOrDefault(field, Map.of());
    }

    @SuppressWarnings("unchecked") // The caller names the type that the field's reader makes.
    <T> List<T> list(CommandField field) {
        return (List<T>) values.getOrDefault(field, List.of());
    }

    <T> @Nullable T object(CommandField field, Class<T> type) {
        return type.cast(values.get(field));
    }
}

package io.sluice.common.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The type of a setting: one value, a value that may be absent, or a list of values. */
record ValueType(Scalar scalar, Shape shape) {

    enum Shape {
        REQUIRED,
        OPTIONAL,
        NULLABLE,
        LIST
    }

    static ValueType of(RecordComponent component) {
        Class<?> raw = component.getType();
        if (raw.equals(Optional.class)) {
            return new ValueType(Scalar.of(argument(component)), Shape.OPTIONAL);
        }
        if (raw.equals(List.class)) {
            return new ValueType(Scalar.of(argument(component)), Shape.LIST);
        }
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new ValueType(Scalar.of(raw), nullable ? Shape.NULLABLE : Shape.REQUIRED);
    }

    /** The class between the angle brackets of {@code Optional} or {@code List}. */
    static Class<?> argument(RecordComponent component) {
        Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        if (argument instanceof Class<?> type) {
            return type;
        }
        throw new IllegalArgumentException("a setting cannot be of type " + component.getGenericType());
    }

    boolean isList() {
        return shape == Shape.LIST;
    }

    /** True if an empty text stands for a value of its own, rather than for a missing or absent one. */
    boolean takesEmptyText() {
        return scalar.type().equals(String.class) && shape == Shape.REQUIRED;
    }

    /** What the documentation calls this type. */
    String title() {
        return switch (shape) {
            case REQUIRED -> scalar.title();
            case OPTIONAL, NULLABLE -> scalar.title() + ", optional";
            case LIST -> "list of " + scalar.title();
        };
    }
}

package io.sluice.common.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A settings record seen through reflection.
 *
 * @param members one for each component of the record, in the same order
 */
record Section(Class<? extends Record> type, List<Member> members) {

    Section {
        members = List.copyOf(members);
    }

    /**
     * Makes the record.
     *
     * @throws IllegalArgumentException that of the compact constructor, if it does not accept the values
     */
    Record create(@Nullable Object[] values) {
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(componentTypes());
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException("cannot create " + type.getName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create " + type.getName(), e);
        }
    }

    /** The value of the component that has this index. */
    @Nullable
    Object read(Record settings, int index) {
        try {
            var accessor = type.getRecordComponents()[index].getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + type.getName(), e);
        }
    }

    private Class<?>[] componentTypes() {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
    }
}

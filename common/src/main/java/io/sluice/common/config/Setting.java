package io.sluice.common.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a settings record to {@link ConfigLoader}.
 *
 * <p>Every component that holds a value carries it; on a component that is itself a settings record it is needed only
 * to say something about the section or to change {@link #defaults}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /**
     * The default, written as in a file: {@code 25s}, {@code 65536}, {@code true}; the elements of a list are separated
     * by commas. Empty means an empty text or list, no value for an {@code Optional} or {@code @Nullable} component,
     * and for any other type that the setting must be given.
     */
    String value() default "";

    /** What the setting does, with its unit and, for a limit, the reason for the number. One paragraph. */
    String doc() default "";

    /** True if neither messages nor prints may show the value. */
    boolean secret() default false;

    /**
     * For a section: defaults of settings inside it that differ from those on its record, each as {@code key=value}
     * with the key relative to the section, for example {@code port=9080}.
     */
    String[] defaults() default {};
}

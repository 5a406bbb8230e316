package io.sluice.loadtest.measure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mutable state of this class belongs to one plain thread at a time, which its calls may block. It is the sibling of
 * {@link io.sluice.common.threading.EventLoopConfined} for command lines, where no event loop is involved.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ThreadConfined {}

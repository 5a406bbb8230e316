package io.sluice.common.threading;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every method of this class may be called from any thread at any time, event loops included.
 *
 * <p>The class itself says how it does that: by a queue, an atomic, a snapshot that is replaced whole, or a lock that is
 * held for a bounded, short time. A class with mutable state carries either this annotation or {@link EventLoopConfined};
 * it is kept in the class file so that an architecture test can hold the rule.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ThreadSafe {}

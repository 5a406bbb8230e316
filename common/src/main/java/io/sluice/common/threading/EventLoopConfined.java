package io.sluice.common.threading;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mutable state of this class belongs to one event loop: every method, the constructor excepted, is called on that
 * loop and on no other thread.
 *
 * <p>So the class needs no lock, no {@code volatile} and no atomic, and has none. Others reach it by
 * {@code Context.runOnContext} or by a queue that the owning loop drains. A class with mutable state carries either this
 * annotation or {@link ThreadSafe}; it is kept in the class file so that an architecture test can hold the rule.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EventLoopConfined {}

package io.sluice.common.lifecycle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals by which a process is told to stop, SIGTERM and SIGINT, each time that one comes.
 *
 * <p>The JVM answers the first with its shutdown hooks and swallows all that follow. To hear of these there is only {@code
 * sun.misc.Signal}, of the module {@code jdk.unsupported}, which every JDK up to now has. It is reached by reflection, because a
 * compiler warns of the class by name and a JVM may lack it, or keep the signals for others ({@code -Xrs}); without it the first
 * signal is the JVM's, as ever, and the rest have no effect.
 */
final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    private static final List<String> NAMES = List.of("TERM", "INT");

    private StopSignals() {}

    /**
     * A signal that has come.
     *
     * @param first whether none came before it, of either kind
     * @param number as the system counts signals, e.g. 15 for SIGTERM
     */
    record Occurrence(boolean first, int number) {}

    /** Calls {@code action} for each signal from now on, each on a thread of its own, which it may block. */
    static void handle(Consumer<Occurrence> action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle number = lookup.findVirtual(signal, "getNumber", MethodType.methodType(int.class));
            MethodHandle make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            MethodHandle set = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, answering(number, action));
            for (String name : NAMES) {
                set.invoke(make.invoke(name), proxy);
            }
        } catch (Throwable unavailable) { // Method handles declare nothing narrower.
            LOG.debug("a second signal will not be heard", unavailable);
        }
    }

    private static InvocationHandler answering(MethodHandle number, Consumer<Occurrence> action) {
        AtomicInteger count = new AtomicInteger();
        return (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.accept(new Occurrence(count.getAndIncrement() == 0, (int) number.invoke(arguments[0])));
                return null;
            }
            return ofObject(self, method.getName(), arguments);
        };
    }

    /** The methods that every object has; the JVM may call them on a handler. */
    private static Object ofObject(Object self, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "stop signals";
        };
    }
}

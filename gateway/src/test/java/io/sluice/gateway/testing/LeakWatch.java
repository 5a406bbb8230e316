package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class during which a buffer was collected that nobody had released. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

    private static final int COLLECTIONS = 3;
    private static final long COLLECTION_MILLIS = 60_000;

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

    @Override
    public void beforeAll(ExtensionContext test) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        log.addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext test) throws InterruptedException {
        List<ILoggingEvent> found = reports();
        log.detachAppender(reports);
        assertThat(found).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    /** What Netty has reported until now; makes it look first. */
    public List<ILoggingEvent> reports() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
            // Netty reports leaks when the next buffer is allocated.
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        return List.copyOf(reports.list);
    }

    /** Returns when a collection has come around to a reference made before it. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
        System.gc();
        assertThat(queue.remove(COLLECTION_MILLIS)).isSameAs(canary);
    }
}

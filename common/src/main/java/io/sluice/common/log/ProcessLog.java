package io.sluice.common.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.sluice.common.admission.Rate;
import io.sluice.common.threading.ThreadSafe;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, of which Logback keeps one. Until {@link #apply} it is that of {@code logback.xml}: text, from INFO on.
 *
 * <p>Who gives Logback a file of their own ({@code -Dlogback.configurationFile=…}) decides about level and form by it; the limit
 * of {@link LineLimit} and its counts then hold for the first appender of the root logger.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class ProcessLog {

    /** What holds before the settings are read: the default of {@link LogSettings#peerLinesPerSecond}. */
    private static final int FIRST_PEER_LINES = 5;

    /** What {@code logback.xml} of this project sets, and files of others do not: the settings decide about level and form. */
    private static final String BY_SETTINGS = "sluice.by settings";

    private static final String LIMIT = "sluice.line limit";

    private final LoggerContext context;
    private final LineLimit limit;

    private ProcessLog(LoggerContext context, LineLimit limit) {
        this.context = context;
        this.limit = limit;
    }

    /**
     * The log, whose lines are limited and counted from the first call on.
     *
     * @param nanoClock {@code System::nanoTime}; that of the first call is used
     */
    public static ProcessLog of(LongSupplier nanoClock) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        synchronized (context) {
            if (context.getObject(LIMIT) instanceof LineLimit limit) {
                return new ProcessLog(context, limit);
            }
            LineLimit limit = new LineLimit(rate(FIRST_PEER_LINES), nanoClock);
            limit.start();
            context.putObject(LIMIT, limit);
            Iterator<Appender<ILoggingEvent>> appenders = root(context).iteratorForAppenders();
            if (appenders.hasNext()) {
                appenders.next().addFilter(limit);
            }
            return new ProcessLog(context, limit);
        }
    }

    /** Makes the log what the settings say; called when they are read, and once more if they have changed. */
    public void apply(LogSettings settings) {
        limit.limitTo(rate(settings.peerLinesPerSecond()));
        if (context.getProperty(BY_SETTINGS) != null) {
            setLevel(settings.level().level());
            if (settings.format() == LogFormat.JSON) {
                writeJson();
            }
        }
    }

    /** What is written and what is not. */
    public LogMetrics metrics() {
        return new LogMetrics(limit);
    }

    /** Libraries have a level of their own, which is never below the one that is set. */
    private void setLevel(Level level) {
        for (Logger logger : context.getLoggerList()) {
            Level own = logger.getLevel();
            if (own != null && !own.isGreaterOrEqual(level)) {
                logger.setLevel(level);
            }
        }
        root(context).setLevel(level);
    }

    private void writeJson() {
        JsonLines encoder = new JsonLines();
        encoder.setContext(context);
        encoder.start();
        root(context).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof OutputStreamAppender<ILoggingEvent> console) {
                console.setEncoder(encoder);
            }
        });
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** All of a second's lines may come at once. */
    private static Rate rate(int perSecond) {
        return new Rate(perSecond, perSecond);
    }
}

package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.publishing;
import static io.sluice.gateway.session.TestClient.subscribing;
import static io.sluice.gateway.session.TestClient.temporaryError;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.gateway.subscription.SubscriptionStart;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What is written about a command whose client is told no more than that it may try again. */
class FailedCommandLogTest {

    private static final List<Class<?>> WRITERS = List.of(FailedCommands.class, SubscriptionStart.class);

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void listen() {
        written.start();
        WRITERS.forEach(writer -> log(writer).addAppender(written));
    }

    @AfterEach
    void leave() {
        WRITERS.forEach(writer -> log(writer).detachAppender(written));
        node.broker().takeCalls();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish        | news   | ,'data':1  | Publish",
                "history        | past:1 | ,'limit':1 | History",
                "presence       | here:1 | ''         | Presence",
                "presence_stats | here:1 | ''         | PresenceStats"
            })
    void aCommandIsNamedWithItsSessionAndTheCause(String command, String channel, String more, String name) {
        TestClient ann = node.connectedAs("ann");
        goDown();
        ann.say("{'id':2,'" + command + "':{'channel':'" + channel + "'" + more + "}}");
        ann.expect(temporaryError(2));
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("client command failed command=" + name + " session="
                        + ann.session().id() + " cause=")
                .contains("down");
    }

    @ParameterizedTest
    @CsvSource({"news", "here:1", "past:1"})
    void aSubscriptionThatCannotBeginNamesItsSessionAndTheCause(String channel) {
        TestClient ann = node.connectedAs("ann");
        goDown();
        ann.send(subscribing(2, channel));
        ann.expect(temporaryError(2));
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("a subscription could not begin session="
                        + ann.session().id() + " cause=")
                .contains("down");
    }

    @Test
    void whatAClientMayNotDoIsNotAFailure() {
        TestClient ann = node.connectedAs("ann");
        ann.send(publishing(2, "feed:1", "1"));
        ann.expect(TestClient.error(2, 103, "permission denied"));
        assertThat(lines()).isEmpty();
    }

    private void goDown() {
        node.broker().down(true);
        node.presence().down(true);
    }

    /** At DEBUG there is a stack besides. */
    private List<String> lines() {
        return written.list.stream()
                .filter(line -> line.getLevel().equals(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Logger log(Class<?> writer) {
        return (Logger) LoggerFactory.getLogger(writer);
    }
}

package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is written about a call of the server API that failed, by whatever form it came. */
class FailedCallLogTest {

    private static final String LINE =
            "server API call failed method=info request=front-1 cause=java.io.IOException: no Redis";

    /** The failure of a broker with what is behind it. */
    private static final String DOWN = "io.sluice.gateway.broker.BrokerUnavailableException: the fake broker is down; "
            + "java.lang.IllegalStateException: as the test wants";

    private final Logger log = (Logger) LoggerFactory.getLogger(ApiMethods.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void listen() {
        api.nodes(Future.failedFuture(new IOException("no Redis")));
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void leave() {
        log.detachAppender(written);
    }

    @Test
    void aCallNamesItsRequestAndTheCause() {
        call(ApiMethod.INFO, "{}");
        assertWritten(LINE);
    }

    @Test
    void eachCommandOfABatchNamesTheRequestOfAll() {
        call(ApiMethod.BATCH, "{'commands':[{'info':{}},{'info':{}}]}");
        assertWritten(LINE, LINE);
    }

    @Test
    void commandsOfABatchSideBySideDoSoToo() {
        call(ApiMethod.BATCH, "{'parallel':true,'commands':[{'info':{}},{'info':{}}]}");
        assertWritten(LINE, LINE);
    }

    @Test
    void commandsOfTheLegacyFormDoSoToo() {
        List<ApiCommand> commands =
                LegacyCommand.read(bytes("{'method':'info','params':{}}{'method':'info','params':{}}"));
        assertThat(api.methods().oneByOne(commands, "front-1").isComplete()).isTrue();
        assertWritten(LINE, LINE);
    }

    @Test
    void eachChannelOfABroadcastDoesSoToo() {
        api.broker().down(true);
        call(ApiMethod.BROADCAST, "{'channels':['a','b'],'data':1}");
        api.broker().assertCalls("publish a 1", "publish b 1");
        String line = "server API call failed method=broadcast request=front-1 cause=" + DOWN;
        assertWritten(line, line);
    }

    @Test
    void aHistoryThatCannotBeReadDoesSoToo() {
        api.broker().down(true);
        call(ApiMethod.HISTORY, "{'channel':'full:a','limit':1}");
        api.broker().takeCalls();
        assertWritten("server API call failed method=history request=front-1 cause="
                + "io.sluice.gateway.history.HistoryRefusedException: internal server error; " + DOWN);
    }

    @Test
    void aHistoryThatIsRefusedIsNoFailure() {
        call(ApiMethod.HISTORY, "{'channel':'full:a','limit':1,'since':{'offset':9,'epoch':'x'}}");
        api.broker().takeCalls();
        assertWritten();
    }

    private void call(ApiMethod method, String body) {
        Record request = ApiJson.read(bytes(body), method.request());
        assertThat(api.methods().call(method, request, "front-1").isComplete()).isTrue();
    }

    private void assertWritten(String... lines) {
        assertThat(written()).containsExactly(lines);
    }

    /** The lines of level WARN; at DEBUG there is a stack besides. */
    private List<String> written() {
        return written.list.stream()
                .filter(line -> line.getLevel().equals(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}

package io.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.Patience;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What node control promises, whatever joins the nodes; each implementation runs it. */
public abstract class ControlContract {

    protected static final Duration PATIENCE = Patience.OF_TESTS;

    protected final Vertx vertx = Vertx.vertx();
    private final List<String> obeyed = new CopyOnWriteArrayList<>();

    private Control control;

    /** A control that has not been started, of the node {@link #ownId}. */
    protected abstract Control newControl();

    protected abstract String ownId();

    /** Makes {@code control}'s node, which is started, known to the others. */
    protected abstract void announce(Control started);

    @BeforeEach
    void startControl() {
        control = newControl();
        control.onQuestion("echo", Future::succeededFuture);
        control.onQuestion("refuse", details -> Future.failedFuture("no"));
        control.onQuestion("throw", details -> {
            throw new IllegalStateException("broken");
        });
        control.onQuestion("brood", details -> Promise.<Buffer>promise().future());
        control.onQuestion("boast", details -> Future.succeededFuture(Buffer.buffer(new byte[(16 << 20) + 1])));
        control.onOrder("note", details -> obeyed.add(details.toString()));
        control.onOrder("fail", details -> {
            throw new IllegalStateException("broken");
        });
        Outcomes.of(control.start());
        announce(control);
    }

    @AfterEach
    void stopControl() {
        Outcomes.of(control.stop());
        Outcomes.of(vertx.close());
    }

    protected Control control() {
        return control;
    }

    protected List<String> obeyed() {
        return obeyed;
    }

    @Test
    void aNodeAnswersItself() {
        assertThat(Outcomes.of(control.ask(ownId(), "echo", Buffer.buffer("x"))))
                .isEqualTo(Buffer.buffer("x"));
    }

    @Test
    void aSurveyReachesThisNodeToo() {
        assertThat(Outcomes.of(control.survey("echo", Buffer.buffer("x")))).containsExactly(Buffer.buffer("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nobody", "*", "no\nbody", "\u0000", "no body"})
    void aNodeThatNeverWasIsUnknown(String node) {
        assertThat(Outcomes.failureOf(control.ask(node, "echo", Buffer.buffer())))
                .isInstanceOf(UnknownNodeException.class);
    }

    @Test
    void aVeryLongNodeIdIsUnknownAndNotRepeated() {
        assertThat(Outcomes.failureOf(control.ask("n".repeat(100_000), "echo", Buffer.buffer())))
                .isInstanceOf(UnknownNodeException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "throw", "boast", "unheard of"})
    void aQuestionWithoutAnAnswerFails(String question) {
        assertThat(Outcomes.settled(control.ask(ownId(), question, Buffer.buffer()))
                        .failed())
                .isTrue();
        assertThat(Outcomes.settled(control.survey(question, Buffer.buffer())).failed())
                .isTrue();
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeFailsTheQuestion() {
        assertThat(Outcomes.failureOf(control.ask(ownId(), "brood", Buffer.buffer())))
                .isInstanceOf(SurveyFailedException.class)
                .hasMessageContaining("in time");
    }

    @Test
    void ordersAreObeyedInTheOrderGiven() {
        List<String> orders = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        orders.stream()
                .map(each -> control.order("note", Buffer.buffer(each)))
                .toList()
                .forEach(Outcomes::of);
        awaitObeyed(orders);
    }

    @Test
    void ordersBehindOneThatFailsOrIsUnknownAreObeyed() {
        Outcomes.of(control.order("fail", Buffer.buffer()));
        Outcomes.of(control.order("unheard of", Buffer.buffer()));
        Outcomes.of(control.order("note", Buffer.buffer("last")));
        awaitObeyed(List.of("last"));
    }

    @Test
    void detailsAboveTheLimitAreRefused() {
        Buffer tooMuch = Buffer.buffer(new byte[Control.MAX_DETAILS_BYTES + 1]);
        for (Future<?> call : List.of(
                control.ask(ownId(), "echo", tooMuch),
                control.survey("echo", tooMuch),
                control.order("note", tooMuch))) {
            assertThat(Outcomes.failureOf(call))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("details may have 2097152 bytes at most but had 2097153");
        }
    }

    @Test
    void detailsAtTheLimitArrive() {
        Buffer much = Buffer.buffer(new byte[Control.MAX_DETAILS_BYTES]);
        assertThat(Outcomes.of(control.ask(ownId(), "echo", much))).isEqualTo(much);
    }

    @Test
    void anOrderHasOneAction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> control.onOrder("note", details -> {}))
                .withMessage("order note has an action already");
    }

    protected void awaitObeyed(List<String> orders) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(obeyed).isEqualTo(orders));
    }
}

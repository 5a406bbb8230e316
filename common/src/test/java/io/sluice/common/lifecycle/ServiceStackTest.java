package io.sluice.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ServiceStackTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final ServiceStack stack = new ServiceStack(SHORT);

    @Test
    void servicesStartInOrderAndStopInReverse() throws Exception {
        stack.add(service("a")).add(service("b")).add(service("c"));

        end(stack.start());
        end(stack.stop());

        assertThat(calls).containsExactly("start a", "start b", "start c", "stop c", "stop b", "stop a");
    }

    @Test
    void aServiceStartsOnlyWhenTheOneBelowHas() throws Exception {
        Promise<Void> slow = Promise.promise();
        stack.add(service("a").startsWith(slow.future())).add(service("b"));

        Future<Void> start = stack.start();

        assertThat(calls).containsExactly("start a");
        slow.complete();
        end(start);
        assertThat(calls).containsExactly("start a", "start b");
    }

    @Test
    void aFailedStartStopsWhatHadStartedAndNamesTheFirstCause() {
        BindException cause = new BindException("Address already in use");
        stack.add(service("a"))
                .add(service("b"))
                .add(service("c").startsWith(Future.failedFuture(cause)))
                .add(service("d"));

        assertThat(failureOf(stack.start()))
                .isInstanceOf(StartFailedException.class)
                .hasMessage("c could not start: Address already in use")
                .hasCause(cause);
        assertThat(calls).containsExactly("start a", "start b", "start c", "stop b", "stop a");
    }

    @Test
    void aStartThatThrowsCountsAsFailed() {
        stack.add(Service.of(
                "a",
                () -> {
                    throw new IllegalStateException();
                },
                Future::succeededFuture));

        assertThat(failureOf(stack.start())).hasMessage("a could not start: IllegalStateException");
    }

    @Test
    void aStopThatFailsAfterAFailedStartIsTheLesserProblem() {
        stack.add(service("a").stopsWith(Future.failedFuture("stuck")))
                .add(service("b").startsWith(Future.failedFuture("broken")));

        Throwable failure = failureOf(stack.start());

        assertThat(failure).hasMessage("b could not start: broken");
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Test
    void allAreStoppedEvenIfSomeFailOrHang() {
        stack.add(service("a").stopsWith(Future.failedFuture("first down")))
                .add(service("b").stopsNever())
                .add(Service.stopping("c", () -> {
                    throw new IllegalStateException("thrown");
                }))
                .add(service("d"));
        stack.start();

        Throwable failure = failureOf(stack.stop());

        assertThat(failure).isInstanceOf(StopFailedException.class).hasMessage("stop of c failed: thrown");
        assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("stop of b was not done after 20 ms", "stop of a failed: first down");
        assertThat(calls).endsWith("stop d", "stop b", "stop a");
    }

    @Test
    void aServiceCanHaveATimeoutOfItsOwn() {
        ServiceStack patient =
                new ServiceStack(Duration.ofHours(1)).add(service("a").stopsNever(), SHORT);
        patient.start();

        assertThat(failureOf(patient.stop())).hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void startAndStopAreDoneOnce() throws Exception {
        stack.add(service("a"));

        assertThat(stack.start()).isSameAs(stack.start());
        assertThat(stack.stop()).isSameAs(stack.stop());

        end(stack.stopped());
        assertThat(calls).containsExactly("start a", "stop a");
    }

    @Test
    void aStackThatWasNotStartedStopsAtOnce() throws Exception {
        stack.add(service("a"));

        end(stack.stop());

        assertThat(calls).isEmpty();
        assertThat(failureOf(stack.start())).hasMessageContaining("a stop was requested");
        assertThat(calls).isEmpty();
    }

    @Test
    void aStopDuringTheStartEndsItBeforeTheNextService() throws Exception {
        Promise<Void> slow = Promise.promise();
        stack.add(service("a").startsWith(slow.future())).add(service("b"));
        Future<Void> start = stack.start();

        Future<Void> stop = stack.stop();
        slow.complete();

        end(stop);
        assertThat(failureOf(start)).hasMessageContaining("a stop was requested");
        assertThat(calls).containsExactly("start a", "stop a");
    }

    @Test
    void aStopDoesNotWaitForeverForAStart() throws Exception {
        stack.add(service("a")).add(service("b").startsNever());
        stack.start();

        end(stack.stop());

        assertThat(calls).containsExactly("start a", "start b", "stop a");
    }

    @Test
    void aServiceThatStartsTooLateForTheStopIsStoppedToo() throws Exception {
        Promise<Void> late = Promise.promise();
        stack.add(service("a").startsWith(late.future()));
        Future<Void> start = stack.start();
        end(stack.stop());

        late.complete();
        failureOf(start);

        assertThat(calls).containsExactly("start a", "stop a");
    }

    @Test
    void servicesAreAddedBeforeTheStartOnly() {
        stack.start();

        assertThatIllegalStateException().isThrownBy(() -> stack.add(service("late")));
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceStack(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> stack.add(service("a"), Duration.ofMillis(-1)));
    }

    private RecordingService service(String name) {
        return new RecordingService(name, calls);
    }

    private static void end(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(Future<Void> future) {
        return assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> end(future))
                .actual()
                .getCause();
    }
}

package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.endpoint.StatusTransform;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.http.BackendReply.Answered;
import io.sluice.gateway.hook.http.BackendReply.Missing;
import io.sluice.gateway.metrics.HookCounters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Puts questions to back ends and makes verdicts of what comes back; whatever is no proper answer is error 100. */
@ThreadSafe
final class Questions {

    private static final int OK = 200;

    private final HookCounters counters;
    private final LongSupplier nanoTime;

    Questions(HookCounters counters, LongSupplier nanoTime) {
        this.counters = counters;
        this.nanoTime = nanoTime;
    }

    /** A verdict, and what metrics call it. */
    private record Judged<T>(Verdict<T> verdict, String outcome) {}

    /**
     * Asks one back end; never fails.
     *
     * @param form how its results look
     * @param grant what a result grants
     */
    <R, T> Future<Verdict<T>> ask(
            Backend backend, HookEvent event, HookClient client, Buffer body, Class<R> form, Function<R, T> grant) {
        long begun = nanoTime.getAsLong();
        return backend.call(event, client, body).map(reply -> {
            Judged<T> judged = judge(backend, event, reply, form, grant);
            counters.called(event.label(), backend.label(), judged.outcome(), nanoTime.getAsLong() - begun);
            return judged.verdict();
        });
    }

    private <R, T> Judged<T> judge(
            Backend backend, HookEvent event, BackendReply reply, Class<R> form, Function<R, T> grant) {
        if (reply instanceof Missing missing) {
            String reason = missing.reason().label();
            backend.warn(event.label(), missing.detail().isEmpty() ? reason : reason + ": " + missing.detail());
            return failed(reason);
        }
        Answered answered = (Answered) reply;
        if (answered.status() != OK) {
            return backend.endpoint()
                    .http()
                    .transform(answered.status())
                    .map(Questions::<T>transformed)
                    .orElseGet(() -> {
                        backend.warn(event.label(), "expected status 200 but was " + answered.status());
                        return failed("status");
                    });
        }
        try {
            Verdict<T> verdict =
                    AnswerJson.read(answered.body().getBytes(), form).verdict(grant);
            return new Judged<>(verdict, outcome(verdict));
        } catch (MalformedAnswerException e) {
            backend.warn(event.label(), "the answer is malformed: " + e.getMessage());
            return failed("malformed");
        }
    }

    private static <T> Judged<T> failed(String outcome) {
        return new Judged<>(Verdict.refused(ErrorCode.INTERNAL), outcome);
    }

    private static <T> Judged<T> transformed(StatusTransform transform) {
        Verdict<T> verdict = transform
                .error()
                .<Verdict<T>>map(Verdict.Refused::new)
                .orElseGet(() -> new Verdict.Ended<>(transform.disconnect().orElseThrow()));
        return new Judged<>(verdict, outcome(verdict));
    }

    private static String outcome(Verdict<?> verdict) {
        if (verdict instanceof Verdict.Granted) {
            return "granted";
        }
        return verdict instanceof Verdict.Refused ? "refused" : "ended";
    }
}

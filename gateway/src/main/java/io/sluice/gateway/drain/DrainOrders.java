package io.sluice.gateway.drain;

import io.sluice.common.config.Durations;
import io.sluice.common.management.ManagementServer;
import io.sluice.common.management.OperatorAnswer;
import io.sluice.gateway.control.Control;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What operators may ask and tell a node about its drain, at its management port and from anywhere in the cluster by node
 * control: {@code GET /drain}, {@code POST /drain} with an optional {@code period}, {@code POST /undrain}. Each answers with the
 * state that the node is in then.
 */
public final class DrainOrders {

    /** The question by which node control carries these; its details are {@code {"method","path","parameters"}}. */
    public static final String QUESTION = "drain";

    private static final String DRAIN = "/drain";
    private static final String UNDRAIN = "/undrain";
    private static final String PERIOD = "period";

    private final Drain drain;

    public DrainOrders(Drain drain) {
        this.drain = drain;
    }

    /** Answers at the management port; before that starts. */
    public void mount(ManagementServer management) {
        management.on(HttpMethod.GET, DRAIN, request -> status(request.parameters()));
        management.on(HttpMethod.POST, DRAIN, request -> begin(request.parameters()));
        management.on(HttpMethod.POST, UNDRAIN, request -> undo(request.parameters()));
    }

    /** Answers by node control; before that starts. */
    public void answer(Control control) {
        Map<String, Function<Map<String, String>, OperatorAnswer>> actions =
                Map.of("GET " + DRAIN, this::status, "POST " + DRAIN, this::begin, "POST " + UNDRAIN, this::undo);
        control.onQuestion(QUESTION, details -> {
            try {
                JsonObject order = new JsonObject(details);
                var action = actions.get(order.getString("method") + " " + order.getString("path"));
                return action == null
                        ? Future.failedFuture("unknown order")
                        : Future.succeededFuture(encoded(carriedOut(action, order.getJsonObject("parameters"))));
            } catch (DecodeException | ClassCastException malformed) {
                return Future.failedFuture(malformed);
            }
        });
    }

    /** The details of {@link #QUESTION}. */
    public static Buffer question(String method, String path, Map<String, String> parameters) {
        return new JsonObject()
                .put("method", method)
                .put("path", path)
                .put("parameters", new JsonObject(new HashMap<>(parameters)))
                .toBuffer();
    }

    /** What a node answered to {@link #QUESTION}. */
    public static OperatorAnswer decoded(Buffer answer) {
        JsonObject json = new JsonObject(answer);
        return new OperatorAnswer(json.getInteger("status"), json.getJsonObject("body"));
    }

    private static Buffer encoded(OperatorAnswer answer) {
        return new JsonObject()
                .put("status", answer.status())
                .put("body", answer.body())
                .toBuffer();
    }

    private static OperatorAnswer carriedOut(
            Function<Map<String, String>, OperatorAnswer> action, JsonObject parameters) {
        Map<String, String> texts = new HashMap<>();
        parameters.forEach(field -> texts.put(field.getKey(), String.valueOf(field.getValue())));
        try {
            return action.apply(texts);
        } catch (IllegalArgumentException e) {
            return OperatorAnswer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private OperatorAnswer status(Map<String, String> parameters) {
        expectNothingBut("", parameters);
        return OperatorAnswer.ok(drain.status().json());
    }

    private OperatorAnswer begin(Map<String, String> parameters) {
        expectNothingBut(PERIOD, parameters);
        String period = parameters.get(PERIOD);
        if (period == null) {
            drain.begin();
        } else {
            drain.begin(period(period));
        }
        return OperatorAnswer.ok(drain.status().json());
    }

    private OperatorAnswer undo(Map<String, String> parameters) {
        expectNothingBut("", parameters);
        return drain.undo()
                ? OperatorAnswer.ok(drain.status().json())
                : OperatorAnswer.refused(409, "the node is stopping, which cannot be taken back: start it again");
    }

    private static Duration period(String text) {
        try {
            Duration period = Durations.parse(text);
            DrainSettings.checkPeriod(period);
            return period;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PERIOD + ": " + e.getMessage(), e);
        }
    }

    private static void expectNothingBut(String known, Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!name.equals(known)) {
                throw new IllegalArgumentException(
                        "there is no parameter " + name + (known.isEmpty() ? "" : ", only " + known));
            }
        }
    }
}

package io.sluice.gateway.api;

import io.sluice.gateway.control.Control;
import io.sluice.gateway.hub.Hub;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks all nodes for their channels and adds up the subscribers. */
public final class ChannelsSurvey {

    private static final String QUESTION = "channels";

    private final Control control;
    private final Hub hub;

    /** Makes this node answer such surveys; before {@code control} is started. */
    public ChannelsSurvey(Control control, Hub hub) {
        this.control = control;
        this.hub = hub;
        control.onQuestion(QUESTION, this::answer);
    }

    /** Subscribers by channel, over all nodes, of the channels that match {@code pattern}. */
    Future<Map<String, Integer>> channels(String pattern) {
        return control.survey(QUESTION, Buffer.buffer(pattern)).map(ChannelsSurvey::sum);
    }

    private Future<Buffer> answer(Buffer pattern) {
        GlobPattern glob = new GlobPattern(pattern.toString());
        return hub.subscriberCounts().map(counts -> {
            JsonObject channels = new JsonObject();
            counts.forEach((channel, subscribers) -> {
                if (glob.matches(channel)) {
                    channels.put(channel, subscribers);
                }
            });
            return channels.toBuffer();
        });
    }

    private static Map<String, Integer> sum(List<Buffer> answers) {
        Map<String, Integer> sums = new TreeMap<>();
        for (Buffer answer : answers) {
            for (Map.Entry<String, Object> channel : new JsonObject(answer)) {
                sums.merge(channel.getKey(), ((Number) channel.getValue()).intValue(), Integer::sum);
            }
        }
        return sums;
    }
}

package io.sluice.loadtest.baseline;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.measure.OpenLoopSchedule;

/**
 * What the baseline server is told to send, on channel 0, to every subscriber; as a line of text between two processes.
 *
 * @param schedule when each message is due, on the clock that all processes of this machine share
 * @param count of messages
 * @param payload of each
 * @param names of the channel
 */
record BaselineOrder(OpenLoopSchedule schedule, long count, LoadPayload payload, ChannelNames names) {
    private static final int WORDS = 5;

    String line() {
        return String.join(
                " ",
                Long.toString(schedule.startNanos()),
                Double.toString(schedule.perSecond()),
                Long.toString(count),
                Integer.toString(payload.bytes()),
                names.prefix());
    }

    static BaselineOrder parse(String line) {
        String[] words = line.split(" ");
        if (words.length != WORDS) {
            throw new IllegalArgumentException("expected " + WORDS + " words but was: " + line);
        }
        return new BaselineOrder(
                new OpenLoopSchedule(Long.parseLong(words[0]), Double.parseDouble(words[1])),
                Long.parseLong(words[2]),
                new LoadPayload(Integer.parseInt(words[3])),
                new ChannelNames(words[4]));
    }
}

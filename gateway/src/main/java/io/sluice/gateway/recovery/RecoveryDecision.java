package io.sluice.gateway.recovery;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import java.util.List;
import java.util.Optional;

/**
 * Whether the past that a subscriber asks for can be given to it, judged by what was read from the stream. What came live while
 * it was read is not in it yet; {@link RecoveryMerger} adds that.
 *
 * @param rule how the subscription is joined to its past
 * @param recovered whether the subscriber gets what it asked for
 * @param publications what it missed, by ascending offset; empty unless recovered
 * @param reported the position for the reply. When recovered, the offset that the client itself named: its position moves with each
 *     publication that it handles, so one that dies amid them skips none. Otherwise the top
 * @param top of the stream when it was read
 */
public record RecoveryDecision(
        Rule rule, boolean recovered, List<Publication> publications, StreamPosition reported, StreamPosition top) {

    /** How much of the past a subscriber wants. */
    public enum Rule {
        /** None: it begins with what comes next. */
        FROM_NOW,
        /** All that it missed, without a gap. */
        EVERYTHING,
        /** Only the newest publication. */
        NEWEST
    }

    /** What to read for {@link #newest}. */
    public static final HistoryQuery NEWEST_QUERY = new HistoryQuery(1, Optional.empty(), true);

    public RecoveryDecision {
        publications = List.copyOf(publications);
    }

    /** For a subscriber that does not recover. */
    public static RecoveryDecision fromNow(StreamPosition top) {
        return new RecoveryDecision(Rule.FROM_NOW, false, List.of(), top, top);
    }

    /**
     * What to read for {@link #everything}.
     *
     * @param limit most publications that are recovered; one that missed more is not recovered
     */
    public static HistoryQuery queryForEverything(StreamPosition asked, int limit) {
        return new HistoryQuery(limit, Optional.of(asked), false);
    }

    /**
     * For a subscriber that wants all since {@code asked}. It is refused if the stream began anew, if it no longer holds what comes
     * next, if that is more than was read, or if the client claims to have seen what was never published.
     *
     * @param asked from the client and not to be trusted; an empty epoch stands for any
     * @param page what {@link #queryForEverything} gave
     */
    public static RecoveryDecision everything(StreamPosition asked, HistoryPage page) {
        List<Publication> missed = page.publications();
        StreamPosition top = page.top();
        boolean sameLife = asked.epoch().isEmpty() || asked.epoch().equals(top.epoch());
        if (!sameLife || !fills(missed, asked.offset(), top.offset())) {
            return fromNow(top);
        }
        StreamPosition reported = new StreamPosition(asked.offset(), top.epoch());
        return new RecoveryDecision(Rule.EVERYTHING, true, missed, reported, top);
    }

    /** Whether these are all publications behind {@code after} up to {@code last}; of none, whether there are none between. */
    private static boolean fills(List<Publication> publications, long after, long last) {
        int count = publications.size();
        if (last - after != count) {
            return false;
        }
        return count == 0
                || (publications.get(0).offset() == after + 1
                        && publications.get(count - 1).offset() == last);
    }

    /**
     * For a subscriber that wants the newest publication, unless it has it. It is refused if the stream no longer holds that.
     *
     * @param asked from the client and not to be trusted; offset 0 and an empty epoch if it named none
     * @param page what {@link #NEWEST_QUERY} gave
     */
    public static RecoveryDecision newest(StreamPosition asked, HistoryPage page) {
        StreamPosition top = page.top();
        StreamPosition reported = new StreamPosition(asked.offset(), top.epoch());
        if (asked.offset() > 0 && asked.equals(top)) {
            return new RecoveryDecision(Rule.NEWEST, true, List.of(), reported, top);
        }
        List<Publication> newest = page.publications();
        if (newest.isEmpty() || newest.get(0).offset() != top.offset()) {
            return new RecoveryDecision(Rule.NEWEST, false, List.of(), top, top);
        }
        return new RecoveryDecision(Rule.NEWEST, true, newest.subList(0, 1), reported, top);
    }
}

package io.sluice.gateway.recovery;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Joins the past of a subscription to what came live while it was read, so that the subscriber sees each publication once and in
 * order, or is told.
 *
 * <p>For that, live publications are collected from before the stream is read until the reply is written. Those without an offset
 * promise nothing, and count as made before the subscription.
 */
public final class RecoveryMerger {

    private RecoveryMerger() {}

    /**
     * Where the subscription begins; empty if live publications were lost or the stream began anew meanwhile, so that no beginning
     * would be true: the client has to start over.
     *
     * @param live what came, with the epochs of their streams, in any order
     */
    public static Optional<RecoveredStart> merge(RecoveryDecision decision, List<Publication> live) {
        List<Publication> ordered = live.stream()
                .filter(publication -> publication.offset() > 0)
                .sorted(Comparator.comparingLong(Publication::offset))
                .toList();
        if (!ordered.stream().allMatch(publication -> isOfLife(decision.top().epoch(), publication))) {
            return Optional.empty();
        }
        return switch (decision.rule()) {
            case FROM_NOW -> Optional.of(fromNow(decision.top(), ordered));
            case EVERYTHING -> everything(decision, ordered);
            case NEWEST -> Optional.of(newest(decision, ordered));
        };
    }

    private static boolean isOfLife(String epoch, Publication publication) {
        return epoch.isEmpty() || epoch.equals(publication.epoch());
    }

    private static RecoveredStart fromNow(StreamPosition top, List<Publication> live) {
        StreamPosition highest = highest(top, live);
        return new RecoveredStart(false, List.of(), highest, highest);
    }

    private static Optional<RecoveredStart> everything(RecoveryDecision decision, List<Publication> live) {
        List<Publication> merged = new ArrayList<>(decision.publications());
        PositionTracker tracker = new PositionTracker(decision.top());
        for (Publication publication : live) {
            switch (tracker.accept(publication)) {
                case DELIVER -> merged.add(publication);
                case DUPLICATE -> {}
                case INSUFFICIENT -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new RecoveredStart(true, merged, decision.reported(), tracker.position()));
    }

    /** What came live may fill a cache that was empty when it was read. */
    private static RecoveredStart newest(RecoveryDecision decision, List<Publication> live) {
        StreamPosition highest = highest(decision.top(), live);
        if (highest.offset() > decision.top().offset()) {
            return new RecoveredStart(true, List.of(live.get(live.size() - 1)), decision.reported(), highest);
        }
        return new RecoveredStart(decision.recovered(), decision.publications(), decision.reported(), highest);
    }

    private static StreamPosition highest(StreamPosition top, List<Publication> live) {
        if (live.isEmpty()) {
            return top;
        }
        return new StreamPosition(
                Math.max(top.offset(), live.get(live.size() - 1).offset()), top.epoch());
    }
}

package io.sluice.router.balance;

import io.sluice.router.backend.LoadReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Scores candidates by how loaded they are among themselves: the weighted sum of the ratios of their figures to the means
 * of all. Ratios have no unit, so connections and milliseconds can be added.
 */
final class LoadScore {

    /**
     * A ratio of a figure other than connections counts no more than this: such a figure may be anything for a second, and
     * no second of it may outweigh a difference in connections of more than its weight times this.
     */
    static final double MAX_RATIO = 3;

    /** Figures beside the connections, each with the value below which it means nothing. */
    private enum Figure {
        MESSAGES(1_000),
        LAG(20),
        QUEUE(16 * 1024 * 1024),
        HEAP(0.6);

        private final double floor;

        Figure(double floor) {
            this.floor = floor;
        }

        double of(Candidate candidate) {
            double reported =
                    switch (this) {
                        case MESSAGES -> candidate.reported(LoadReport::messagesPerSecond);
                        case LAG -> candidate.reported(LoadReport::eventLoopLagMillis);
                        case QUEUE -> candidate.reported(LoadReport::queuedBytes);
                        case HEAP -> candidate.reported(LoadReport::heapUsed);
                    };
            return Math.max(floor, reported);
        }
    }

    private final LoadWeightSettings weights;
    private final double meanLoad;
    private final Map<Figure, Double> means = new EnumMap<>(Figure.class);

    /** Takes the means of these candidates, of which there is at least one. */
    LoadScore(LoadWeightSettings weights, List<Candidate> candidates) {
        this.weights = weights;
        this.meanLoad = mean(candidates, Candidate::loadWithOneMore);
        for (Figure figure : Figure.values()) {
            means.put(figure, mean(candidates, figure::of));
        }
    }

    /** The score of one of them; the least is the best. */
    double of(Candidate candidate) {
        double score = weights.connections() * candidate.loadWithOneMore() / meanLoad;
        for (Map.Entry<Figure, Double> mean : means.entrySet()) {
            double ratio = mean.getKey().of(candidate) / mean.getValue();
            score += weightOf(mean.getKey()) * Math.min(MAX_RATIO, ratio);
        }
        return score;
    }

    private double weightOf(Figure figure) {
        return switch (figure) {
            case MESSAGES -> weights.messages();
            case LAG -> weights.lag();
            case QUEUE -> weights.queue();
            case HEAP -> weights.heap();
        };
    }

    private static double mean(List<Candidate> candidates, ToDoubleFunction<Candidate> figure) {
        return candidates.stream().mapToDouble(figure).average().orElseThrow();
    }
}

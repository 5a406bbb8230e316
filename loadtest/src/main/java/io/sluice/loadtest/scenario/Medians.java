package io.sluice.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;

/** Several runs as one: the median of each measurement, but the sum of counts that have a limit, so that no fault is hidden. */
final class Medians {
    private Medians() {}

    /** Combines runs whose measurements are the same in the same order. */
    static List<Measurement> of(List<List<Measurement>> runs) {
        List<Measurement> combined = new ArrayList<>();
        for (int i = 0; i < runs.get(0).size(); i++) {
            int row = i;
            combined.add(combine(runs.stream().map(run -> run.get(row)).toList()));
        }
        return combined;
    }

    private static Measurement combine(List<Measurement> values) {
        Measurement first = values.get(0);
        boolean fault = first.unit().equals("count") && first.limit().isPresent();
        double value = fault
                ? values.stream().mapToDouble(Measurement::value).sum()
                : median(values.stream().map(Measurement::value).toList());
        return new Measurement(first.name(), value, first.unit(), first.limit());
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

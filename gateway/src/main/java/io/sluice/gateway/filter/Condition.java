package io.sluice.gateway.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A filter that was checked, in the form in which it is evaluated. */
sealed interface Condition {

    boolean matches(Map<String, String> tags);

    /** The tag is there and has this value. */
    record Is(String key, String value) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return value.equals(tags.get(key));
        }
    }

    /** The tag has one of these values; a tag that is not there counts as empty. */
    record IsOneOf(String key, Set<String> values) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return values.contains(tags.getOrDefault(key, ""));
        }
    }

    /** The tag is there. */
    record IsPresent(String key) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return tags.containsKey(key);
        }
    }

    /** The tag's value has this text in a certain place. */
    record Has(String key, Place place, String text) implements Condition {

        /** Where the text is looked for. */
        enum Place {
            START,
            END,
            ANYWHERE
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            String value = tags.get(key);
            if (value == null) {
                return false;
            }
            return switch (place) {
                case START -> value.startsWith(text);
                case END -> value.endsWith(text);
                case ANYWHERE -> value.contains(text);
            };
        }
    }

    /** The tag's value is a number on a certain side of the bound. */
    record IsNumber(String key, Side side, BigDecimal bound) implements Condition {

        /** Where numbers are wanted, seen from the bound. */
        enum Side {
            BELOW,
            UP_TO,
            FROM,
            ABOVE
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            String value = tags.get(key);
            if (value == null) {
                return false;
            }
            Optional<BigDecimal> number = DecimalNumber.parse(value);
            if (number.isEmpty()) {
                return false;
            }
            int order = number.get().compareTo(bound);
            return switch (side) {
                case BELOW -> order < 0;
                case UP_TO -> order <= 0;
                case FROM -> order >= 0;
                case ABOVE -> order > 0;
            };
        }
    }

    /** Holds for no tags. */
    record Never() implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return false;
        }
    }

    /** The opposite. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            return !condition.matches(tags);
        }
    }

    /** All of them hold. */
    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (Condition condition : conditions) {
                if (!condition.matches(tags)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one of them holds. */
    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean matches(Map<String, String> tags) {
            for (Condition condition : conditions) {
                if (condition.matches(tags)) {
                    return true;
                }
            }
            return false;
        }
    }
}

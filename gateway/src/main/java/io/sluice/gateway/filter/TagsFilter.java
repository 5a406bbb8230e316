package io.sluice.gateway.filter;

import io.sluice.common.protocol.FilterNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which publications a subscriber wants, by their tags. Immutable, and equal to every other that was written alike: whoever asks the
 * same can share one answer.
 */
public final class TagsFilter {

    private final Condition condition;
    private final int hash;

    private TagsFilter(Condition condition) {
        this.condition = condition;
        this.hash = condition.hashCode();
    }

    /** Makes a filter of what a client or a back end sent; empty if that is malformed, or above the limits of {@link FilterCompiler}. */
    public static Optional<TagsFilter> of(FilterNode node) {
        return FilterCompiler.compile(node).map(TagsFilter::new);
    }

    /** Whether a publication with these tags is wanted. */
    public boolean matches(Map<String, String> tags) {
        return condition.matches(tags);
    }

    /** A filter that wants what both want. */
    public TagsFilter and(TagsFilter other) {
        return equals(other) ? this : new TagsFilter(new Condition.All(List.of(condition, other.condition)));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof TagsFilter filter && hash == filter.hash && condition.equals(filter.condition));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return condition.toString();
    }
}

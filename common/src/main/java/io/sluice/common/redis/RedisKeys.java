package io.sluice.common.redis;

/**
 * What the keys of one installation are called. On one server that is {@code <prefix>.<kind>.<rest>}.
 *
 * <p>In a cluster a script may use several keys only if they are in one slot, so there all keys of a channel carry the same tag,
 * {@code <prefix>.<kind>.{<number>}.<rest>}, and so do all keys of a {@linkplain #group group}. The number is the slot that
 * the channel's name alone would have: a name may hold braces itself, at its beginning too, and as a tag would be cut at the first
 * closing one, or be none if that comes first; a number has none. Which names share a number is as good as chance, and so is the slot of
 * a number: channels spread over the masters as keys do that have no tag.
 *
 * @param prefix what every key begins with; without braces in a cluster
 * @param clustered whether the keys are for a cluster. One server gets none of the tags, so that a version that knows of clusters finds
 *     what an older one has written.
 */
public record RedisKeys(String prefix, boolean clustered) {

    public RedisKeys {
        if (clustered && (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0)) {
            throw new IllegalArgumentException("prefix: expected no { or } in a cluster but was " + prefix);
        }
    }

    /** Keys on one server. */
    public static RedisKeys of(String prefix) {
        return new RedisKeys(prefix, false);
    }

    /**
     * The key of something that a channel has.
     *
     * @param kind what it is
     * @param rest the channel, or what tells several of its keys apart
     */
    public String ofChannel(String kind, String channel, String rest) {
        String start = prefix + "." + kind + ".";
        return clustered ? start + tag(channel) + "." + rest : start + rest;
    }

    /** The key of a kind of which a channel has one. */
    public String ofChannel(String kind, String channel) {
        return ofChannel(kind, channel, channel);
    }

    /** A key that shares its slot with all keys that begin with it. */
    public String group(String kind) {
        String key = prefix + "." + kind;
        return clustered ? key + ".{" + kind + "}" : key;
    }

    /** By which a command about a channel that has no key, such as PUBLISH, is sent where the keys of the channel are. */
    public String route(String channel) {
        return clustered ? tag(channel) : "";
    }

    private static String tag(String channel) {
        return "{" + HashSlot.ofWhole(channel) + "}";
    }
}

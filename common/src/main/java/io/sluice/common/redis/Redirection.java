package io.sluice.common.redis;

import org.jspecify.annotations.Nullable;

/**
 * What a member of a cluster says instead of carrying a command out. The command has done nothing then, so sending it again cannot do
 * it twice.
 *
 * @param target where to; the member itself if that is not said
 */
record Redirection(Kind kind, RedisAddress target) {

    /** Why the command was not carried out. */
    enum Kind {
        /** The slot belongs to another master. */
        MOVED,
        /** The key may have gone to the master to which the slot is just moving: it is to be asked this once. */
        ASK,
        /** Some of the keys have moved already, and some not. */
        TRYAGAIN,
        /** The cluster does not work at the moment. */
        CLUSTERDOWN
    }

    private static final int PARTS = 3;

    /**
     * Reads a failure.
     *
     * @param asked where the command was sent
     * @return {@code null} if it is none
     */
    static @Nullable Redirection of(Throwable failure, RedisAddress asked) {
        if (!(failure instanceof RedisCommandException refusal)) {
            return null;
        }
        return switch (refusal.code()) {
            case "MOVED" -> to(Kind.MOVED, String.valueOf(refusal.getMessage()), asked);
            case "ASK" -> to(Kind.ASK, String.valueOf(refusal.getMessage()), asked);
            case "TRYAGAIN" -> new Redirection(Kind.TRYAGAIN, asked);
            case "CLUSTERDOWN" -> new Redirection(Kind.CLUSTERDOWN, asked);
            default -> null;
        };
    }

    /* MOVED 3999 127.0.0.1:6381, with an address of version 6 without brackets, and without a host if the member knows none. */
    private static @Nullable Redirection to(Kind kind, String message, RedisAddress asked) {
        String[] parts = message.split(" ", PARTS);
        String place = parts.length == PARTS ? parts[PARTS - 1] : "";
        int colon = place.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String host = colon == 0 ? asked.host() : place.substring(0, colon);
        try {
            return new Redirection(kind, asked.at(host, place.substring(colon + 1)));
        } catch (IllegalArgumentException nonsense) {
            return null;
        }
    }
}

package io.sluice.loadtest.scenario;

/**
 * JSON documents of some 1,000 bytes, each much like the one before: an order book of one share, of which each update changes
 * the last price, the time, the number and one level of twenty. Document {@code n} is always the same.
 */
final class SimilarDocuments {
    private static final int LEVELS = 10;
    private static final long BASE_CENTS = 18_000;
    private static final long FIRST_MILLIS = 1_700_000_000_000L;

    private SimilarDocuments() {}

    /** Document {@code number}, from 1. */
    static String json(long number) {
        StringBuilder json = new StringBuilder(1_100)
                .append("{\"n\":")
                .append(number)
                .append(
                        ",\"symbol\":\"SLCE\",\"name\":\"Sluice Gate Works\",\"exchange\":\"XTST\",\"currency\":\"EUR\"")
                .append(",\"state\":\"continuous trading\",\"tick\":0.01,\"lot\":100,\"time\":")
                .append(FIRST_MILLIS + number * 50)
                .append(",\"last\":");
        appendPrice(json, BASE_CENTS + mixed(number) % 50);
        appendSide(json, "bids", number, 0);
        appendSide(json, "asks", number, LEVELS);
        return json.append('}').toString();
    }

    private static void appendSide(StringBuilder json, String name, long number, int firstLevel) {
        json.append(",\"").append(name).append("\":[");
        for (int level = 0; level < LEVELS; level++) {
            long changed = lastChange(number, firstLevel + level);
            json.append(level == 0 ? "" : ",").append("{\"price\":");
            long away = firstLevel == 0 ? -1L - level : 51L + level;
            appendPrice(json, BASE_CENTS + away);
            json.append(",\"size\":")
                    .append(100 + mixed(changed) % 9_000)
                    .append(",\"orders\":")
                    .append(1 + mixed(changed + 1) % 40)
                    .append('}');
        }
        json.append(']');
    }

    /** The last of the documents up to {@code number} that changed a level; each changes the next one. */
    private static long lastChange(long number, int level) {
        int levels = 2 * LEVELS;
        return number - Math.floorMod(number - level, (long) levels);
    }

    private static void appendPrice(StringBuilder json, long cents) {
        json.append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10);
    }

    /** A number from 0 that looks random. */
    private static long mixed(long number) {
        long mixed = number * 0x9E37_79B9_7F4A_7C15L;
        mixed ^= mixed >>> 29;
        return (mixed * 0xBF58_476D_1CE4_E5B9L) >>> 33;
    }
}

package io.sluice.common.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Makes JSON texts of any shape, with white space wherever JSON allows it; plain random, as nested arbitraries are slow. */
final class JsonTexts {
    private static final int MAX_DEPTH = 5; // of arrays and objects
    private static final int MAX_LENGTH = 4; // entries of an array or an object
    private static final int MAX_CHARACTERS = 12;
    private static final String[] SPACES = {"", "", "", "", " ", "\n", "\r\n", "\t", " \n "};
    private static final String[] WORDS = {
        "true", "false", "-0", "1e5", "0.10E-07", "\"\\u00e9\\/\"", "\"\\ud834\\udd1e\"", "[]", "{}", "\"\""
    };

    private final Random random;

    private JsonTexts(Random random) {
        this.random = random;
    }

    /** One value, but not null, without white space around it. */
    static Arbitrary<String> values() {
        return Arbitraries.randomValue(random -> new JsonTexts(random).value(MAX_DEPTH));
    }

    /** Text of any characters that UTF-8 has; ASCII more often than others. */
    static Arbitrary<String> strings() {
        return Arbitraries.randomValue(random -> new JsonTexts(random).string());
    }

    /** Mostly none, else some of what JSON calls white space. */
    static Arbitrary<String> spaces() {
        return Arbitraries.of(SPACES);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> String.valueOf(random.nextLong());
            case 1 -> String.valueOf(random.nextGaussian());
            case 2, 3 -> quoted();
            case 4 -> oneOf(WORDS);
            case 5 -> '[' + several(i -> padded(valueOrNull(depth - 1))) + ']';
            default -> '{' + several(i -> padded(quoted()) + ':' + padded(valueOrNull(depth - 1))) + '}';
        };
    }

    private String valueOrNull(int depth) {
        return random.nextInt(10) == 0 ? "null" : value(depth);
    }

    private String several(Function<Integer, String> entry) {
        return IntStream.range(0, random.nextInt(MAX_LENGTH + 1))
                .mapToObj(entry::apply)
                .collect(Collectors.joining(","));
    }

    private String quoted() {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsUTF8(string()), UTF_8) + '"';
    }

    private String string() {
        return IntStream.range(0, random.nextInt(MAX_CHARACTERS + 1))
                .mapToObj(i -> Character.toString(codePoint()))
                .collect(Collectors.joining());
    }

    private int codePoint() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(Character.MIN_SURROGATE);
            case 1 -> Character.MAX_SURROGATE + 1 + random.nextInt(Character.MAX_CODE_POINT - Character.MAX_SURROGATE);
            default -> random.nextInt(0x80);
        };
    }

    private String padded(String text) {
        return oneOf(SPACES) + text + oneOf(SPACES);
    }

    private String oneOf(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}

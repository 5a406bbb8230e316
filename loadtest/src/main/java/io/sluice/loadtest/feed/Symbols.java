package io.sluice.loadtest.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Invents securities: the same ones, in the same order, for the same seed. */
public final class Symbols {
    /** What a page can show and one connection may subscribe to (the demo's {@code client.channel_limit}). */
    public static final int MAX_COUNT = 512;

    private static final String CONSONANTS = "BDLMNPRSTVXZ";
    private static final String VOWELS = "AEIOU";
    private static final List<String> ENDINGS = List.of(
            "Aerospace",
            "Analytics",
            "Biotech",
            "Brewing",
            "Ceramics",
            "Chemicals",
            "Dynamics",
            "Electric",
            "Energy",
            "Foods",
            "Foundry",
            "Freight",
            "Glass",
            "Holdings",
            "Instruments",
            "Labs",
            "Logistics",
            "Marine",
            "Materials",
            "Media",
            "Mining",
            "Motors",
            "Networks",
            "Optics",
            "Paper",
            "Pharma",
            "Power",
            "Rail",
            "Robotics",
            "Semicon",
            "Software",
            "Steel",
            "Systems",
            "Telecom",
            "Textiles",
            "Tools",
            "Water",
            "Works");
    private static final int EXTRA_LETTER_ONE_IN = 2;

    private Symbols() {}

    /** Invents {@code count} securities, from 1 to {@value #MAX_COUNT}. */
    public static List<Symbol> invent(int count, long seed) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("expected 1 to " + MAX_COUNT + " symbols but was " + count);
        }
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Symbol> byCode = new LinkedHashMap<>();
        byCode.put("ACME", new Symbol("ACME", "Acme Industries"));
        while (byCode.size() < count) {
            String code = code(random);
            byCode.putIfAbsent(code, new Symbol(code, name(code, random)));
        }
        return new ArrayList<>(byCode.values());
    }

    private static String code(SplittableRandom random) {
        StringBuilder code = new StringBuilder();
        code.append(letter(CONSONANTS, random)).append(letter(VOWELS, random));
        code.append(letter(CONSONANTS, random)).append(letter(VOWELS, random));
        if (random.nextInt(EXTRA_LETTER_ONE_IN) == 0) {
            code.append(letter(CONSONANTS, random));
        }
        return code.toString();
    }

    private static char letter(String letters, SplittableRandom random) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    private static String name(String code, SplittableRandom random) {
        String ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
        return code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT) + " " + ending;
    }
}

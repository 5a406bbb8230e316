package io.sluice.router.balance;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which part of a request is the key of {@link RendezvousHash}.
 *
 * @param name of the header, query parameter or cookie; empty for the token's subject
 */
public record HashKey(Source source, String name) {

    /** Where keys are found. */
    public enum Source {
        HEADER("header"),
        QUERY("query"),
        COOKIE("cookie"),

        /** The claim {@code sub} of a JWT, unverified: it decides where a client goes and nothing else. */
        TOKEN_SUBJECT("token_subject");

        private final String title;

        Source(String title) {
            this.title = title;
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,128}");

    public HashKey {
        if (source == Source.TOKEN_SUBJECT ? !name.isEmpty() : !isName(name)) {
            throw new IllegalArgumentException("expected a name of 1 to 128 letters, digits and - _ . but was " + name);
        }
    }

    /**
     * Reads {@code header:NAME}, {@code query:NAME}, {@code cookie:NAME} or {@code token_subject}.
     *
     * @throws IllegalArgumentException if the text is none of them; the message repeats the text
     */
    public static HashKey parse(String text) {
        int colon = text.indexOf(':');
        String title = colon < 0 ? text : text.substring(0, colon);
        Optional<Source> source = Arrays.stream(Source.values())
                .filter(known -> known.title.equals(title))
                .findFirst();
        String name = colon < 0 ? "" : text.substring(colon + 1);
        boolean complete = source.isPresent() && (source.get() == Source.TOKEN_SUBJECT ? colon < 0 : isName(name));
        if (!complete) {
            throw new IllegalArgumentException("expected "
                    + Arrays.stream(Source.values()).map(HashKey::form).collect(Collectors.joining(", "))
                    + " but was \"" + text + "\"");
        }
        return new HashKey(source.get(), name);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String form(Source source) {
        return source == Source.TOKEN_SUBJECT ? source.title : source.title + ":NAME";
    }
}

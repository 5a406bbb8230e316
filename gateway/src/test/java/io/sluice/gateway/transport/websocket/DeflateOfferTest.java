package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOfferTest {

    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final String ANSWER_WITH_WINDOW = ANSWER + "; server_max_window_bits=15";

    @Test
    void withoutAHeaderNothingIsOffered() {
        assertThat(DeflateOffer.firstAcceptable(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits", // Chrome, Firefox, ws of Node
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; client_max_window_bits=\"1\\0\"",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover", // Go, centrifuge-java
                "Permessage-Deflate;Client_No_Context_Takeover",
                " \tpermessage-deflate\t ;\t client_max_window_bits = 9 ",
                "x-webkit-deflate-frame, permessage-deflate",
                "other; a=1; b=\"c\"; a, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate"
            })
    void anOfferIsTakenUpWithoutContextTakeOver(String header) {
        assertThat(answer(header)).contains(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate; server_max_window_bits=15",
            })
    void whoAsksForAWindowReadsItInTheAnswer(String header) {
        assertThat(answer(header)).contains(ANSWER_WITH_WINDOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=14", // smaller than the JDK can
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; server_max_window_bits=+15",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=99999999999999999999",
                "permessage-deflate; client_max_window_bits=ten",
                "permessage-deflate; server_no_context_takeover=true",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits=9; Client_Max_Window_Bits=9",
                "permessage-deflate; dictionary",
                "permessage-deflate-2",
                "x-permessage-deflate",
                "deflate-frame"
            })
    void anOfferThatCannotBeKeptIsDeclined(String header) {
        assertThat(answer(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "=",
                "\"",
                "permessage-deflate,",
                ",permessage-deflate",
                "permessage-deflate;",
                "permessage-deflate; ;",
                "permessage-deflate; =15",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"15",
                "permessage-deflate; client_max_window_bits=\"15\\",
                "permessage-deflate; client_max_window_bits=\"1 5\"",
                "permessage-deflate; client_max_window_bits=15 15",
                "permessage-deflate client_max_window_bits",
                "permessage-deflate=1",
                "permessage-deflate, other; a=\"b,c\"",
                "permessage-deflate/1",
                "permessage-d\u00e9flate",
                "permessage-deflate\u0000"
            })
    void aHeaderThatBreaksTheGrammarOffersNothing(String header) {
        assertThat(answer(header)).isEmpty();
    }

    @Test
    void offersMayBeInSeveralHeaders() {
        assertThat(answer("other", "broken;", "permessage-deflate; server_max_window_bits=9", "permessage-deflate"))
                .contains(ANSWER);
        assertThat(answer("permessage-deflate; server_max_window_bits=15", "permessage-deflate"))
                .contains(ANSWER_WITH_WINDOW);
    }

    @Test
    void aHeaderOfAnyLengthIsRead() {
        String parameters = "; a=\"b\"".repeat(100_000);
        assertThat(answer("other" + parameters + ", permessage-deflate")).contains(ANSWER);
        assertThat(answer("other; a=\"" + "b".repeat(100_000))).isEmpty();
    }

    @Property
    void noHeaderMakesItFail(@ForAll("headers") String header) {
        assertThat(answer(header)).isIn(Optional.empty(), Optional.of(ANSWER), Optional.of(ANSWER_WITH_WINDOW));
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> parts = Arbitraries.of(
                "permessage-deflate",
                "server_max_window_bits",
                "client_max_window_bits",
                "15",
                "8",
                ";",
                ",",
                "=",
                "\"",
                " ",
                "\\",
                "\t",
                "x");
        return Arbitraries.oneOf(
                Arbitraries.strings(), parts.list().ofMaxSize(20).map(list -> String.join("", list)));
    }

    /** One parameter as a client may write it, and whether it can be kept. */
    record Sample(String text, String name, boolean acceptable) {}

    @Property
    void theFirstOfferWhoseParametersCanAllBeKeptIsTaken(
            @ForAll @Size(min = 1, max = 4) List<@Size(max = 4) List<Integer>> offers) {
        List<String> texts = new ArrayList<>();
        Optional<String> expected = Optional.empty();
        for (List<Integer> choices : offers) {
            List<Sample> parameters = choices.stream()
                    .map(choice -> SAMPLES.get(Math.floorMod(choice, SAMPLES.size())))
                    .toList();
            StringBuilder text = new StringBuilder("permessage-deflate");
            parameters.forEach(parameter -> text.append(" ; ").append(parameter.text()));
            texts.add(text.toString());
            if (expected.isEmpty()) {
                expected = expected(parameters);
            }
        }
        assertThat(answer(String.join(" , ", texts))).isEqualTo(expected);
        assertThat(answer(texts.toArray(String[]::new))).isEqualTo(expected);
    }

    private static final List<Sample> SAMPLES = List.of(
            new Sample("server_no_context_takeover", "server_no_context_takeover", true),
            new Sample("CLIENT_no_context_takeover", "client_no_context_takeover", true),
            new Sample("client_max_window_bits", "client_max_window_bits", true),
            new Sample("client_max_window_bits=\"12\"", "client_max_window_bits", true),
            new Sample("client_max_window_bits = 3", "client_max_window_bits", false),
            new Sample("server_max_window_bits=15", "server_max_window_bits", true),
            new Sample("server_max_window_bits=\"14\"", "server_max_window_bits", false),
            new Sample("memory=9", "memory", false));

    private static Optional<String> expected(List<Sample> parameters) {
        Set<String> names = new TreeSet<>();
        for (Sample parameter : parameters) {
            if (!parameter.acceptable() || !names.add(parameter.name().toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
        }
        return Optional.of(names.contains("server_max_window_bits") ? ANSWER_WITH_WINDOW : ANSWER);
    }

    private static Optional<String> answer(String... headers) {
        return DeflateOffer.firstAcceptable(List.of(headers)).map(DeflateOffer::answer);
    }
}

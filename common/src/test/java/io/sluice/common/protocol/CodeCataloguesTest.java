package io.sluice.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.json.JsonPayloads;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers and words that clients rely on, written down a second time. */
class CodeCataloguesTest {
    private static final int LONGEST_CLOSE_REASON = 123; // bytes: what is left of a control frame after the code

    @Test
    void errorsAreTheOnesOfTheProtocol() {
        assertThat(catalogue(ErrorCode.values(), ErrorCode::code, ErrorCode::message))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry(100, "internal server error"),
                        Map.entry(101, "unauthorized"),
                        Map.entry(102, "unknown channel"),
                        Map.entry(103, "permission denied"),
                        Map.entry(104, "method not found"),
                        Map.entry(105, "already subscribed"),
                        Map.entry(106, "limit exceeded"),
                        Map.entry(107, "bad request"),
                        Map.entry(108, "not available"),
                        Map.entry(109, "token expired"),
                        Map.entry(110, "expired"),
                        Map.entry(111, "too many requests"),
                        Map.entry(112, "unrecoverable position"),
                        Map.entry(113, "concurrent pagination"))));
    }

    @Test
    void threeErrorsAreTemporary() {
        assertThat(ErrorCode.values())
                .filteredOn(ErrorCode::temporary)
                .extracting(ErrorCode::code)
                .containsExactly(100, 111, 113);
    }

    @Test
    void disconnectsAreTheOnesOfTheProtocol() {
        assertThat(catalogue(DisconnectCode.values(), DisconnectCode::code, DisconnectCode::reason))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry(3000, "connection closed"),
                        Map.entry(3001, "shutdown"),
                        Map.entry(3004, "internal server error"),
                        Map.entry(3005, "connection expired"),
                        Map.entry(3006, "subscription expired"),
                        Map.entry(3008, "slow"),
                        Map.entry(3009, "write error"),
                        Map.entry(3010, "insufficient state"),
                        Map.entry(3011, "force reconnect"),
                        Map.entry(3012, "no pong"),
                        Map.entry(3013, "too many requests"),
                        Map.entry(3014, "state invalidated"),
                        Map.entry(3500, "invalid token"),
                        Map.entry(3501, "bad request"),
                        Map.entry(3502, "stale"),
                        Map.entry(3503, "force disconnect"),
                        Map.entry(3504, "connection limit"),
                        Map.entry(3505, "channel limit"),
                        Map.entry(3506, "inappropriate protocol"),
                        Map.entry(3507, "permission denied"),
                        Map.entry(3508, "not available"),
                        Map.entry(3509, "too many errors"))));
    }

    @Test
    void unsubscribesAreTheOnesOfTheProtocol() {
        assertThat(catalogue(UnsubscribeCode.values(), UnsubscribeCode::code, UnsubscribeCode::reason))
                .isEqualTo(new TreeMap<>(Map.of(
                        2000, "server unsubscribe",
                        2500, "insufficient state",
                        2501, "subscription expired",
                        2502, "state invalidated")));
    }

    @ParameterizedTest
    @EnumSource
    void clientsReconnectInTheRangesThatSayReconnect(DisconnectCode disconnect) {
        int code = disconnect.code();
        boolean terminal = (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
        assertThat(code).isGreaterThanOrEqualTo(3000);
        assertThat(disconnect.reconnect()).isEqualTo(!terminal);
    }

    @ParameterizedTest
    @EnumSource
    void clientsResubscribeFrom2500On(UnsubscribeCode unsubscribe) {
        assertThat(unsubscribe.code()).isBetween(2000, 2999);
        assertThat(unsubscribe.resubscribes()).isEqualTo(unsubscribe.code() >= 2500);
    }

    @ParameterizedTest
    @MethodSource
    void reasonsFitACloseFrameAndArePlainWords(String reason) {
        assertThat(reason.getBytes(UTF_8)).hasSizeBetween(1, LONGEST_CLOSE_REASON);
        assertThat(reason).matches("[a-z]+( [a-z]+)*");
        assertThatExceptionOfType(MalformedFrameException.class)
                .as("a client that finds JSON in a reason takes it for something else")
                .isThrownBy(() -> JsonPayloads.parse(reason.getBytes(UTF_8)));
    }

    static Stream<String> reasonsFitACloseFrameAndArePlainWords() {
        return Stream.of(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::message),
                        Arrays.stream(DisconnectCode.values()).map(DisconnectCode::reason),
                        Arrays.stream(UnsubscribeCode.values()).map(UnsubscribeCode::reason))
                .flatMap(Function.identity())
                .distinct();
    }

    @Test
    void anErrorMakesTheReplyThatReportsIt() {
        assertThat(ErrorCode.BAD_REQUEST.reply(7)).isEqualTo(new Reply.Failed(7, ErrorCode.BAD_REQUEST.error()));
    }

    private static <E> Map<Integer, String> catalogue(E[] codes, Function<E, Integer> code, Function<E, String> text) {
        return Arrays.stream(codes)
                .collect(Collectors.toMap(
                        code,
                        text,
                        (one, other) -> {
                            throw new AssertionError("two rows with the same code: " + one + ", " + other);
                        },
                        TreeMap::new));
    }
}

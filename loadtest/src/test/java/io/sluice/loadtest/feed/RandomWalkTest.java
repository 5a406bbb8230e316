package io.sluice.loadtest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomWalkTest {
    private static final List<Symbol> SYMBOLS = Symbols.invent(20, 1);

    private static List<Tick> ticks(long seed, int count) {
        RandomWalk walk = new RandomWalk(SYMBOLS, seed);
        return Stream.generate(() -> walk.next(5)).limit(count).toList();
    }

    @Test
    void theSameSeedGivesTheSameTicks() {
        assertThat(ticks(7, 1000)).isEqualTo(ticks(7, 1000));
    }

    @Test
    void anotherSeedGivesOtherTicks() {
        assertThat(ticks(7, 1000)).isNotEqualTo(ticks(8, 1000));
    }

    @Test
    void theFirstTicksOfASeedStayTheSameInEveryVersion() {
        assertThat(ticks(42, 3))
                .extracting(Tick::toJson)
                .containsExactly(
                        "{\"symbol\":\"LADAR\",\"price\":385.16,\"open\":385.23,\"volume\":220,\"time\":5}",
                        "{\"symbol\":\"XITET\",\"price\":471.98,\"open\":471.99,\"volume\":230,\"time\":5}",
                        "{\"symbol\":\"BOLE\",\"price\":372.56,\"open\":372.47,\"volume\":130,\"time\":5}");
    }

    @Test
    void pricesMoveInSmallStepsAndStaySaneForALongTime() {
        for (Tick tick : ticks(3, 500_000)) {
            assertThat(tick.priceCents()).isBetween(tick.openCents() / 4, tick.openCents() * 4);
            assertThat(tick.volume()).isBetween(10, 500);
        }
    }

    @Test
    void everySymbolTrades() {
        assertThat(ticks(3, 1000))
                .extracting(Tick::symbol)
                .contains(SYMBOLS.stream().map(Symbol::code).toArray(String[]::new));
    }

    @Test
    void aTickIsOneFlatObjectWithPricesOfTwoDecimals() {
        assertThat(new Tick("ACME", 12305, 900, 300, 1712345678901L).toJson())
                .isEqualTo(
                        "{\"symbol\":\"ACME\",\"price\":123.05,\"open\":9.00,\"volume\":300,\"time\":1712345678901}");
    }

    @Test
    void symbolsAreDistinctWordsOfLetters() {
        List<Symbol> symbols = Symbols.invent(Symbols.MAX_COUNT, 99);

        assertThat(symbols)
                .extracting(Symbol::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[A-Z]{4,5}"));
        assertThat(symbols).first().isEqualTo(new Symbol("ACME", "Acme Industries"));
        assertThat(Symbols.invent(10, 99)).isEqualTo(symbols.subList(0, 10));
    }

    @Test
    void moreSymbolsThanAPageShowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Symbols.invent(513, 1))
                .withMessage("expected 1 to 512 symbols but was 513");
    }
}

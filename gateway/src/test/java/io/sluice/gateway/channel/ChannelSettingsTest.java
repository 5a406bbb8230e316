package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.config.ConfigException;
import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSettingsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 4097})
    void aNamesLimitIsFrom1To4096(int maxLength) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(maxLength, 1))
                .withMessage("max_length must be 1 to 4096 bytes but was %d", maxLength);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (16 << 20) + 1})
    void aPublicationsLimitIsFrom1ByteTo16MiB(int maxPublicationSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, maxPublicationSize))
                .withMessage("max_publication_size must be 1 to 16777216 bytes but was %d", maxPublicationSize);
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        assertThat(settings(1, 1).maxLength()).isEqualTo(1);
        assertThat(settings(4096, 16 << 20).maxPublicationSize()).isEqualTo(16 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:b", "ch at", "$chat", "caf\u00e9", "chat\n", "a*"})
    void aNamespaceNeedsAProperName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(namespace(name)))
                .withMessageContaining("at least 2 of letters, digits, - _ . but was '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "chat", "Chat-2.0_x", ".."})
    void namesOfLettersDigitsAndThreeSignsAreProper(String name) {
        assertThat(settings(namespace(name)).namespaces())
                .extracting(ChannelOptions::name)
                .containsExactly(name);
    }

    @Test
    void aNamespaceIsDefinedOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(namespace("chat"), namespace("news"), namespace("chat")))
                .withMessage("namespace 'chat' is defined twice");
    }

    @Test
    void theOptionsWithoutNamespaceHaveNoName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestOptions.settings(255, 1, namespace("chat"), List.of()))
                .withMessage("without_namespace must have no name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            namespaces[0].name=kept namespaces[0].history_size=1 namespaces[0].history_ttl=61m | namespace 'kept' PT1H1M
            without_namespace.history_size=1 without_namespace.history_ttl=61m                 | without_namespace PT1H1M
            """)
    void noHistoryOutlivesItsStream(String assignments, String culprit) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TestOptions.settings(("history_meta_ttl=1h " + assignments).split(" ")))
                .withMessage("settings: history_meta_ttl must be at least every history_ttl, but was PT1H and that of "
                        + culprit);
    }

    @Test
    void aNamespaceMayKeepItsStreamsForATimeOfItsOwn() {
        ChannelSettings settings = TestOptions.settings(
                "history_meta_ttl=1h",
                "namespaces[0].name=kept",
                "namespaces[0].history_size=1",
                "namespaces[0].history_ttl=61m",
                "namespaces[0].history_meta_ttl=62m");
        assertThat(settings.namespaces().get(0).historyMetaTtl()).contains(Duration.ofMinutes(62));
        assertThat(settings.withoutNamespace().historyMetaTtl()).isEmpty();
        assertThat(settings.historyMetaTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(TestOptions.settings().historyMetaTtl()).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            private_prefix=a             | private_prefix must be at most 8 signs other than letters, digits and -_.* but was 'a'
            namespace_boundary=.         | namespace_boundary must be at most 8 signs other than letters, digits and -_.* but was '.'
            user_boundary=*              | user_boundary must be at most 8 signs other than letters, digits and -_.* but was '*'
            user_separator=,,,,,,,,,     | user_separator must be at most 8 signs other than letters, digits and -_.* but was ',,,,,,,,,'
            user_separator=é        | user_separator must be at most 8 signs other than letters, digits and -_.* but was 'é'
            user_boundary=:              | private_prefix, namespace_boundary, user_boundary and user_separator must differ but were $ : : ,
            """)
    void marksThatWouldBeTakenForSomethingElseAreRefused(String assignment, String reason) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TestOptions.settings(assignment))
                .withMessage("settings: " + reason);
    }

    @Test
    void laterChangesOfTheListAreNotSeen() {
        List<ChannelOptions> namespaces = new ArrayList<>(List.of(namespace("chat")));
        ChannelSettings settings = TestOptions.settings(255, 1, TestOptions.CLOSED, namespaces);
        namespaces.clear();
        assertThat(settings.namespaces()).hasSize(1);
    }

    private static ChannelSettings settings(int maxLength, int maxPublicationSize) {
        return TestOptions.settings(maxLength, maxPublicationSize, TestOptions.CLOSED, List.of());
    }

    private static ChannelSettings settings(ChannelOptions... namespaces) {
        return TestOptions.settings(255, 1, TestOptions.CLOSED, List.of(namespaces));
    }

    private static ChannelOptions namespace(String name) {
        return TestOptions.of(name);
    }
}

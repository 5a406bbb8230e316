package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSettingsTest {

    private static final Duration META_TTL = Duration.ofHours(1);

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
                .isThrownBy(() -> new ChannelSettings(255, 1, META_TTL, namespace("chat"), List.of()))
                .withMessage("without_namespace must have no name");
    }

    @Test
    void noHistoryOutlivesItsStream() {
        ChannelOptions kept = TestOptions.of("kept", "history_size=1", "history_ttl=61m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(kept))
                .withMessage("history_meta_ttl must be at least every history_ttl, but was PT1H"
                        + " and that of namespace 'kept' PT1H1M");
        ChannelOptions plain = TestOptions.of("", "history_size=1", "history_ttl=61m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelSettings(255, 1, META_TTL, plain, List.of()))
                .withMessageEndingWith(" and that of without_namespace PT1H1M");
        assertThat(settings(TestOptions.of("kept", "history_size=1", "history_ttl=61m", "history_meta_ttl=61m"))
                        .namespaces())
                .hasSize(1);
    }

    @Test
    void laterChangesOfTheListAreNotSeen() {
        List<ChannelOptions> namespaces = new ArrayList<>(List.of(namespace("chat")));
        ChannelSettings settings = new ChannelSettings(255, 1, META_TTL, TestOptions.CLOSED, namespaces);
        namespaces.clear();
        assertThat(settings.namespaces()).hasSize(1);
    }

    private static ChannelSettings settings(int maxLength, int maxPublicationSize) {
        return new ChannelSettings(maxLength, maxPublicationSize, META_TTL, TestOptions.CLOSED, List.of());
    }

    private static ChannelSettings settings(ChannelOptions... namespaces) {
        return new ChannelSettings(255, 1, META_TTL, TestOptions.CLOSED, List.of(namespaces));
    }

    private static ChannelOptions namespace(String name) {
        return TestOptions.of(name);
    }
}

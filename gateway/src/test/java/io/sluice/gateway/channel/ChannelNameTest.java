package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @CsvSource({
        "news, ''",
        "chat:1, chat",
        "chat:1:2, chat",
        "chat:, chat",
        ":x, ''",
        "$secret, ''",
        "$chat:1, chat",
        "$$chat:1, $chat",
        "a$b:1, a$b",
        "user#42, ''",
        "chat:user#42, chat"
    })
    void theNamespaceIsWhatStandsBeforeTheFirstColon(String name, String namespace) {
        assertThat(new ChannelName(name).namespace()).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({"$secret, true", "$chat:1, true", "$, true", "chat:$1, false", "news, false"})
    void aLeadingDollarMakesAChannelPrivate(String name, boolean isPrivate) {
        assertThat(new ChannelName(name).isPrivate()).isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\tb", "caf\u00e9", "a\u007f", "\u0000", "\ud83d\ude00", "\u2028"})
    void onlyPrintableAsciiIsAName(String text) {
        assertThat(ChannelName.parse(text, 255)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "~", "a b", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
    void everyPrintableCharacterMayStandInAName(String text) {
        assertThat(ChannelName.parse(text, 255)).contains(new ChannelName(text));
    }

    @Test
    void aNameMayBeAsLongAsTheLimitAndNoLonger() {
        assertThat(ChannelName.parse("abc", 3)).isPresent();
        assertThat(ChannelName.parse("abcd", 3)).isEmpty();
    }

    @Test
    void aNameIsWrittenAsItself() {
        assertThat(new ChannelName("chat:1")).hasToString("chat:1");
    }
}

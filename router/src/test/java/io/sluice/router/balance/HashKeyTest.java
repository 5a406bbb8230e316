package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashKeyTest {

    @Test
    void eachFormIsRead() {
        assertThat(HashKey.parse("header:X-User")).isEqualTo(new HashKey(HashKey.Source.HEADER, "X-User"));
        assertThat(HashKey.parse("query:room")).isEqualTo(new HashKey(HashKey.Source.QUERY, "room"));
        assertThat(HashKey.parse("cookie:sid")).isEqualTo(new HashKey(HashKey.Source.COOKIE, "sid"));
        assertThat(HashKey.parse("token_subject")).isEqualTo(new HashKey(HashKey.Source.TOKEN_SUBJECT, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "header",
                "header:",
                "header:a b",
                "body:x",
                "token_subject:x",
                "token_subject:",
                "query:a\r\nb"
            })
    void anythingElseIsRefusedWithTheFormsThatThereAre(String text) {
        assertThatThrownBy(() -> HashKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header:NAME, query:NAME, cookie:NAME, token_subject");
    }
}

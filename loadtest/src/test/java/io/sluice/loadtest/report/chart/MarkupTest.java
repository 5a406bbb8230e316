package io.sluice.loadtest.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void elementsNest() {
        Markup markup =
                new Markup().open("a", "b", "1").empty("c").leaf("d", "text").close();

        assertThat(markup).hasToString("<a b=\"1\"><c/><d>text</d></a>");
    }

    @Test
    void textAndValuesAreEscaped() {
        Markup markup = new Markup().leaf("a", "<&>\"'\u0007\n", "b", "\"<");

        assertThat(markup).hasToString("<a b=\"&quot;&lt;\">&lt;&amp;&gt;\"'\uFFFD\n</a>");
    }

    @Test
    void anAttributeWithoutAValueIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Markup().open("a", "b"))
                .withMessageContaining("has no value");
    }
}

package io.sluice.loadtest.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FossilPatchTest {

    private static final String BEFORE = "the price is 10 and rising";

    private static String apply(String before, String patch) throws IOException {
        return new String(FossilPatch.apply(before.getBytes(UTF_8), patch.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void partsAreCopiedAndInserted() throws Exception {
        // "the price is " + "12" + " and rising"; the words of four bytes add up to 2892710303 = 2hQp6V in this base.
        assertThat(apply(BEFORE, "Q\nD@0,2:12B@F,2hQp6V;")).isEqualTo("the price is 12 and rising");
    }

    @Test
    void anEmptyDocumentIsADocument() throws Exception {
        assertThat(apply(BEFORE, "0\n0;")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Q",
                "Q\n",
                "Q\nD",
                "Q\nD@0",
                "Q\nD@0;",
                "Q\nz@0,0;",
                "Q\n9:short",
                "Q\nD@0,0;",
                "0\n0;more",
                "0\n1;",
                "0\n?",
                "0\n0000000;"
            })
    void aPatchThatIsMalformedOrForAnotherDocumentIsRefused(String patch) {
        assertThatIOException().isThrownBy(() -> apply(BEFORE, patch)).withMessageStartingWith("expected");
    }
}

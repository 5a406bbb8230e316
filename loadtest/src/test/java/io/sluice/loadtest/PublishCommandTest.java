package io.sluice.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.client.FakeApi;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PublishCommandTest {
    private final FakeApi server = new FakeApi();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void closeServer() {
        server.close();
    }

    private int run(String input, String... options) {
        Surroundings surroundings =
                new Surroundings(new ByteArrayInputStream(input.getBytes(UTF_8)), System.err, false);
        CommandLine commandLine = LoadtestMain.commandLine(surroundings)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("publish"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--url")) {
            arguments.addAll(List.of("--url", server.url().toString()));
        }
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    @Test
    void whenAllIsPublishedTheStatusIsZero() {
        assertThat(run("{\"a\":1}\n{\"a\":2}\n", "--channel", "news")).isZero();

        assertThat(out).hasToString("sent 2, rejected 0" + System.lineSeparator());
        assertThat(server.published()).containsExactly("news={\"a\":1}", "news={\"a\":2}");
    }

    @Test
    void whenSomethingIsRejectedTheStatusIsOneAndTheLineIsNamed() {
        assertThat(run("{\"s\":\"A\"}\nnope\n", "--channel-field", "s", "--prefix", "t."))
                .isEqualTo(1);

        assertThat(out).hasToString("sent 1, rejected 1" + System.lineSeparator());
        assertThat(err.toString()).contains("line 2: not JSON");
        assertThat(server.published()).containsExactly("t.A={\"s\":\"A\"}");
    }

    @Test
    void afterTwentyComplaintsTheRestIsOnlyCounted() {
        assertThat(run("nope\n".repeat(50), "--channel", "news")).isEqualTo(1);

        assertThat(err.toString().lines().filter(line -> line.startsWith("line ")))
                .hasSize(20);
        assertThat(err.toString()).contains("30 more were rejected");
    }

    @Test
    void noInputPublishesNothing() {
        assertThat(run("", "--channel", "news")).isZero();

        assertThat(out).hasToString("sent 0, rejected 0" + System.lineSeparator());
    }

    @Test
    void theKeyIsGivenToTheServer() {
        run("{}", "--channel", "news", "--api-key", "secret");

        assertThat(server.keys()).containsExactly("secret");
    }

    @Test
    void aServerThatIsNotThereIsOneLineWithAdvice() {
        assertThat(run("{}", "--channel", "news", "--url", "http://127.0.0.1:1"))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: cannot reach http://127.0.0.1:1")
                .contains("--url");
    }

    @Test
    void aChannelIsNeededByNameOrByFieldAndNotByBoth() {
        assertThat(run("")).isEqualTo(2);
        assertThat(run("", "--channel", "a", "--channel-field", "b")).isEqualTo(2);
        assertThat(run("", "--prefix", "b")).isEqualTo(2);
        assertThat(run("", "--channel", "")).isEqualTo(2);
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThat(run("", "--channel", "a", "--rate", "0")).isEqualTo(2);
        assertThat(run("", "--channel", "a", "--rate", "fast")).isEqualTo(2);
        assertThat(run("", "--channel", "a", "--url", "localhost:8000")).isEqualTo(2);
        assertThat(run("", "--channel", "a", "--url", "ws://localhost:8000")).isEqualTo(2);
        assertThat(run("", "--channel", "a", "--unknown")).isEqualTo(2);
        assertThat(err.toString()).contains("Try sluice publish --help");
    }
}

package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterMainTest {

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void withoutBackendsOrRegistryItEndsWithStatusTwoAndOneLine() {
        assertThat(run("router")).isEqualTo(2);
        assertThat(errorLine()).contains("backends", "redis.address");
    }

    @Test
    void backendsAndRegistryTogetherAreRefused() {
        assertThat(run("router", "--backends", "a:1", "--redis", "redis://localhost"))
                .isEqualTo(2);
        assertThat(errorLine()).contains("exclude each other");
    }

    @Test
    void aBackendThatIsNoAddressIsNamed() {
        assertThat(run("router", "--backends", "a:1,b")).isEqualTo(2);
        assertThat(errorLine()).contains("expected host:port but was \"b\"");
    }

    @Test
    void aRedisThatIsNoAddressIsRefused() {
        assertThat(run("router", "--redis", "localhost")).isEqualTo(2);
        assertThat(errorLine()).contains("redis");
    }

    @Test
    void anUnknownOptionEndsWithStatusTwoAndOneLine() {
        assertThat(run("router", "--prot", "1")).isEqualTo(2);
        assertThat(errorLine()).contains("--prot");
    }

    @Test
    void anUnknownSettingEndsWithStatusTwoAndNamesTheNearest() {
        assertThat(run("router", "--backends", "a:1", "--set", "conect_timeout=1s"))
                .isEqualTo(2);
        assertThat(errorLine()).contains("conect_timeout", "connect_timeout");
    }

    @Test
    void aSettingWithoutAValueIsAUsageError() {
        assertThat(run("router", "--set", "connect_timeout")).isEqualTo(2);
        errorLine();
    }

    @Test
    void aLimitThatMakesNoSenseIsRefused() {
        assertThat(run("router", "--backends", "a:1", "--set", "handshake_timeout=0s"))
                .isEqualTo(2);
        assertThat(errorLine()).contains("handshake");
    }

    @Test
    void anUnknownCommandEndsWithStatusTwo() {
        assertThat(run("gateway")).isEqualTo(2);
        assertThat(errorLine()).contains("gateway");
    }

    @Test
    void aPortInUseEndsWithStatusOneAndOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status = run(
                    "router",
                    "--backends=127.0.0.1:1",
                    "--port=" + taken.getLocalPort(),
                    "--management-port=0",
                    "--set=http_server.address=127.0.0.1");
            assertThat(status).isEqualTo(1);
            assertThat(errorLine()).startsWith("router: ").contains("in use");
        }
    }

    @Test
    void settingsComeFromAFileToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("router.yaml"), "http_server:\n  port: seventy\n");
        assertThat(run("router", "--config", file.toString())).isEqualTo(2);
        assertThat(errorLine()).contains("http_server.port", "seventy");
    }

    @Test
    void settingsComeFromTheEnvironmentToo() {
        RouterMain main = new RouterMain(Map.of("SLUICE_BACKENDS", "nowhere"), printer());
        assertThat(main.run("router")).isEqualTo(2);
        assertThat(errorLine()).contains("nowhere");
    }

    private int run(String... arguments) {
        return new RouterMain(Map.of(), printer()).run(arguments);
    }

    private PrintStream printer() {
        return new PrintStream(errors, true, StandardCharsets.UTF_8);
    }

    private String errorLine() {
        String text = errors.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines()).hasSize(1);
        return text;
    }
}

package io.sluice.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPlanTest {
    @Test
    void aPlanGrowsWithoutChangingTheOneBefore() {
        ClusterPlan plain = ClusterPlan.gateways(2);

        ClusterPlan full =
                plain.withRouter().withSetting("a", "1").withSetting("b", "2").withJvmOption("-Xmx99m");

        assertThat(plain).isEqualTo(ClusterPlan.gateways(2));
        assertThat(full.routers()).isEqualTo(1);
        assertThat(full.gatewaySettings()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(full.jvmOptions()).containsExactly("-Xmx99m");
    }

    @Test
    void severalGatewaysWithoutRedisAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterPlan(2, false, 0, Map.of(), Map.of(), List.of()))
                .withMessageContaining("need Redis");
    }

    @Test
    void programsAreFoundWhereABuildLeavesThemOrSideBySide(@TempDir Path home) throws Exception {
        Path jar = home.resolve("sluice-gateway.jar");
        Files.createFile(jar);
        assertThat(new Programs(home).command(Program.GATEWAY, List.of("-Xmx99m")))
                .endsWith("-Xmx99m", "-jar", jar.toString(), "gateway");

        Path built = home.resolve("gateway/target/sluice-gateway.jar");
        Files.createDirectories(built.getParent());
        Files.createFile(built);
        assertThat(new Programs(home).command(Program.GATEWAY, List.of())).contains(built.toString());
    }

    @Test
    void aProgramThatHasNotBeenBuiltIsToldWithTheRemedy(@TempDir Path home) {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> new Programs(home).command(Program.ROUTER, List.of()))
                .withMessageContaining("sluice-router.jar: build it first");
    }
}

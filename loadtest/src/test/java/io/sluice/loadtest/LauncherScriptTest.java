package io.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code sluice} in a directory of its own, with a Maven and a Java that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private Path home;
    private Path tools;

    /** How a run of the script ended. */
    private record Run(int status, String output) {}

    @BeforeEach
    void makeSources() throws IOException {
        home = Files.createDirectories(directory.resolve("home"));
        tools = Files.createDirectories(directory.resolve("tools"));
        Files.copy(Path.of("..", "sluice"), home.resolve("sluice"), StandardCopyOption.COPY_ATTRIBUTES);
        write(home.resolve("pom.xml"), "<project/>");
        write(home.resolve("common/pom.xml"), "<project/>");
        write(home.resolve("common/src/main/A.java"), "class A {}");
        tool(
                "mvn",
                "echo \"mvn $*\"; for m in gateway router loadtest; do mkdir -p $m/target;"
                        + " touch $m/target/sluice-$m.jar; done");
        javaOfVersion(17);
        tool("javac", "");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private void tool(String name, String script) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void javaOfVersion(int version) throws IOException {
        tool(
                "java",
                "case $1 in -XshowSettings*) echo '    java.specification.version = " + version + "' >&2; exit;;"
                        + " esac; echo \"java $*\"; exit 7");
    }

    /** A Java that makes lists and archives of classes as a real one does, as far as the script sees. */
    private void javaThatMakesArchives() throws IOException {
        tool(
                "java",
                """
                case $* in
                  *-XshowSettings*) echo '    java.specification.version = 17' >&2; exit ;;
                  *-XX:DumpLoadedClassList=*)
                    for word in "$@"; do
                      case $word in -XX:DumpLoadedClassList=*) echo 'b/B id: 7' >"${word#*=}"; echo 'a/A id: 8' >>"${word#*=}" ;; esac
                    done
                    echo "listed ${SLUICE_CHANNEL:-} $*" >>"$TOOL_CALLS"
                    echo 'gateway ready on 127.0.0.1:9, management on 127.0.0.1:9'
                    trap 'exit 0' TERM
                    while :; do sleep 0.05; done ;;
                  *-Xshare:dump*)
                    for word in "$@"; do
                      case $word in
                        -XX:SharedClassListFile=*) list=${word#*=} ;;
                        -XX:SharedArchiveFile=*) cp "$list" "${word#*=}" ;;
                      esac
                    done
                    exit ;;
                esac
                echo "java $*"; exit 7""");
    }

    private Run sluice(String... arguments) throws IOException, InterruptedException {
        return run(home.resolve("sluice"), arguments);
    }

    private Path calls() {
        return directory.resolve("calls");
    }

    private Run run(Path script, String... arguments) throws IOException, InterruptedException {
        return run(script, Map.of(), arguments);
    }

    private Run run(Path script, Map<String, String> more, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("JAVA_OPTS", "-Xmx99m -Dx=y");
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("TOOL_CALLS", calls().toString());
        builder.environment().putAll(more);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    @Test
    void theFirstStartOfAServerMakesAnArchiveAndLaterOnesUseIt() throws Exception {
        javaThatMakesArchives();
        String archive = home.toRealPath() + "/gateway/target/sluice-gateway-17.jsa";

        Run first = sluice("gateway");
        Run second = sluice("gateway");

        assertThat(first.output()).contains("sluice: making the archive of classes");
        assertThat(second.output())
                .doesNotContain("making")
                .contains("-XX:SharedArchiveFile=" + archive + " -Xlog:cds*=off -Xmx99m");
        assertThat(Path.of(archive)).hasContent("a/A\nb/B");
        assertThat(calls()).content().containsOnlyOnce("listed");
    }

    @Test
    void commandsOfTheGatewayUseItsArchiveAndMakeNone() throws Exception {
        javaThatMakesArchives();
        assertThat(sluice("token").output()).doesNotContain("SharedArchiveFile");
        sluice("gateway");

        assertThat(sluice("token").output()).contains("SharedArchiveFile");
        assertThat(sluice("publish").output()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void anArchiveOlderThanAJarIsMadeAnew() throws Exception {
        javaThatMakesArchives();
        sluice("gateway");
        Files.setLastModifiedTime(
                home.resolve("gateway/target/sluice-gateway.jar"),
                FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(sluice("gateway").output()).contains("making the archive");
    }

    @Test
    void theUsersSettingsAreNotForTheStartThatListsClasses() throws Exception {
        javaThatMakesArchives();
        run(home.resolve("sluice"), Map.of("SLUICE_CHANNEL", "seen"), "gateway");

        assertThat(calls()).content().contains("listed").doesNotContain("seen", "-Xmx99m");
    }

    @Test
    void withoutAnArchiveTheProgramStartsAllTheSame() throws Exception {
        Run run = sluice("gateway"); // by a Java that ends at once

        assertThat(run.output()).contains("sluice: no archive could be made").contains("sluice-gateway.jar gateway");
        assertThat(run.status()).isEqualTo(7);
    }

    @Test
    void theArchiveCanBeSwitchedOff() throws Exception {
        javaThatMakesArchives();

        assertThat(run(home.resolve("sluice"), Map.of("STARTUP_ARCHIVE", "off"), "gateway")
                        .output())
                .doesNotContain("archive")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void anInstallationIsUsedAsItIs() throws Exception {
        javaThatMakesArchives();
        for (String module : List.of("gateway", "router", "loadtest")) {
            write(home.resolve("sluice-" + module + ".jar"), "");
        }
        String installed = home.toRealPath().toString();

        assertThat(sluice("gateway").output().strip())
                .isEqualTo("java -Xmx99m -Dx=y -jar " + installed + "/sluice-gateway.jar gateway");
        assertThat(sluice("archive").status()).isZero();
        assertThat(sluice("router").output())
                .contains("-XX:SharedArchiveFile=" + installed + "/archive/sluice-router-17.jsa");
        assertThat(home.resolve("target")).doesNotExist();
    }

    @Test
    void theVersionIsReadFromTheFileThatEveryJdkHas() throws Exception {
        Path jdk = directory.resolve("jdk");
        write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(
                jdk.resolve("bin/java"),
                "#!/bin/sh\n[ \"$1\" != -XshowSettings:properties ] || exit 1\necho \"java $*\"\n");
        assertThat(jdk.resolve("bin/java").toFile().setExecutable(true)).isTrue();

        assertThat(run(home.resolve("sluice"), Map.of("JAVA_HOME", jdk.toString()), "publish")
                        .output())
                .contains("java --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void theFirstStartBuildsAndSaysSo() throws Exception {
        Run run = sluice("publish", "--channel", "a b");

        assertThat(run.output()).contains("sluice: building with Maven, because this is the first start");
        assertThat(home.resolve("target/sluice-build.log")).content().contains("mvn -B -q -Dquick package");
    }

    @Test
    void javaGetsItsOptionsTheJarTheCommandAndItsArguments() throws Exception {
        sluice("gateway");

        assertThat(sluice("publish", "--channel", "a").output().strip())
                .isEqualTo("java -Xmx99m -Dx=y -jar " + home.toRealPath()
                        + "/loadtest/target/sluice-loadtest.jar publish --channel a");
        assertThat(sluice("router").output()).contains("/router/target/sluice-router.jar router");
        assertThat(sluice("drain").output()).contains("/gateway/target/sluice-gateway.jar drain");
        assertThat(sluice("undrain").output()).contains("/gateway/target/sluice-gateway.jar undrain");
        assertThat(sluice("config").output()).contains("/gateway/target/sluice-gateway.jar config");
    }

    @Test
    void theStatusOfTheProgramIsPassedOn() throws Exception {
        assertThat(sluice("gateway").status()).isEqualTo(7);
    }

    @Test
    void aNewerJavaIsToldWhatNettyDoes() throws Exception {
        javaOfVersion(25);

        assertThat(sluice("gateway").output())
                .contains("java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx99m");
    }

    @Test
    void nothingIsBuiltWhileSourcesAreOlder() throws Exception {
        sluice("gateway");

        assertThat(sluice("gateway").output()).doesNotContain("building");
    }

    @Test
    void aNewerSourceIsBuiltOnceEvenWhenItsJarIsLeftAlone() throws Exception {
        sluice("gateway");
        tool("mvn", "echo built");
        Path source = home.resolve("common/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusMillis(50)));

        assertThat(sluice("gateway").output()).contains("because sources have changed");
        Files.setLastModifiedTime(source, FileTime.from(LONG_AGO));
        assertThat(sluice("gateway").output()).doesNotContain("building");
    }

    @Test
    void aFailedBuildShowsItsErrorsAndWhereTheLogIs() throws Exception {
        tool("mvn", "echo '[ERROR] no such class'; exit 1");

        Run run = sluice("gateway");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("[ERROR] no such class")
                .contains("sluice: the build failed; all of it is in " + home.toRealPath());
    }

    @Test
    void startsAtTheSameTimeBuildOnce() throws Exception {
        tool(
                "mvn",
                "echo x >> ../builds; sleep 0.3; for m in gateway router loadtest; do mkdir -p $m/target;"
                        + " touch $m/target/sluice-$m.jar; done");
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ProcessBuilder builder = new ProcessBuilder(home.resolve("sluice").toString(), "gateway")
                    .redirectOutput(directory.resolve("out" + i).toFile())
                    .redirectErrorStream(true);
            builder.environment().remove("JAVA_HOME");
            builder.environment().put("PATH", tools + ":/usr/bin:/bin");
            starts.add(builder.start());
        }
        for (Process start : starts) {
            assertThat(start.waitFor()).isEqualTo(7);
        }

        assertThat(directory.resolve("builds")).hasContent("x");
    }

    @Test
    void itWorksThroughASymbolicLinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("home", "sluice"));

        assertThat(run(link, "gateway").output()).contains(home.toRealPath() + "/gateway/target/sluice-gateway.jar");
    }

    @Test
    void anOlderJavaIsRefused() throws Exception {
        javaOfVersion(11);

        Run run = sluice("gateway");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("Java 17 or newer is needed");
    }

    @Test
    void withoutACommandAllAreListed() throws Exception {
        Run run = sluice();

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("demo", "gateway", "router", "publish", "check", "config", "loadtest", "archive");
    }

    @Test
    void anUnknownCommandIsWrongUsage() throws Exception {
        Run run = sluice("dance");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).contains("there is no command dance");
    }
}

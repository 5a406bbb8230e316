package io.sluice.loadtest.cluster;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs are and how to run them: with the Java that runs us, from the jars that a build leaves in
 * {@code <home>/gateway/target} and {@code <home>/router/target}, or from jars that lie in {@code <home>} itself.
 *
 * @param home the source directory, or the directory of the jars
 */
public record Programs(Path home) {
    /** What a program's JVM is usually started with, one option a line; the launcher takes it, too. */
    private static final String OPTIONS_FILE = "jvm.options";

    private static final int NEEDS_NATIVE_ACCESS_FLAGS = 24;

    /** Takes the system property {@code sluice.home}, else the directory two above that of our jar or classes. */
    public static Programs find() {
        String home = System.getProperty("sluice.home");
        return new Programs(home != null ? Path.of(home) : besideOurCode());
    }

    private static Path besideOurCode() {
        try {
            // <home>/loadtest/target/sluice-loadtest.jar or <home>/loadtest/target/classes
            Path code = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path target = code.toAbsolutePath().getParent();
            return up(up(target));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where this program lies; set the property sluice.home", e);
        }
    }

    private static Path up(@Nullable Path path) {
        Path parent = path == null ? null : path.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /**
     * The command that starts the program with the options of its {@code jvm.options}, its archive of classes if the launcher has made
     * one, and then the options given, up to and including its sub-command.
     *
     * @throws ServerStartException when it has not been built
     */
    List<String> command(Program program, List<String> jvmOptions) {
        List<String> options = new ArrayList<>();
        Path usual = home.resolve(program.word()).resolve(OPTIONS_FILE);
        if (Files.exists(usual)) {
            options.add("@" + usual);
        }
        Path jar = jar(program);
        options.addAll(archive(program, jar).options());
        options.addAll(jvmOptions);
        List<String> command = java(options);
        command.add("-jar");
        command.add(jar.toString());
        command.add(program.word());
        return command;
    }

    /** The command that starts another class of ours, in a JVM like that of the programs. */
    public static List<String> ourClass(String className, List<String> jvmOptions) {
        List<String> command = java(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(className);
        return command;
    }

    private static List<String> java(List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= NEEDS_NATIVE_ACCESS_FLAGS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(jvmOptions);
        return command;
    }

    /** Where the launcher makes it: beside a jar that was built, else in a directory of its own. */
    private StartupArchive archive(Program program, Path jar) {
        Path target = target(program);
        return StartupArchive.of(program, jar.startsWith(target) ? target : home.resolve("archive"), jar);
    }

    private Path target(Program program) {
        return home.resolve(program.word()).resolve("target");
    }

    private Path jar(Program program) {
        Path built = target(program).resolve(program.jarName());
        Path beside = home.resolve(program.jarName());
        if (Files.exists(built)) {
            return built;
        }
        if (Files.exists(beside)) {
            return beside;
        }
        throw new ServerStartException("there is no " + built + ": build it first, e.g. with mvn -Dquick package");
    }
}

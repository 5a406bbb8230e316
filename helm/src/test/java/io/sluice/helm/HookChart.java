package io.sluice.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the chart in which hooks are marked by another annotation, so that they are objects like all others: Helm as a library
 * renders everything but hooks.
 */
final class HookChart {

    /** The annotation that hooks have in the copy. */
    static final String MARK = "example.com/hook";

    static final Path DIRECTORY = copy();

    private HookChart() {}

    private static Path copy() {
        try {
            Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "hooks");
            List<Path> files;
            try (Stream<Path> walk = Files.walk(Chart.DIRECTORY, FileVisitOption.FOLLOW_LINKS)) {
                files = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path to = copy.resolve(Chart.DIRECTORY.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Chart.read(file).replace("helm.sh/hook\"", MARK + "\""));
            }
            return copy.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

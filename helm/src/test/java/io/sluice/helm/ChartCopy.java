package io.sluice.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the chart in {@code target}, with files in the place of links, of each of which Helm would tell at every rendering. */
final class ChartCopy {

    /** The annotation that hooks have in {@link #WITH_HOOKS}. */
    static final String MARK = "example.com/hook";

    /** The chart as it is. */
    static final Path PLAIN = copy("helm.sh/hook");

    /** With hooks marked by another annotation, so that they are objects like all others: Helm as a library leaves hooks out. */
    static final Path WITH_HOOKS = copy(MARK);

    private ChartCopy() {}

    private static Path copy(String hook) {
        try {
            Path copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart");
            List<Path> files;
            try (Stream<Path> walk = Files.walk(Chart.DIRECTORY, FileVisitOption.FOLLOW_LINKS)) {
                files = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path to = copy.resolve(Chart.DIRECTORY.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Chart.read(file).replace("helm.sh/hook\"", hook + "\""));
            }
            return copy.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

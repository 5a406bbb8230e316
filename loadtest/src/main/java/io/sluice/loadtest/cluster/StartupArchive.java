package io.sluice.loadtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive of classes from which a program starts faster, where the launcher has left it. It is used when it is there and no older
 * than the jars; it is never made here, since that takes seconds that belong to nobody's measurement.
 *
 * @param file where it is, if it is
 * @param jar that of the program, beside {@code lib}
 */
record StartupArchive(Path file, Path jar) {
    /** The launcher's variable: {@code off} for starts without. */
    private static final String VARIABLE = "STARTUP_ARCHIVE";

    /** The archive of a program for the Java that runs us. */
    static StartupArchive of(Program program, Path directory, Path jar) {
        String version = System.getProperty("java.version").replaceFirst("[^0-9.].*", "");
        return new StartupArchive(directory.resolve("sluice-" + program.word() + "-" + version + ".jsa"), jar);
    }

    /** What the JVM has to be told; nothing where there is no archive that fits, or none is wanted. */
    List<String> options() {
        // A JVM that finds that it does not fit after all goes on without, and need not say so.
        return !"off".equals(System.getenv(VARIABLE)) && fits()
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off")
                : List.of();
    }

    private boolean fits() {
        try {
            return Files.exists(file)
                    && Files.size(file) > 0
                    && newest().compareTo(Files.getLastModifiedTime(file)) <= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileTime newest() throws IOException {
        FileTime newest = Files.getLastModifiedTime(jar);
        Path libraries = jar.resolveSibling("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path library : files.toList()) {
                    FileTime modified = Files.getLastModifiedTime(library);
                    newest = modified.compareTo(newest) > 0 ? modified : newest;
                }
            }
        }
        return newest;
    }
}

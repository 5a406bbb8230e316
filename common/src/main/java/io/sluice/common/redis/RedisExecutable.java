package io.sluice.common.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** Finds a Redis server program on this machine. Blocks on the file system. */
final class RedisExecutable {

    private static final List<String> NAMES = List.of("valkey-server", "redis-server");

    private RedisExecutable() {}

    /** The first of {@code valkey-server} and {@code redis-server} in the directories of {@code path}. */
    static Optional<Path> onPath(String path) {
        return NAMES.stream().flatMap(name -> namedOnPath(name, path)).findFirst();
    }

    /**
     * The server program inside the embedded-redis library, unpacked into a temporary directory until
     * this JVM ends.
     *
     * @return empty if the library is not on the class path, which is optional, or has no program for this machine
     */
    static Optional<Path> bundled() {
        try {
            return Optional.of(Bundled.unpack());
        } catch (LinkageError | RuntimeException | IOException absent) {
            return Optional.empty();
        }
    }

    private static Stream<Path> namedOnPath(String name, String path) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }

    /** Apart, so that the optional library is looked for only when it is wanted. */
    private static final class Bundled {

        static Path unpack() throws IOException {
            File executable = ExecutableProvider.newJarResourceProvider().get();
            // The library removes the directory in the end, but only if it is empty.
            executable.deleteOnExit();
            return executable.toPath();
        }
    }
}

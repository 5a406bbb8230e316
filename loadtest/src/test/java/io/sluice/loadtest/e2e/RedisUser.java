package io.sluice.loadtest.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user of Redis as {@code docs/examples/redis-users.acl} has it.
 *
 * @param rules what {@code ACL SETUSER} takes behind the name
 */
record RedisUser(String name, List<String> rules) {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "redis-users.acl");

    RedisUser {
        rules = List.copyOf(rules);
    }

    /** The one of this name in the example. */
    static RedisUser documented(String name) throws IOException {
        return Files.readAllLines(EXAMPLE).stream()
                .map(line -> List.of(line.split(" ")))
                .map(words -> new RedisUser(words.get(1), words.subList(2, words.size())))
                .filter(user -> user.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    String password() {
        return startingWith(">").iterator().next();
    }

    /** The commands that it may send, also from scripts. */
    Set<String> commands() {
        return startingWith("+");
    }

    private Set<String> startingWith(String mark) {
        return rules.stream()
                .filter(rule -> rule.startsWith(mark))
                .map(rule -> rule.substring(mark.length()))
                .collect(Collectors.toSet());
    }
}

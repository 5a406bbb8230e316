package io.sluice.gateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.config.ConfigLoader;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.UnsubscribeCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/protocol.md} names tests that there are, and leaves out nothing that the protocol has. */
class ProtocolDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve(Path.of("docs", "protocol.md"));
    private static final Path SCHEMA = ROOT.resolve(Path.of("common", "src", "main", "proto", "client.proto"));
    private static final String TABLE_HEAD = " | Supported | Test |";

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern DEFAULT = Pattern.compile("`([a-z_.]+)` = `([^`]+)`");
    private static final Pattern TEST_ANNOTATION =
            Pattern.compile("\\s+@(?:Test|ParameterizedTest|Property|TestFactory)\\b.*");
    private static final Pattern METHOD = Pattern.compile("\\s+(?:public )?(?:final )?[\\w<>]+ (\\w+)\\(.*");

    /** A row of a table. */
    private record Row(int line, String feature, String supported, String test) {

        boolean claimsSupport() {
            return !supported.startsWith("no");
        }

        @Override
        public String toString() {
            return "line " + line + ": " + feature;
        }
    }

    private final List<Row> rows = rows();

    @Test
    void everyRowSaysWhetherItIsSupported() {
        assertThat(rows)
                .hasSizeGreaterThan(200)
                .allMatch(row -> row.supported().equals("yes")
                        || row.supported().equals("no")
                        || row.supported().startsWith("no: ")
                        || row.supported().startsWith("yes: ")
                        || row.supported().startsWith("differs: "));
    }

    @Test
    void whatIsSupportedNamesATest() {
        assertThat(rows).filteredOn(Row::claimsSupport).allMatch(row -> !named(row.test())
                .isEmpty());
    }

    @Test
    void everyTestThatIsNamedExists() {
        Map<String, Set<String>> tests = tests();
        List<String> missing = new ArrayList<>();
        for (Row row : rows) {
            for (String name : named(row.test())) {
                Matcher test = TEST.matcher("`" + name + "`");
                boolean exists = test.matches()
                        ? tests.getOrDefault(test.group(1), Set.of()).contains(test.group(2))
                        : name.startsWith(".ci/") && Files.exists(ROOT.resolve(name));
                if (!exists) {
                    missing.add(row + " names " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFieldOfTheSchemaHasItsRow() {
        Set<String> described =
                rows.stream().flatMap(row -> named(row.feature()).stream()).collect(toSet());
        assertThat(described).containsAll(fieldsOfTheSchema());
    }

    @Test
    void everyCodeHasItsRow() {
        Stream<Integer> codes = Stream.of(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::code),
                        Arrays.stream(DisconnectCode.values()).map(DisconnectCode::code),
                        Arrays.stream(UnsubscribeCode.values()).map(UnsubscribeCode::code))
                .flatMap(each -> each);
        assertThat(rows.stream().flatMap(row -> named(row.feature()).stream()))
                .containsAll(codes.map(String::valueOf).toList());
    }

    @Test
    void everyOptionOfANamespaceHasItsRow() {
        Matcher options = Pattern.compile("`channel\\.namespaces\\[]\\.(\\w+)`")
                .matcher(ConfigLoader.of(GatewaySettings.class).document());
        Set<String> names = new HashSet<>();
        while (options.find()) {
            names.add(options.group(1));
        }
        assertThat(names).hasSizeGreaterThan(30);
        assertThat(rows.stream().flatMap(row -> named(row.feature()).stream())).containsAll(names);
    }

    @Test
    void everyDefaultIsTheOneOfTheProgram() {
        String settings = ConfigLoader.of(GatewaySettings.class).document();
        List<MatchResult> defaults = rows.stream()
                .flatMap(row -> DEFAULT.matcher(row.feature()).results())
                .toList();
        assertThat(defaults).hasSizeGreaterThan(15);
        assertThat(defaults).allSatisfy(setting -> assertThat(settings)
                .containsPattern("\\| `" + Pattern.quote(setting.group(1)) + "` \\| [^|]+ \\| `"
                        + Pattern.quote(setting.group(2)) + "` \\|"));
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<String> lines = lines(PAGE);
        boolean inTable = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("|")) {
                inTable = false;
            } else if (line.endsWith(TABLE_HEAD)) {
                inTable = true;
            } else if (inTable && !line.startsWith("|-")) {
                String[] cells = line.split("\\|", -1);
                assertThat(cells).as("line %d: %s", i + 1, line).hasSize(5);
                rows.add(new Row(i + 1, cells[1].strip(), cells[2].strip(), cells[3].strip()));
            }
        }
        return rows;
    }

    /** What stands in a cell as code. */
    private static List<String> named(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static Set<String> fieldsOfTheSchema() {
        Set<String> fields = new HashSet<>();
        String message = "";
        for (String line : lines(SCHEMA)) {
            Matcher opening = Pattern.compile("message (\\w+) \\{.*").matcher(line);
            Matcher field = Pattern.compile("  .*[> \\w] (\\w+) = \\d+;").matcher(line);
            if (opening.matches()) {
                message = opening.group(1);
            } else if (field.matches()) {
                fields.add(message + "." + field.group(1));
            }
        }
        assertThat(fields).hasSizeGreaterThan(150);
        return fields;
    }

    /** The test methods of all modules by the simple name of their class, without what it inherits. */
    private static Map<String, Set<String>> tests() {
        Map<String, Set<String>> tests = new HashMap<>();
        for (String module : List.of("common", "gateway", "router", "loadtest")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(Path.of(module, "src", "test", "java")))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> tests.computeIfAbsent(
                                file.getFileName().toString().replace(".java", ""), name -> new HashSet<>())
                        .addAll(methods(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tests;
    }

    private static Set<String> methods(Path file) {
        Set<String> methods = new HashSet<>();
        boolean annotated = false;
        for (String line : lines(file)) {
            Matcher method = METHOD.matcher(line);
            if (TEST_ANNOTATION.matcher(line).matches()) {
                annotated = true;
            } else if (annotated && method.matches()) {
                methods.add(method.group(1));
                annotated = false;
            }
        }
        return methods;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

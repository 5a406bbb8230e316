package io.sluice.common.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a record of settings from, in rising precedence, the defaults in {@link Setting}, YAML or JSON files, environment
 * variables, and overrides.
 *
 * <p>Keys are the names of the record components in {@code snake_case}, joined by dots through nested records:
 * {@code pingInterval} of {@code client} is {@code client.ping_interval}, and part of a list of records is
 * {@code channel.namespaces[0].name}. The variable of a key is {@code SLUICE_} and the key in upper case, with {@code _}
 * for all that is neither letter nor digit.
 *
 * <p>Values are text, whole numbers, numbers, {@code true} or {@code false}, durations (see {@link Durations}) and enum
 * constants in lower case, one or a list of them. A list in a file is a YAML list; in a variable or an override it is
 * values separated by commas, or a JSON array. A list of records is there a JSON array of objects. A list is replaced as
 * a whole by that of a higher source; only an override with an index changes a part of it. Null in a file, an empty
 * variable and an empty text for an enum with a default count as not set. In a file, a list of one stands for a single
 * value too, and a mapping for a list of texts, each entry as {@code key: value}.
 *
 * <p>A record checks itself in its compact constructor by throwing {@link IllegalArgumentException}, whose message must
 * not contain secrets.
 *
 * <p>Threading: confined to one thread, that of the program's start.
 *
 * @param <S> the root settings record of a program
 */
public final class ConfigLoader<S extends Record> {

    private final Class<S> type;
    private final Schema schema;
    private final LayerReader reader;
    private final List<Path> files = new ArrayList<>();
    private final Set<String> lacking = new LinkedHashSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();

    private ConfigLoader(Class<S> type) {
        this.type = type;
        this.schema = Schema.of(type);
        this.reader = new LayerReader(schema);
    }

    /**
     * A loader that as yet knows the defaults only.
     *
     * @throws IllegalArgumentException if the record cannot hold settings, which is a fault of the program
     */
    public static <S extends Record> ConfigLoader<S> of(Class<S> type) {
        return new ConfigLoader<>(type);
    }

    /** Adds a YAML file, or a JSON file if its name ends in {@code .json}; of two files the later one wins. */
    public ConfigLoader<S> file(Path file) {
        files.add(file);
        return this;
    }

    /** Lets files have settings of another program that this one lacks; {@link #ignored} tells which they had. */
    public ConfigLoader<S> lacking(LackingSettings settings) {
        lacking.addAll(settings.names());
        return this;
    }

    /** Adds environment variables, of which those named {@code SLUICE_…} are settings; links of Kubernetes are not. */
    public ConfigLoader<S> environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** Sets one setting, as a command line does; of two overrides the later one wins. */
    public ConfigLoader<S> override(String key, String value) {
        overrides.remove(key);
        overrides.put(key, value);
        return this;
    }

    /**
     * The effective settings.
     *
     * @throws ConfigException if a file cannot be read, a setting is unknown, or a value is missing or wrong
     */
    public S load() {
        List<Layer> layers = new ArrayList<>();
        ignored.clear();
        LackingSettings foreign = new LackingSettings(lacking);
        files.forEach(file -> layers.add(reader.file(file, foreign, ignored::add)));
        layers.add(reader.environment(environment));
        overrides.forEach((key, value) -> layers.add(reader.override(key, value)));
        return type.cast(new RecordBinder(Layers.of(layers)).bind(schema.root()));
    }

    /** The settings, or whole sections of them, that the files of the last {@link #load} had and this program lacks. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** The effective settings of all sources as YAML, secrets redacted; throws as {@link #load} does. */
    public String describe() {
        return print(load());
    }

    /** The given settings as YAML, secrets redacted. */
    public String print(S settings) {
        return SettingsYaml.print(schema.root(), settings);
    }

    /** A Markdown table of all settings: key, type, default, environment variable, meaning. */
    public String document() {
        return SettingsTable.document(schema);
    }
}

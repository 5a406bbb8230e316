package io.sluice.common.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a record of settings from defaults, files, environment variables and overrides; a later one of these wins.
 *
 * @param <S> the root settings record of a program
 */
public final class ConfigLoader<S extends Record> {

    private final Class<S> type;
    private final List<Path> files = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();

    private ConfigLoader(Class<S> type) {
        this.type = type;
    }

    public static <S extends Record> ConfigLoader<S> of(Class<S> type) {
        return new ConfigLoader<>(type);
    }

    /** Adds a YAML file, or a JSON file if its name ends in {@code .json}; of two files the later one wins. */
    public ConfigLoader<S> file(Path file) {
        files.add(file);
        return this;
    }

    /** Adds environment variables, of which those named {@code SLUICE_…} are settings. */
    public ConfigLoader<S> environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** Sets one setting, as a command line does. */
    public ConfigLoader<S> override(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** The effective settings; throws {@link ConfigException} if they are not valid. */
    public S load() {
        return pending(type.getName() + files + environment + overrides);
    }

    /** The effective settings of all sources as YAML, secrets redacted. */
    public String describe() {
        return print(load());
    }

    /** The given settings as YAML, secrets redacted. */
    public String print(S settings) {
        return pending(settings);
    }

    /** A Markdown table of all settings: key, type, default, environment variable, meaning. */
    public String document() {
        return pending(type);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // goes with the binding
    private static <T> T pending(Object input) {
        if (input != null) {
            throw new UnsupportedOperationException("binding is not written yet: " + input);
        }
        throw new IllegalStateException();
    }
}

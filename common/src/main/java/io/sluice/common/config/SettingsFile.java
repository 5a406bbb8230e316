package io.sluice.common.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A file with settings, in YAML or, if its name ends in {@code .json}, in JSON.
 *
 * @param values texts by key, lists both as a whole and by element; a null in the file is not among them
 * @param lines the line that a key stands on, known for YAML only
 */
record SettingsFile(Path path, Map<String, String> values, Map<String, Integer> lines) {

    /** Throws {@link ConfigException} if there is no such file or it is not well-formed. */
    static SettingsFile read(Path path) {
        String text = text(path);
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? json(path, text) : yaml(path, text);
    }

    /** Where the value of a key stands, for messages. */
    String origin(String key) {
        Integer line = lines.get(key);
        return line == null ? path.toString() : path + " line " + line;
    }

    private static SettingsFile json(Path path, String text) {
        try {
            return new SettingsFile(path, JsonText.object(text), Map.of());
        } catch (ConfigException e) {
            throw new ConfigException("settings file " + path + ": " + e.getMessage(), e);
        }
    }

    private static SettingsFile yaml(Path path, String text) {
        try {
            Map<String, Integer> lines = YamlLines.of(text);
            return new SettingsFile(path, new YamlConfigSource(path.toString(), text).getProperties(), lines);
        } catch (MarkedYAMLException e) {
            String problem = e.getContext() == null ? e.getProblem() : e.getContext() + " " + e.getProblem();
            throw new ConfigException(
                    "settings file " + path + position(e.getProblemMark()) + ": it is not YAML: " + problem, e);
        } catch (YAMLException e) {
            throw new ConfigException("settings file " + path + ": it is not YAML: " + e.getMessage(), e);
        } catch (ConfigException e) {
            throw new ConfigException("settings file " + path + ": " + e.getMessage(), e);
        }
    }

    private static String position(@Nullable Mark mark) {
        return mark == null ? "" : " line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new ConfigException("settings file " + path + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new ConfigException("settings file " + path + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigException("settings file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}

package io.sluice.common.config;

import java.util.Map;
import java.util.TreeMap;

/** Takes shapes in files for what they plainly mean, where the setting has another one. */
final class FileShapes {

    private static final String FIRST = "[0]";

    private final Schema schema;

    FileShapes(Schema schema) {
        this.schema = schema;
    }

    /** The texts by key, a list of one in place of a single value as that value, and a mapping in place of texts as texts. */
    Map<String, String> fitted(Map<String, String> texts) {
        Map<String, String> fitted = new TreeMap<>();
        Map<String, Integer> entries = new TreeMap<>();
        texts.forEach((key, text) -> {
            String list = key.substring(0, Math.max(0, key.lastIndexOf('.')));
            if (schema.find(key) == null && schema.isListOfTexts(list)) {
                int index = entries.merge(list, 1, Integer::sum) - 1;
                fitted.put(list + "[" + index + "]", key.substring(list.length() + 1) + ": " + text);
            } else if (isListOfOne(key, texts)) {
                fitted.put(key.substring(0, key.length() - FIRST.length()), text);
            } else {
                fitted.put(key, text);
            }
        });
        return fitted;
    }

    /** A file gives a list as a whole too, before its elements: what comes later wins. */
    private boolean isListOfOne(String key, Map<String, String> texts) {
        return key.endsWith(FIRST)
                && schema.isElementOfSingle(key)
                && !texts.containsKey(key.substring(0, key.length() - FIRST.length()) + "[1]");
    }
}

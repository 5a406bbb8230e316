package io.sluice.common.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a program by key. A key is the path through the records, joined by dots; in the schema the elements of
 * a list are called {@code []} whatever their index, as in {@code channel.namespaces[].name}.
 */
final class Schema {

    private static final String VARIABLE_PREFIX = "SLUICE_";

    private final Section root;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /** Key by environment variable, for all that are not part of a list's element. */
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Schema(Section root) {
        this.root = root;
        index("", root);
    }

    /** Throws {@link IllegalArgumentException} if the record cannot hold settings. */
    static Schema of(Class<? extends Record> type) {
        return new Schema(SectionReader.read(type));
    }

    Section root() {
        return root;
    }

    /** Members by key, in the order of the records, a section before what is inside it. */
    Map<String, Member> members() {
        return Collections.unmodifiableMap(members);
    }

    /** The member that has this key, whose indexes may be numbers. */
    @Nullable
    Member find(String key) {
        return members.get(template(key));
    }

    /** True if the key is that of an element in a list of values, as in {@code client.allowed_origins[0]}. */
    boolean isElement(String key) {
        return key.endsWith("]") && isList(key.substring(0, key.lastIndexOf('[')));
    }

    /** True if the key is that of an element in a list, as in {@code engine.redis.address[0]}, of what is a single value. */
    boolean isElementOfSingle(String key) {
        return key.endsWith("]")
                && find(key.substring(0, key.lastIndexOf('['))) instanceof Member.Value value
                && !value.type().isList();
    }

    /** True if the key is that of a list of texts. */
    boolean isListOfTexts(String key) {
        return find(key) instanceof Member.Value value
                && value.type().isList()
                && value.type().scalar().type().equals(String.class);
    }

    /** True if the key is that of a list of values or of records. */
    boolean isList(String key) {
        Member member = find(key);
        return member instanceof Member.Repeated
                || (member instanceof Member.Value value && value.type().isList());
    }

    /** The key that an environment variable sets. */
    @Nullable
    String keyOf(String variable) {
        return variables.get(variable);
    }

    Collection<String> variables() {
        return variables.keySet();
    }

    static boolean isVariable(String name) {
        return name.startsWith(VARIABLE_PREFIX);
    }

    /** The environment variable of a key, which exists only if the key has no index. */
    static String variable(String key) {
        return VARIABLE_PREFIX + key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The key with {@code []} in place of indexes. */
    static String template(String key) {
        return key.replaceAll("\\[\\d+]", "[]");
    }

    private void index(String prefix, Section section) {
        for (Member member : section.members()) {
            String key = prefix + member.name();
            members.put(key, member);
            if (member instanceof Member.Nested nested) {
                index(key + ".", nested.section());
            } else {
                addVariable(key);
            }
            if (member instanceof Member.Repeated repeated) {
                index(key + "[].", repeated.element());
            }
        }
    }

    private void addVariable(String key) {
        if (key.contains("[")) {
            return;
        }
        String other = variables.put(variable(key), key);
        if (other != null) {
            throw new IllegalArgumentException(key + " and " + other + " have the same variable " + variable(key));
        }
    }
}

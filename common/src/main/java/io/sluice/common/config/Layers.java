package io.sluice.common.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All sources of settings, one above the other: the text of a key is that of the highest layer that has it. */
final class Layers {

    private final List<Layer> layers;
    private final SmallRyeConfig config;

    private Layers(List<Layer> layers) {
        this.layers = layers;
        this.config = merge(layers);
    }

    /** Puts layers together, given from the lowest to the highest. */
    static Layers of(List<Layer> sources) {
        Layer[] layers = sources.toArray(Layer[]::new);
        for (int above = 1; above < layers.length; above++) {
            for (int below = 0; below < above; below++) {
                layers[below] = layers[below].under(layers[above]);
            }
        }
        return new Layers(List.of(layers));
    }

    /** The text of a key, or null if no source has one. */
    @Nullable
    String text(String key) {
        return config.getConfigValue(key).getRawValue();
    }

    /** Where the text of a key comes from. */
    String origin(String key) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).values().containsKey(key)) {
                return layers.get(i).origin().apply(key);
            }
        }
        return "default";
    }

    /** How many elements a list has; 0 also if no source speaks of it. */
    int size(String list) {
        SortedSet<Integer> indexes = new TreeSet<>();
        for (Layer layer : layers) {
            layer.values().keySet().stream()
                    .filter(key -> key.startsWith(list + "["))
                    .forEach(key -> indexes.add(index(key, list)));
        }
        if (!indexes.isEmpty() && indexes.last() != indexes.size() - 1) {
            throw new ConfigException(list + ": element " + indexes.last() + " is set, but there are only "
                    + indexes.size() + " elements");
        }
        return indexes.size();
    }

    SmallRyeConfig config() {
        return config;
    }

    private static int index(String key, String list) {
        int start = list.length() + 1;
        String digits = key.substring(start, key.indexOf(']', start));
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new ConfigException(list + ": " + digits + " is no index of a list", e);
        }
    }

    private static SmallRyeConfig merge(List<Layer> layers) {
        SmallRyeConfigBuilder builder = Scalar.withConverters(new SmallRyeConfigBuilder());
        for (int ordinal = 0; ordinal < layers.size(); ordinal++) {
            builder.withSources(new PropertiesConfigSource(layers.get(ordinal).values(), "layer " + ordinal, ordinal));
        }
        return builder.build();
    }
}

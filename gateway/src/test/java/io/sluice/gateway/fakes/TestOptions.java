package io.sluice.gateway.fakes;

import io.sluice.common.config.ConfigLoader;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelSettings;
import io.sluice.gateway.session.ClientSettings;
import java.util.List;

/** Channel options as an operator would write them: what is not said is the default. */
public final class TestOptions {

    /** Options that allow nothing. */
    public static final ChannelOptions CLOSED = of("");

    private TestOptions() {}

    /**
     * Options of a namespace.
     *
     * @param name empty for channels without a namespace
     * @param assignments such as {@code history_size=10}
     */
    public static ChannelOptions of(String name, String... assignments) {
        return loader(ChannelOptions.class, assignments).override("name", name).load();
    }

    /** Settings of channels, from assignments such as {@code max_length=20} or {@code namespaces[0].name=chat}. */
    public static ChannelSettings settings(String... assignments) {
        return loader(ChannelSettings.class, assignments).load();
    }

    /** Settings with these limits and namespaces, and the defaults for all else. */
    public static ChannelSettings settings(
            int maxLength, int maxPublicationSize, ChannelOptions withoutNamespace, List<ChannelOptions> namespaces) {
        ChannelSettings defaults = settings();
        return new ChannelSettings(
                maxLength,
                maxPublicationSize,
                defaults.privatePrefix(),
                defaults.namespaceBoundary(),
                defaults.userBoundary(),
                defaults.userSeparator(),
                defaults.historyMetaTtl(),
                defaults.proxy(),
                withoutNamespace,
                namespaces);
    }

    /** Settings of client connections, from assignments such as {@code channel_limit=5}. */
    public static ClientSettings client(String... assignments) {
        return loader(ClientSettings.class, assignments).load();
    }

    private static <S extends Record> ConfigLoader<S> loader(Class<S> type, String... assignments) {
        ConfigLoader<S> loader = ConfigLoader.of(type);
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            loader.override(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return loader;
    }
}

package io.sluice.gateway.hook.http;

import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.HookRoutes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The back ends of all routes, each made once, so that events which share one also share its limits and its breaker. */
final class Backends {

    private final Map<HookEvent, Backend> defaults = new EnumMap<>(HookEvent.class);
    private final Map<String, Backend> named = new HashMap<>();

    /** @param make makes the back end of a label and an endpoint */
    Backends(HookRoutes routes, BiFunction<String, EndpointSettings, Backend> make) {
        routes.defaults()
                .forEach((event, endpoint) ->
                        defaults.put(event, make.apply(HookRoutes.DEFAULT + "/" + event.label(), endpoint)));
        routes.named().forEach((name, endpoint) -> named.put(name, make.apply(name, endpoint)));
    }

    /** The back end that a namespace chose by {@code name} for an event. */
    Optional<Backend> find(HookEvent event, String name) {
        return Optional.ofNullable(HookRoutes.isDefault(name) ? defaults.get(event) : named.get(name));
    }

    /** All of them. */
    Collection<Backend> all() {
        List<Backend> all = new ArrayList<>(defaults.values());
        all.addAll(named.values());
        return all;
    }

    /** Names that any of the endpoints lists. */
    Set<String> names(Function<EndpointSettings, List<String>> list) {
        Set<String> names = new TreeSet<>();
        all().forEach(backend -> names.addAll(list.apply(backend.endpoint())));
        return Set.copyOf(names);
    }

    Future<Void> close() {
        return Future.join(all().stream().map(Backend::close).toList()).mapEmpty();
    }
}

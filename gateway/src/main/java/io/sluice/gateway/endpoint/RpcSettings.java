package io.sluice.gateway.endpoint;

import io.sluice.common.config.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who answers remote procedure calls, by the namespace of their method. */
public record RpcSettings(
        @Setting(doc = "The back end of namespaces that name no other") EndpointSettings proxy,
        @Setting(value = ":", doc = "What ends the namespace in a method's name") String namespaceBoundary,
        @Setting(doc = "Methods whose name has no namespace") Options withoutNamespace,
        @Setting(doc = "Namespaces of methods") List<Options> namespaces,
        @Setting(doc = "A method that the gateway answers by itself, for clients that measure the way there")
                Ping ping) {

    /** Who answers the methods of one namespace. */
    public record Options(
            @Setting(value = "", doc = "Name of the namespace; empty in without_namespace") String name,
            @Setting(value = "false", doc = "Whether a back end answers the methods") boolean proxyEnabled,
            @Setting(value = "default", doc = "Which one: a name in proxies, or default for rpc.proxy")
                    String proxyName) {}

    /** The method that is answered with nothing. */
    public record Ping(
            @Setting(value = "false", doc = "Turns it on") boolean enabled,
            @Setting(value = "ping", doc = "Name of the method") String method) {}

    public RpcSettings {
        namespaces = List.copyOf(namespaces);
        check(
                proxy.name().isEmpty() && !proxy.enabled(),
                "rpc.proxy has neither name nor enabled: namespaces turn it on by proxy_enabled");
        check(!namespaceBoundary.isEmpty(), "namespace_boundary must not be empty");
        check(withoutNamespace.name().isEmpty(), "without_namespace must have no name");
        Set<String> names = new HashSet<>();
        for (Options namespace : namespaces) {
            String name = namespace.name();
            check(
                    !name.isEmpty() && !name.contains(namespaceBoundary),
                    "a namespace's name must be some text without '" + namespaceBoundary + "' but was '" + name + "'");
            check(names.add(name), "namespace '" + name + "' is defined twice");
        }
    }

    /** The options of a method; empty if its namespace is unknown. */
    public Optional<Options> optionsOf(String method) {
        int boundary = method.indexOf(namespaceBoundary);
        if (boundary < 0) {
            return Optional.of(withoutNamespace);
        }
        String namespace = method.substring(0, boundary);
        return namespaces.stream()
                .filter(options -> options.name().equals(namespace))
                .findFirst();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

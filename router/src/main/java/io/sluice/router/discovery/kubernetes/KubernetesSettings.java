package io.sluice.router.discovery.kubernetes;

import io.sluice.common.config.Setting;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * The service of Kubernetes that stands for all backends.
 *
 * @param service empty if the backends are not found by Kubernetes
 * @param api an address without a path
 */
public record KubernetesSettings(
        @Setting(
                        doc =
                                "Service of Kubernetes whose endpoint slices are the backends. The account of the pod needs get, list and "
                                        + "watch on endpointslices. Leave it empty when backends are found otherwise.")
                String service,
        @Setting(doc = "Namespace of the service; empty means that of the pod, from the files of its account.")
                String namespace,
        @Setting(doc = "Name of the service's port that backends are reached at; needed if it has several.")
                String portName,
        @Setting(
                        value = "https://kubernetes.default.svc",
                        doc =
                                "Address of the API of Kubernetes, https://host[:port]; http:// only behind a proxy on this machine.")
                String api,
        @Setting(
                        value = "/var/run/secrets/kubernetes.io/serviceaccount/token",
                        doc =
                                "File with the token for the API. It is read for each request, because it is replaced every hour.")
                String tokenFile,
        @Setting(
                        value = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
                        doc = "File with the certificates, as PEM, that the API's own is checked against.")
                String caFile,
        @Setting(
                        value = "/var/run/secrets/kubernetes.io/serviceaccount/namespace",
                        doc = "File with the namespace of the pod; read once, if kubernetes.namespace is empty.")
                String namespaceFile) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9-]{0,63}");
    private static final Pattern API = Pattern.compile("https?://[^/?#@\\s]+");

    public KubernetesSettings {
        require(service.isEmpty() || NAME.matcher(service).matches(), "service", service, "the name of a service");
        require(isNamespace(namespace) || namespace.isEmpty(), "namespace", namespace, "the name of a namespace");
        require(PORT_NAME.matcher(portName).matches(), "port_name", portName, "the name of a port");
        require(isAddress(api), "api", api, "https://host[:port]");
    }

    public boolean isPresent() {
        return !service.isEmpty();
    }

    /** Whether a text, such as the content of the namespace file, can name a namespace. */
    static boolean isNamespace(String text) {
        return NAME.matcher(text).matches();
    }

    private static boolean isAddress(String api) {
        try {
            return API.matcher(api).matches() && URI.create(api).getHost() != null;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static void require(boolean fulfilled, String name, String value, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(name + " must be " + expected + ", but was " + value);
        }
    }
}

package io.sluice.router.discovery.kubernetes;

/** The API of Kubernetes did not give what was asked for; the message says what to do about it. */
final class KubernetesException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** HTTP: the version that a watch is to go on from is no longer known. */
    static final int GONE = 410;

    private final int status;

    /**
     * @param status of HTTP, 0 if it is none of those
     */
    KubernetesException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** What an answer that is not 200 means. */
    static KubernetesException ofStatus(int status) {
        return new KubernetesException(status, "the API answered " + status + advice(status));
    }

    /** Whether everything has to be listed anew. */
    boolean isGone() {
        return status == GONE;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> ": it does not know the token; look at kubernetes.token_file";
            case 403 -> ": allow the pod's account to get, list and watch endpointslices of discovery.k8s.io";
            case 404 -> ": look at kubernetes.api; it has no endpointslices of discovery.k8s.io/v1";
            case GONE -> ": the version to watch from is too old";
            default -> "";
        };
    }
}

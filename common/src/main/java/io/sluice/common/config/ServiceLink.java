package io.sluice.common.config;

import java.util.regex.Pattern;

/**
 * A variable that Kubernetes puts into every container for each service of the namespace, for example
 * {@code SLUICE_GATEWAY_SERVICE_HOST} for a service {@code sluice-gateway}: no setting, although it starts like one.
 */
final class ServiceLink {

    private static final Pattern NAME =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    /** Value of {@code SLUICE_GATEWAY_PORT}, whose name alone could be that of a setting. */
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLink() {}

    static boolean is(String name, String value) {
        return NAME.matcher(name).matches()
                || (name.endsWith("_PORT") && ADDRESS.matcher(value).matches());
    }
}

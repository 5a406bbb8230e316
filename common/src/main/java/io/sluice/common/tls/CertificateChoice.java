package io.sluice.common.tls;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which certificate a client gets, by the host name that it asks for (SNI): one that is for this name, else one that is for all names of
 * its parent domain, else the first. A name may have several, of different kinds of keys; then the client's abilities decide.
 */
final class CertificateChoice {

    private final List<KeyedCertificate> certificates;

    CertificateChoice(List<KeyedCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    KeyedCertificate get(int index) {
        return certificates.get(index);
    }

    /** Indexes of the certificates that suit, never none; an empty name is that of a client which names none. */
    List<Integer> indexesFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        List<Integer> exact = thatAreFor(name);
        if (!exact.isEmpty()) {
            return exact;
        }
        int dot = name.indexOf('.');
        List<Integer> wildcard = dot < 0 ? List.of() : thatAreFor("*" + name.substring(dot));
        return wildcard.isEmpty() ? defaults() : wildcard;
    }

    /** The first, and those for just the same names. */
    private List<Integer> defaults() {
        return indexes()
                .filter(index -> certificates
                        .get(index)
                        .names()
                        .equals(certificates.get(0).names()))
                .boxed()
                .toList();
    }

    private List<Integer> thatAreFor(String name) {
        return indexes()
                .filter(index -> certificates.get(index).names().contains(name))
                .boxed()
                .toList();
    }

    private IntStream indexes() {
        return IntStream.range(0, certificates.size());
    }
}

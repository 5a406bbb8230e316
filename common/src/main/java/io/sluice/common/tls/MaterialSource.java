package io.sluice.common.tls;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Everything that a server or client needs to be given as PEM, and where it is found.
 *
 * @param pairs certificates with their keys, the default first; none for a client that has none
 * @param authorities who may vouch for the other side; empty if that is nobody, or the usual ones
 */
record MaterialSource(List<Pair> pairs, PemSource authorities) {

    /** A certificate and its key. */
    record Pair(PemSource cert, PemSource key) {

        /** The two settings of this section. */
        static Pair of(String section, String certPem, String keyPem) {
            return new Pair(new PemSource(section + ".cert_pem", certPem), new PemSource(section + ".key_pem", keyPem));
        }
    }

    MaterialSource {
        pairs = List.copyOf(pairs);
    }

    /**
     * The PEM as it is now, to be compared with what it was; blocks while files are read.
     *
     * @throws TlsException if one of them cannot be read
     */
    List<String> read() {
        List<String> texts = new ArrayList<>();
        for (Pair pair : pairs) {
            texts.add(pair.cert.read());
            texts.add(pair.key.read());
        }
        if (!authorities.value().isBlank()) {
            texts.add(authorities.read());
        }
        return List.copyOf(texts);
    }

    /**
     * Checks what was read, and makes something usable of it.
     *
     * @throws TlsException if it is not what it should be
     */
    TlsMaterial parse(List<String> texts) {
        Iterator<String> next = texts.iterator();
        List<KeyedCertificate> certificates = new ArrayList<>();
        for (Pair pair : pairs) {
            certificates.add(KeyedCertificate.of(pair.cert.setting(), next.next(), pair.key.setting(), next.next()));
        }
        return new TlsMaterial(
                certificates,
                next.hasNext()
                        ? PemBlocks.of(authorities.setting(), next.next()).certificates()
                        : List.of());
    }
}

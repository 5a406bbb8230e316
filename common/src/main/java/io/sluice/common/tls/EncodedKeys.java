package io.sluice.common.tls;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import javax.net.ssl.KeyManagerFactory;

/** Keeps keys and chains in the encoding of OpenSSL, which Netty would otherwise make anew for each handshake. */
final class EncodedKeys {

    private EncodedKeys() {}

    static KeyManagerFactory caching(KeyManagerFactory keys) {
        return new OpenSslCachingX509KeyManagerFactory(keys);
    }
}

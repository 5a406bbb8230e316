package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Payload;
import org.jspecify.annotations.Nullable;

/** An rpc result as back ends write it. */
record RpcForm(Payload data, @Nullable String b64data) {

    Payload grant() {
        return PayloadForm.of(data, b64data);
    }
}

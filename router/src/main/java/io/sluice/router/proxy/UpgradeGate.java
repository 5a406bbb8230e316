package io.sluice.router.proxy;

import io.sluice.common.admission.Admission;
import io.sluice.common.admission.AdmissionTicket;
import io.sluice.common.admission.Decision;
import io.sluice.common.admission.RefusalAnswer;
import io.sluice.common.admission.SourceKey;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Where WebSocket handshakes are let in or sent away, before a backend is chosen for them. Other requests pass: only a gateway
 * knows which of them become clients.
 *
 * @param admission the router's, shared by all loops
 */
record UpgradeGate(Admission admission, ClientAddresses addresses) {

    /** The ticket of a handshake that may go on, to be closed with its connection; if there is none, it is answered. */
    Optional<AdmissionTicket> ask(HttpServerRequest request) {
        SourceKey source = SourceKey.of(addresses.of(request).address());
        Decision decision = admission.ask(source);
        if (decision instanceof Decision.Admitted admitted) {
            return Optional.of(admitted.ticket());
        }
        RefusalAnswer.send(request, (Decision.Refused) decision).onFailure(clientGone -> {});
        return Optional.empty();
    }
}

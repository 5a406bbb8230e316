package io.sluice.router;

import io.sluice.common.admission.AdmissionTerms;
import io.sluice.common.admission.SourceSettings;
import io.sluice.common.admission.UserSettings;
import io.sluice.common.config.Setting;
import java.util.Optional;

/** Which WebSockets are let in before a backend is asked for them. */
record AdmissionSettings(
        @Setting(
                        value = "0",
                        doc =
                                "Most WebSockets at a time, 0 for any number; one more gets 503. Each takes two sockets, so that half "
                                        + "of the file descriptors is the most that makes sense")
                int connections,
        @Setting(
                        value = "0",
                        doc =
                                "Most WebSocket handshakes that wait for their backend at a time, 0 for any number; one more gets 503. "
                                        + "Keeps slow backends from holding the sockets of a whole storm")
                int handshakes,
        @Setting(
                        doc =
                                "What each source address may have; see http_server.trusted_proxies if there is a proxy in front")
                SourceSettings source) {

    AdmissionSettings {
        terms(connections, handshakes, source); // checks all
    }

    /** All limits of the router. */
    AdmissionTerms terms() {
        return terms(connections, handshakes, source);
    }

    private static AdmissionTerms terms(int connections, int handshakes, SourceSettings source) {
        return new AdmissionTerms(connections, Optional.empty(), handshakes, source, UserSettings.UNLIMITED);
    }
}

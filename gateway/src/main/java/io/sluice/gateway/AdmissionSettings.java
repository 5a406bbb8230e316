package io.sluice.gateway;

import io.sluice.common.admission.AdmissionTerms;
import io.sluice.common.admission.RateTerms;
import io.sluice.common.admission.SourceSettings;
import io.sluice.common.admission.UserSettings;
import io.sluice.common.config.Setting;
import io.sluice.gateway.session.ClientSettings;

/** Who is let in, beyond the limits of the node that are settings of its clients. */
record AdmissionSettings(
        @Setting(
                        value = "0",
                        doc =
                                "Most clients on their way in at a time, from the head of the request to the answer to the connect "
                                        + "command, on this node; 0 for any number, one more gets 503. A client that says nothing counts until "
                                        + "client.stale_close_delay is over, so leave room: four times what connects in a second")
                int handshakes,
        @Setting(
                        doc =
                                "What each source address may have; see http_server.trusted_proxies if there is a proxy in front")
                SourceSettings source,
        @Setting(doc = "What each user may open, known from the token or the back end") UserSettings user) {

    AdmissionSettings {
        if (handshakes < 0) {
            throw new IllegalArgumentException("handshakes must be 0 or more but was " + handshakes);
        }
    }

    /** All limits of the node. */
    AdmissionTerms with(ClientSettings client) {
        return new AdmissionTerms(
                client.connectionLimit(),
                RateTerms.of(client.connectionRateLimit(), client.connectionRateBurst()),
                handshakes,
                source,
                user);
    }
}

package io.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.Payload;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectAuthenticatorTest {

    @Test
    void aClientWithoutATokenIsAnonymousWhereThatIsAllowed() {
        assertThat(decide(true, "")).isEqualTo(new ConnectDecision.Accepted(Identity.ANONYMOUS));
    }

    @Test
    void aClientWithoutATokenIsRefusedOtherwise() {
        assertThat(decide(false, "")).isEqualTo(new ConnectDecision.Refused(DisconnectCode.BAD_REQUEST));
    }

    @Test
    void aTokenIsInvalidWhetherOrNotAnonymousClientsAreAllowed() {
        assertThat(decide(true, "token")).isEqualTo(new ConnectDecision.Refused(DisconnectCode.INVALID_TOKEN));
        assertThat(decide(false, "token")).isEqualTo(new ConnectDecision.Refused(DisconnectCode.INVALID_TOKEN));
    }

    @Test
    void onlyTheEmptyUserIsAnonymous() {
        assertThat(Identity.ANONYMOUS.isAnonymous()).isTrue();
        assertThat(new Identity("42", Payload.EMPTY).isAnonymous()).isFalse();
    }

    private static ConnectDecision decide(boolean anonymousAllowed, String token) {
        Command.Connect connect = new Command.Connect(1, token, Payload.EMPTY, "js", "", Map.of(), Map.of(), 0);
        return new ConnectAuthenticator(anonymousAllowed).decide(connect).result();
    }
}

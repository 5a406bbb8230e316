package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.protocol.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyCommandTest {

    private static final ApiCommand CHANNELS = new ApiCommand.Call(ApiMethod.CHANNELS, new ApiRequests.Channels("a*"));

    @Test
    void commandsFollowEachOtherWithOrWithoutNewlines() {
        String command = "{'method':'channels','params':{'pattern':'a*'}}";
        assertThat(read(command)).containsExactly(CHANNELS);
        assertThat(read(command + "\n" + command + "\n")).containsExactly(CHANNELS, CHANNELS);
        assertThat(read(command + " \r\n\n" + command + command)).containsExactly(CHANNELS, CHANNELS, CHANNELS);
    }

    @Test
    void theParamsMayComeFirstOrNotAtAll() {
        assertThat(read("{'params':{'pattern':'a*'},'method':'channels'}")).containsExactly(CHANNELS);
        assertThat(read("{'method':'info'}{'method':'info','params':null}"))
                .containsOnly(new ApiCommand.Call(ApiMethod.INFO, new ApiRequests.Info()));
    }

    @Test
    void dataAreTakenAsTheyStand() {
        List<ApiCommand> commands = read("{'method':'info'}\n"
                + "{'method':'publish','params':{'channel':'caf\u00e9','data':{ 'b' : 1.0,'a':[1 ] }}}");
        ApiRequests.Publish publish = (ApiRequests.Publish) ((ApiCommand.Call) commands.get(1)).request();
        assertThat(publish.data()).hasToString("{ \"b\" : 1.0,\"a\":[1 ] }");
        assertThat(publish.channel()).isEqualTo("caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'method':null}", "{'method':''}", "{'method':'dance'}", "{'method':'batch'}"})
    void whatIsNoMethodIsAnsweredInItsTurn(String command) {
        assertThat(read(command)).containsExactly(new ApiCommand.Mistake(ErrorCode.METHOD_NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "1",
                "[]",
                "{",
                "x",
                "{}x",
                "{},{}",
                "{}null",
                "{'method':1}",
                "{'method':'info'}{",
                "{'method':'channels','params':1}",
                "{'method':'channels','params':{'pattern':1}}",
                "{'method':'publish','params':{'data':tru}}"
            })
    void whatIsNotOfTheFormIsRefusedAsAWhole(String body) {
        assertThatExceptionOfType(ApiBodyException.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.getMessage()).isNotBlank());
    }

    @Test
    void thereIsALimit() {
        assertThat(read("{}".repeat(BatchMethod.MAX_COMMANDS))).hasSize(BatchMethod.MAX_COMMANDS);
        assertThatExceptionOfType(ApiBodyException.class)
                .isThrownBy(() -> read("{}".repeat(BatchMethod.MAX_COMMANDS + 1)));
    }

    private static List<ApiCommand> read(String body) {
        return LegacyCommand.read(body.replace('\'', '"').getBytes(UTF_8));
    }
}

package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.ParserHandler;
import io.vertx.redis.client.impl.RESPParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTableTest {

    private static final RedisAddress ASKED = new RedisAddress(true, "asked", 1, "ann", "pw", 0);

    @Test
    void everySlotHasTheMasterThatWasNamed() {
        SlotTable table = read("*3\r\n" + range(0, 8000, "$1\r\na", 7001) + range(8001, 16_000, "$1\r\nb", 7002)
                + range(16_001, 16_383, "$1\r\na", 7001));

        assertThat(table.masters()).extracting(RedisAddress::endpoint).containsExactly("a:7001", "b:7002");
        assertThat(table.ownerOf(0)).isZero();
        assertThat(table.ownerOf(8000)).isZero();
        assertThat(table.ownerOf(8001)).isEqualTo(1);
        assertThat(table.ownerOf(16_383)).isZero();
    }

    @Test
    void mastersAreReachedAsTheOneThatWasAsked() {
        RedisAddress master =
                read("*1\r\n" + range(0, 1, "$1\r\na", 7001)).masters().get(0);

        assertThat(master).isEqualTo(new RedisAddress(true, "a", 7001, "ann", "pw", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$-1", "_", "$0\r\n"})
    void memberThatKnowsNoHostForItselfIsWhereItWasAsked(String host) {
        assertThat(read("*1\r\n" + range(0, 1, host, 7001)).masters())
                .extracting(RedisAddress::endpoint)
                .containsExactly("asked:7001");
    }

    @Test
    void slotWithoutMasterHasNobody() {
        SlotTable table = read("*1\r\n" + range(5, 9, "$1\r\na", 7001));

        assertThat(table.ownerOf(4)).isEqualTo(SlotTable.NOBODY);
        assertThat(table.ownerOf(10)).isEqualTo(SlotTable.NOBODY);
        assertThat(SlotTable.EMPTY.ownerOf(0)).isEqualTo(SlotTable.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+OK\r\n",
                "_\r\n",
                "*1\r\n:5\r\n",
                "*1\r\n*2\r\n:0\r\n:1\r\n",
                "*1\r\n*3\r\n:-1\r\n:1\r\n*2\r\n+a\r\n:1\r\n",
                "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n+a\r\n:1\r\n",
                "*1\r\n*3\r\n+x\r\n:1\r\n*2\r\n+a\r\n:1\r\n",
                "*1\r\n*3\r\n:0\r\n:1\r\n*1\r\n+a\r\n",
                "*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n+a\r\n:0\r\n",
                "*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n+a\r\n+port\r\n",
                "*1\r\n*3\r\n:9\r\n:1\r\n*2\r\n+a\r\n:1\r\n"
            })
    void nonsenseIsRefused(String answer) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(answer));
    }

    /** As the protocol has it: slots, the master, and a replica that does not matter. */
    private static String range(int first, int last, String host, int port) {
        return "*4\r\n:" + first + "\r\n:" + last + "\r\n*3\r\n" + host + "\r\n:" + port + "\r\n+id\r\n"
                + "*3\r\n+replica\r\n:1\r\n+id\r\n";
    }

    private static SlotTable read(String text) {
        List<Response> answers = new ArrayList<>();
        RESPParser parser = new RESPParser(
                new ParserHandler() {
                    @Override
                    public void handle(Response response) {
                        answers.add(response);
                    }

                    @Override
                    public void fail(Throwable fault) {
                        throw new AssertionError(fault);
                    }
                },
                10);
        parser.handle(Buffer.buffer(text));
        return SlotTable.read(answers.get(0), ASKED);
    }
}

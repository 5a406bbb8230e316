package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.proxy.relay.RelayLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final int SMALL_BUFFER = 16 * 1024;
    private static final int MEGABYTE = 1024 * 1024;

    private static final long TOTAL = 40L * MEGABYTE;

    @Test
    void everyByteValuePassesUnchangedBothWays() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (TestProxy proxy = TestProxy.before(FakeBackend.switching(RelayTest::echo))) {
            Wire client = proxy.upgraded();
            client.send(all);
            assertThat(client.readBytes(all.length)).isEqualTo(all);
            assertThat(proxy.traffic.bytesToBackends()).isEqualTo(all.length);
            assertThat(proxy.traffic.bytesToClients()).isEqualTo(all.length);
        }
    }

    @Test
    void fiftyMegabytesArriveWholeThroughSmallBuffers() throws Exception {
        byte[] block = randomBytes(MEGABYTE);
        FakeBackend backend = FakeBackend.switching(SMALL_BUFFER, RelayTest::echo);
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded(SMALL_BUFFER);
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> digest(client));
            MessageDigest sent = sha256();
            for (int i = 0; i < 50; i++) {
                client.send(block);
                sent.update(block);
            }
            client.endOutput();
            assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(hex(sent));
        }
    }

    @Test
    void bytesRightBehindTheAnswersHeadAreNotLost() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send(FakeBackend.SWITCHING + "early");
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.upgraded().read(5)).isEqualTo("early");
        }
    }

    @Test
    void bytesRightBehindTheRequestsHeadAreNotLost() throws Exception {
        try (TestProxy proxy = TestProxy.before(FakeBackend.switching(RelayTest::echo))) {
            Wire client = proxy.connect();
            client.send(TestProxy.HANDSHAKE + "early");
            client.readHead();
            assertThat(client.read(5)).isEqualTo("early");
        }
    }

    @Test
    void bytesThatComeWhileTheBackendThinksAreNotLost() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> thought = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            asked.complete(null);
            thought.get(30, TimeUnit.SECONDS);
            wire.send(FakeBackend.SWITCHING);
            echo(wire);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(TestProxy.HANDSHAKE);
            asked.get(30, TimeUnit.SECONDS);
            byte[] early = randomBytes(300 * 1024);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, early));
            thought.complete(null);
            client.readHead();
            assertThat(client.readBytes(early.length)).isEqualTo(early);
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void headsThatComeInSinglePiecesAreUnderstood() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            for (char c : FakeBackend.SWITCHING.toCharArray()) {
                wire.send(String.valueOf(c));
            }
            echo(wire);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            for (char c : TestProxy.HANDSHAKE.toCharArray()) {
                client.send(String.valueOf(c));
            }
            client.readHead();
            client.send("x");
            assertThat(client.read(1)).isEqualTo("x");
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheBackend() throws Exception {
        AtomicLong written = new AtomicLong();
        FakeBackend backend = FakeBackend.switching(wire -> Flood.run(wire, written, TOTAL));
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded(SMALL_BUFFER);
            Flood.awaitStandstill(written);
            assertThat(written.get()).isLessThan(Flood.MOST_IN_FLIGHT);
            Flood.assertArrives(client, TOTAL);
        }
    }

    @Test
    void aBackendThatDoesNotReadStopsTheClient() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Wire> backendSide = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(SMALL_BUFFER, wire -> {
            backendSide.complete(wire);
            done.get(30, TimeUnit.SECONDS);
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded();
            Flood.start(client, written, TOTAL);
            Flood.awaitStandstill(written);
            assertThat(written.get()).isLessThan(Flood.MOST_IN_FLIGHT);
            Flood.assertArrives(backendSide.get(30, TimeUnit.SECONDS), TOTAL);
            done.complete(null);
        }
    }

    @Test
    void aStoppedDirectionDoesNotStopTheOther() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<String> heard = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(wire -> {
            Flood.start(wire, written, TOTAL);
            heard.complete(wire.read(5));
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded(SMALL_BUFFER);
            Flood.awaitStandstill(written);
            client.send("hello");
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void theBackendsCloseReachesTheClientAfterItsLastBytes() throws Exception {
        FakeBackend backend = FakeBackend.switching(wire -> wire.send("bye"));
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.upgraded().readAll()).isEqualTo("bye");
        }
    }

    @Test
    void aBackendThatClosesLosesNothingOfWhatASlowClientHasYetToRead() throws Exception {
        AtomicLong written = new AtomicLong();
        FakeBackend backend = FakeBackend.switching(wire -> Flood.run(wire, written, 4L * MEGABYTE));
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded(SMALL_BUFFER);
            Flood.awaitStandstill(written);
            Flood.assertArrives(client, 4L * MEGABYTE);
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void theClientsCloseReachesTheBackendAfterItsLastBytes() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(wire -> heard.complete(wire.readAll()));
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded();
            client.send("bye");
            client.close();
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("bye");
        }
    }

    @Test
    void aClientThatEndsItsOutputStillGetsTheAnswer() throws Exception {
        FakeBackend backend = FakeBackend.switching(wire -> wire.send("got " + wire.readAll()));
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded();
            client.send("all");
            client.endOutput();
            assertThat(client.readAll()).isEqualTo("got all");
            awaitNothingOpen(proxy);
        }
    }

    @Test
    void aBackendThatEndsItsOutputStillGetsTheRest() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(wire -> {
            wire.endOutput();
            heard.complete(wire.readAll());
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded();
            assertThat(client.readAll()).isEmpty();
            client.send("the rest");
            client.endOutput();
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("the rest");
            awaitNothingOpen(proxy);
        }
    }

    @Test
    void aResetOfTheClientEndsTheBackendsConnection() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(wire -> ended.complete(wire.isEnded()));
        try (TestProxy proxy = TestProxy.before(backend)) {
            proxy.upgraded().reset();
            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
            awaitNothingOpen(proxy);
        }
    }

    @Test
    void aResetOfTheBackendEndsTheClientsConnection() throws Exception {
        try (TestProxy proxy = TestProxy.before(FakeBackend.switching(Wire::reset))) {
            assertThat(proxy.upgraded().isEnded()).isTrue();
            awaitNothingOpen(proxy);
        }
    }

    @Test
    void aResetOfAClientThatDoesNotReadIsNoticed() throws Exception {
        AtomicLong written = new AtomicLong();
        FakeBackend backend = FakeBackend.switching(wire -> Flood.run(wire, written, TOTAL));
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.upgraded(SMALL_BUFFER);
            Flood.awaitStandstill(written);
            client.reset();
            awaitNothingOpen(proxy);
        }
    }

    @Test
    void openRelaysAreCountedUntilTheyEnd() throws Exception {
        FakeBackend backend = FakeBackend.switching(RelayTest::echo);
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire first = proxy.upgraded();
            proxy.upgraded();
            assertThat(proxy.backend(backend).load()).isEqualTo(2);
            first.close();
            await().untilAsserted(
                            () -> assertThat(proxy.backend(backend).load()).isEqualTo(1));
        }
    }

    @Test
    void aSideThatEndsItsOutputIsNotWaitedForWithoutEnd() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        FakeBackend backend = FakeBackend.switching(wire -> {
            wire.readAll();
            done.get(30, TimeUnit.SECONDS);
        });
        RelayLimits limits = new RelayLimits(Duration.ofMillis(200), Duration.ofMillis(200));
        try (TestProxy proxy = TestProxy.builder().relayLimits(limits).start(backend)) {
            Wire client = proxy.upgraded();
            client.endOutput();
            assertThat(client.readAll()).isEmpty();
            awaitNothingOpen(proxy);
            done.complete(null);
        }
    }

    @Test
    void placesAreGivenBackHoweverConnectionsEnd() throws Exception {
        FakeBackend backend = FakeBackend.switching(RelayTest::echo);
        try (TestProxy proxy = TestProxy.before(backend)) {
            for (int i = 0; i < 60; i++) {
                Wire client = i % 2 == 0 ? proxy.upgraded() : proxy.connect();
                client.send(i % 4 == 1 ? TestProxy.HANDSHAKE : "GET / HTTP");
                switch (i % 3) {
                    case 0 -> client.close();
                    case 1 -> client.reset();
                    default -> client.endOutput();
                }
            }
            awaitNothingOpen(proxy);
            assertThat(proxy.backend(backend).failed()).isZero();
        }
    }

    @Test
    void aStopWithASpreadDoesNotCloseAllAtOnce() throws Exception {
        FakeBackend backend = FakeBackend.switching(RelayTest::echo);
        try (TestProxy proxy =
                TestProxy.builder().stopSpread(Duration.ofMillis(600)).start(backend)) {
            List<Wire> clients = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                clients.add(proxy.upgraded());
            }
            proxy.stop();
            for (Wire client : clients) {
                assertThat(client.readAll()).isEmpty();
            }
            await().until(() -> proxy.endedAtNanos.size() == clients.size());
            // One loop at least has half of them, which it closes one by one with 50 ms in between, or more if it is
            // held up.
            List<Long> ended = proxy.endedAtNanos.stream().sorted().toList();
            assertThat(Duration.ofNanos(ended.get(clients.size() - 1) - ended.get(0)))
                    .isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void aStopClosesAllRelays() throws Exception {
        FakeBackend backend = FakeBackend.switching(RelayTest::echo);
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire first = proxy.upgraded();
            Wire second = proxy.upgraded();
            proxy.stop();
            assertThat(first.readAll()).isEmpty();
            assertThat(second.readAll()).isEmpty();
        }
    }

    private static void awaitNothingOpen(TestProxy proxy) {
        await().untilAsserted(
                        () -> assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero());
    }

    private static void echo(Wire wire) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = wire.in().read(buffer); read >= 0; read = wire.in().read(buffer)) {
            wire.send(Arrays.copyOf(buffer, read));
        }
    }

    private static void sendAll(Wire wire, byte[] bytes) {
        try {
            wire.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Wire wire) {
        try (InputStream in = wire.in()) {
            MessageDigest digest = sha256();
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return hex(digest);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}

package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.FakeTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatientPortTest {
    private static final List<Outgoing> BATCH = List.of(new Outgoing("a", "{}", "a-1"));

    private final List<String> seen = new ArrayList<>();
    private final FakeTime time = new FakeTime();

    /** Fails so many times, then refuses so many times, then takes everything. */
    private final class Moody implements PublishPort {
        private int failures;
        private int refusals;

        Moody(int failures, int refusals) {
            this.failures = failures;
            this.refusals = refusals;
        }

        @Override
        public int publish(List<Outgoing> batch) throws IOException {
            if (failures-- > 0) {
                seen.add("failed");
                throw new IOException("gone");
            }
            boolean refuses = refusals-- > 0;
            seen.add(refuses ? "refused" : "took " + batch.get(0).key());
            return refuses ? 1 : 0;
        }

        @Override
        public void close() {
            seen.add("closed");
        }
    }

    @Test
    void aBatchIsTriedAgainUntilAllOfItIsTaken() throws Exception {
        PatientPort port = new PatientPort(new Moody(2, 1), time);

        assertThat(port.publish(BATCH)).isZero();
        assertThat(seen).containsExactly("failed", "closed", "failed", "closed", "refused", "took a-1");
        assertThat(port.retries()).isEqualTo(3);
    }

    @Test
    void patienceHasAnEnd() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new PatientPort(new Moody(Integer.MAX_VALUE, 0), time).publish(BATCH))
                .withMessage("gone");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new PatientPort(new Moody(0, Integer.MAX_VALUE), time).publish(BATCH))
                .withMessageContaining("refuses 1 of 1");
    }

    @Test
    void whatHasNoKeyIsNotSentForItMightBeSentTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PatientPort(new Moody(0, 0), time).publish(List.of(new Outgoing("a", "{}"))))
                .withMessageContaining("idempotency key");
        assertThat(seen).isEmpty();
    }
}

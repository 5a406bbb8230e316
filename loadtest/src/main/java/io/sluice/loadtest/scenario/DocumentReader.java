package io.sluice.loadtest.scenario;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.client.FossilPatch;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.Publication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A subscriber that puts {@link SimilarDocuments} together from what it receives, and compares each with what was published.
 *
 * <p>Threading: receives on the loop of its connection; may be asked by any thread.
 */
@ThreadSafe
final class DocumentReader implements ProtocolClient.Listener {
    private final boolean quoted;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong patches = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    /** The document so far; volatile so that no thread sees half of it, though only the loop looks. */
    private volatile String document = "";

    /** @param quoted whether documents come as JSON strings, as they do in JSON to those who asked for patches */
    DocumentReader(boolean quoted) {
        this.quoted = quoted;
    }

    @Override
    public void publication(Publication publication) {
        try {
            String data = quoted ? Json.read(publication.data()).asText() : publication.data();
            document = publication.patch() ? patched(data) : data;
            if (publication.patch()) {
                patches.incrementAndGet();
            }
            if (!document.equals(SimilarDocuments.json(publication.offset()))) {
                wrong.incrementAndGet();
            }
        } catch (IOException e) {
            wrong.incrementAndGet();
        }
        received.incrementAndGet();
    }

    private String patched(String patch) throws IOException {
        byte[] next =
                FossilPatch.apply(document.getBytes(StandardCharsets.UTF_8), patch.getBytes(StandardCharsets.UTF_8));
        return new String(next, StandardCharsets.UTF_8);
    }

    @Override
    public void closed(int code, String reason) {
        wrong.incrementAndGet();
    }

    /** Publications so far. */
    long received() {
        return received.get();
    }

    /** How many of them came as patches. */
    long patches() {
        return patches.get();
    }

    /** Documents that were not what was published, or could not be put together; the end of the connection counts as one. */
    long wrong() {
        return wrong.get();
    }
}

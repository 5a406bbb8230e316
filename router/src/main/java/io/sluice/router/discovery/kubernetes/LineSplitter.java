package io.sluice.router.discovery.kubernetes;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cuts what arrives in pieces into lines, each of a bounded length. */
@EventLoopConfined
final class LineSplitter {

    private final int maxBytes;
    private final Consumer<Buffer> line;
    private Buffer begun = Buffer.buffer();

    LineSplitter(int maxBytes, Consumer<Buffer> line) {
        this.maxBytes = maxBytes;
        this.line = line;
    }

    /**
     * Takes the next piece and hands on the lines that it ends, without their end; empty ones are left out.
     *
     * @throws KubernetesException if a line is longer than allowed
     */
    void take(Buffer piece) {
        int from = 0;
        for (int i = 0; i < piece.length(); i++) {
            if (piece.getByte(i) == '\n') {
                keep(piece.slice(from, i));
                from = i + 1;
                Buffer whole = begun;
                begun = Buffer.buffer();
                if (whole.length() > 0) {
                    line.accept(whole);
                }
            }
        }
        keep(piece.slice(from, piece.length()));
    }

    private void keep(Buffer part) {
        if (begun.length() + part.length() > maxBytes) {
            throw new KubernetesException(0, "a line of a watch is longer than " + maxBytes + " bytes");
        }
        begun.appendBuffer(part);
    }
}

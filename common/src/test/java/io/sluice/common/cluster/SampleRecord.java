package io.sluice.common.cluster;

/** A node record with unremarkable values. */
final class SampleRecord {

    private SampleRecord() {}

    static NodeRecord of(String id) {
        return of(id, 1);
    }

    static NodeRecord of(String id, long sequence) {
        return new NodeRecord(
                id,
                "gateway",
                "10.0.0.7",
                8000,
                1_700_000_000_000L,
                sequence,
                12,
                34,
                5,
                1234.5,
                0.25,
                false,
                "1.2.3",
                7,
                new NodePressure(4096, 0.5),
                new NodeCapacity(20_000, 500, 60_000),
                new NodeAccess("a", "wss://gw-1.example.com", true));
    }
}

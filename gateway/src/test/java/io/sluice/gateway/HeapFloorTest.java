package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapFloorTest {

    private double used;
    private final HeapFloor floor = new HeapFloor(() -> used);

    @Test
    void garbageDoesNotCount() {
        look(0.3);
        look(0.9);
        assertThat(floor.lowest()).isEqualTo(0.3);
    }

    @Test
    void whatStaysForTenLooksDoes() {
        look(0.3);
        for (int i = 0; i < 9; i++) {
            look(0.8);
        }
        assertThat(floor.lowest()).isEqualTo(0.3);
        look(0.8);
        assertThat(floor.lowest()).isEqualTo(0.8);
    }

    @Test
    void itIsAPartWhateverTheProcessSays() {
        assertThat(floor.lowest()).isZero();
        look(1.5);
        assertThat(floor.lowest()).isEqualTo(1);
    }

    @Test
    void thisProcessHasSome() {
        HeapFloor own = HeapFloor.ofThisProcess();
        own.look();
        assertThat(own.lowest()).isGreaterThan(0).isLessThanOrEqualTo(1);
    }

    private void look(double part) {
        used = part;
        floor.look();
    }
}

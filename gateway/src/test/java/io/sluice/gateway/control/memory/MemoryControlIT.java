package io.sluice.gateway.control.memory;

import io.sluice.gateway.control.Control;
import io.sluice.gateway.control.ControlContract;

/** A node that is alone keeps the promises of node control to itself. */
class MemoryControlIT extends ControlContract {

    @Override
    protected Control newControl() {
        return new MemoryControl(vertx, ownId());
    }

    @Override
    protected String ownId() {
        return "alone";
    }

    @Override
    protected void announce(Control started) {
        // There are no others.
    }
}

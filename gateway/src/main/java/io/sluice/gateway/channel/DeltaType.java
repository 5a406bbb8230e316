package io.sluice.gateway.channel;

/** How a publication may be sent as its difference from the one before. */
public enum DeltaType {
    /** Patches in the delta format of Fossil. */
    FOSSIL
}

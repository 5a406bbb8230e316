package io.sluice.router.discovery.dns;

/** What DNS is asked for. */
enum RecordKind {
    /** IPv4 addresses. */
    A,

    /** IPv6 addresses. */
    AAAA,

    /** Hosts with ports. */
    SRV
}

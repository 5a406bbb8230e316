package io.sluice.router.discovery;

/** What of a source is worth counting. Called on the event loop of the source. */
public interface DiscoveryEvents {

    /** Why something that was listed is not used. */
    enum Ignored {
        /** It goes by the id of another node, which was known first. */
        ID_OF_ANOTHER,

        /** It has the address of a node that was started later: it is what a dead process left behind. */
        ADDRESS_TAKEN_OVER,

        /** It contradicts itself or what is expected, such as an endpoint without the port. */
        MALFORMED
    }

    /** Something that was listed is not used; told again each time that it is listed. */
    void ignored(Ignored reason);
}

package io.sluice.router.discovery.dns;

import java.util.List;

/** A name server answered, but has none of the records that were asked for. */
final class NoRecordsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoRecordsException(List<RecordKind> kinds) {
        super("the name has no records of kind " + kinds, null, false, false);
    }
}

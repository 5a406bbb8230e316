package io.sluice.common.protocol;

/** What a publication's data are, which decides how a format writes them. */
public enum DataForm {
    /** The document itself. */
    PLAIN,
    /** The document itself, in a subscription that may get patches: the JSON form puts it into a string. */
    WHOLE,
    /** A patch against the document before it; the JSON form puts it into a string, too. */
    PATCH
}

/** Where the list of backends comes from: a registry that is read again and again, or the command line. */
@NullMarked
package io.sluice.router.discovery;

import org.jspecify.annotations.NullMarked;

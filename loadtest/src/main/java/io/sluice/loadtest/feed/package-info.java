/** Where publications come from: a seeded random walk of ticker prices and NDJSON from a stream, published in batches. */
@NullMarked
package io.sluice.loadtest.feed;

import org.jspecify.annotations.NullMarked;

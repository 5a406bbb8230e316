/** What a subscriber wants of what it could have: filters over the tags of publications, and patterns of channel names. */
@NullMarked
package io.sluice.gateway.filter;

import org.jspecify.annotations.NullMarked;

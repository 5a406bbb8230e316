/** Settings of back ends that are asked, or told, over HTTP: where they are, and what they are sent. */
@NullMarked
package io.sluice.gateway.endpoint;

import org.jspecify.annotations.NullMarked;

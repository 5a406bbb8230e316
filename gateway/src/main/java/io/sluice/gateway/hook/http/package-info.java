/** Back ends over HTTP: one POST of JSON for each question or event. */
@NullMarked
package io.sluice.gateway.hook.http;

import org.jspecify.annotations.NullMarked;

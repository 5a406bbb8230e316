/** What joins the traces of one request across programs: its id in logs, and its spans where they are collected. */
@NullMarked
package io.sluice.gateway.trace;

import org.jspecify.annotations.NullMarked;

/**
 * Where the list of backends comes from: a registry, DNS or Kubernetes, which are asked or watched all the time, or the
 * settings.
 */
@NullMarked
package io.sluice.router.discovery;

import org.jspecify.annotations.NullMarked;

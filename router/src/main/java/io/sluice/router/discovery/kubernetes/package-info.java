/** Backends that Kubernetes knows: the endpoint slices of a service, listed once and watched from then on. */
@NullMarked
package io.sluice.router.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;

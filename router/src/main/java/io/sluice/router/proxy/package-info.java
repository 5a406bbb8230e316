/** What happens between a client's request and a backend's answer. */
@NullMarked
package io.sluice.router.proxy;

import org.jspecify.annotations.NullMarked;

/** One client's subscription to one channel: how it begins, what it passes on, and how it ends. */
@NullMarked
package io.sluice.gateway.subscription;

import org.jspecify.annotations.NullMarked;

/** Access to Redis that survives its outages: commands, subscriptions, and a local server for demos and tests. */
@NullMarked
package io.sluice.common.redis;

import org.jspecify.annotations.NullMarked;

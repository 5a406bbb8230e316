package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;

/**
 * One of the servers that are measured in turn.
 *
 * @param shape the load that this one gets
 */
public record Contender(LoadTarget target, LoadShape shape) {}

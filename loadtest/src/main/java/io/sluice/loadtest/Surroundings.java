package io.sluice.loadtest;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * What the commands get from the process that they run in.
 *
 * @param input standard input
 * @param errors standard error
 * @param terminal whether standard error is a terminal, as the launcher script says
 */
record Surroundings(InputStream input, PrintStream errors, boolean terminal) {}
